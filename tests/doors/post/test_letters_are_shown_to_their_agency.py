"""An agency's letters are seen by its own officers; what is nobody's yet by the room that it waits in."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from uuid import UUID

import pytest
from django.db import connection, transaction

from onedoor.doors.post import actions, queries
from onedoor.doors.post.house import POST
from onedoor.doors.post.models import Letter, Misfiling, Picture, Scan
from onedoor.doors.post.types import LetterView
from onedoor.journal import queries as journal
from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.kernel.errors import Conflict, Invalid, NotAllowed, NotFound
from onedoor.kernel.scope import scoped
from tests.doors.post.conftest import Hire, ScanIn, Sit, sheets_of
from tests.doors.post.test_scans_are_taken_once_and_never_wrongly import typed
from tests.doors.post.wear import write_ink


@pytest.fixture
def reviewer(hire: Hire) -> Actor:
    return hire("Wei Ong", agency="LAB", role="case-officer")


@pytest.fixture
def another(hire: Hire) -> Actor:
    """An officer of another agency, who works with letters as well."""
    return hire("Ana Reyes", agency="HSG", role="supervisor")


@pytest.fixture
def form(scan_in: ScanIn, home: UUID, at: datetime) -> LetterView:
    """A form of the Labour Office that came back without a name."""
    printed = actions.print_form(service="job-seeker", language="en", by=POST, at=at)
    pages, sheets = sheets_of(printed.number)
    write_ink(pages[0], sheets[0].boxes, {"reason": "closed"})
    return scan_in([pages[0]]).letters[0]


@pytest.fixture
def unknown(scan_in: ScanIn, home: UUID) -> LetterView:
    """A letter in which no number of ours stands."""
    return scan_in([typed("Dear city,", "I have moved.", "Mei Lin")]).letters[0]


@contextmanager
def as_the_database_sees(by: Actor) -> Iterator[None]:
    """Past every check of ours, as a query that forgot to ask would see it."""
    with transaction.atomic(), scoped(by):
        yield


def count_rows(by: Actor) -> tuple[int, int, int, int]:
    with as_the_database_sees(by):
        tables = (Letter, Picture, Scan, Misfiling)
        return tuple(table.objects.count() for table in tables)  # type: ignore[return-value]


def listed(by: Actor) -> set[UUID]:
    return {one.id for one in queries.list_waiting_letters(by=by)}


def test_a_form_is_seen_by_its_agency_alone(
    form: LetterView, reviewer: Actor, officer: Actor, another: Actor, sit: Sit, home: UUID, at: datetime
) -> None:
    assert (form.agency, form.room) == ("LAB", "")
    assert listed(reviewer) == {form.id}
    assert queries.get_letter(form.id, by=reviewer).id == form.id
    for stranger in (officer, another):
        assert listed(stranger) == set()
        for ask in (queries.get_letter, lambda letter, by: queries.get_picture(letter, 1, by=by)):
            with pytest.raises(NotFound):
                ask(form.id, by=stranger)
        with pytest.raises(NotFound):
            actions.index_letter(letter=form.id, customer=home, by=stranger, at=at)
        with pytest.raises(NotFound):
            actions.set_aside(letter=form.id, why="double", by=stranger, at=at)
        with pytest.raises(NotFound):
            actions.give_letter(letter=form.id, agency=stranger.agency, by=stranger, at=at)
        desk = sit(stranger)
        assert form.number not in desk.get("/desk/post/").content.decode()
        for page in ("", "check/", "pages/1.jpg", "answers/0.jpg"):
            assert desk.get(f"/desk/post/letters/{form.id}/{page}").status_code == 404
    assert form.number in sit(reviewer).get("/desk/post/").content.decode()


def test_the_database_shows_another_agency_no_row_either(
    form: LetterView, unknown: LetterView, reviewer: Actor, officer: Actor, another: Actor, citizen: Actor
) -> None:
    assert connection.vendor == "postgresql"
    assert count_rows(another) == (0, 0, 0, 0)
    assert count_rows(citizen) == (0, 0, 0, 0)
    assert count_rows(reviewer) == (1, 1, 1, 0)
    assert count_rows(officer) == (1, 1, 1, 0)
    assert count_rows(SYSTEM)[:3] == (2, 2, 2)


def test_what_is_nobodys_yet_waits_in_the_contact_centre(
    unknown: LetterView, officer: Actor, reviewer: Actor, another: Actor
) -> None:
    assert (unknown.agency, unknown.room) == ("", "CTC")
    assert listed(officer) == {unknown.id}
    assert listed(reviewer) == listed(another) == set()


def test_it_is_given_to_another_agency_which_alone_sees_it_then(
    unknown: LetterView, officer: Actor, another: Actor, citizen: Actor, sit: Sit, home: UUID, at: datetime
) -> None:
    with pytest.raises(Invalid):
        actions.give_letter(letter=unknown.id, agency="XXX", by=officer, at=at)
    with pytest.raises(Invalid):  # it lies there already
        actions.give_letter(letter=unknown.id, agency="CTC", by=officer, at=at)
    with pytest.raises(NotAllowed):
        actions.give_letter(letter=unknown.id, agency="HSG", by=citizen, at=at)

    desk = sit(officer)
    address = f"/desk/post/letters/{unknown.id}/"
    assert "Housing Board" in desk.get(address).content.decode()
    assert desk.post(address, {"then": "give", "agency": "HSG"}).status_code == 302

    assert desk.get(address).status_code == 404
    assert listed(another) == {unknown.id}
    assert count_rows(officer)[:3] == (0, 0, 0)
    entry = journal.list_about(unknown.id, by=SYSTEM)[0]
    assert (entry.event, entry.data["to"], entry.customer) == ("doors.post_letter.given", "HSG", None)
    actions.index_letter(letter=unknown.id, customer=home, by=another, at=at)
    with pytest.raises(Conflict):
        actions.give_letter(letter=unknown.id, agency="CTC", by=another, at=at)


def test_a_scan_that_failed_is_the_mail_rooms(
    db: None, officer: Actor, another: Actor, citizen: Actor, at: datetime
) -> None:
    actions.receive_file(content=b"no picture", source="scanner", at=at)

    assert len(queries.list_refused_scans(by=officer, since=at)) == 1
    assert queries.list_refused_scans(by=another, since=at) == []
    assert count_rows(another)[2] == 0
    assert count_rows(officer)[2] == 1
    with pytest.raises(NotAllowed):
        queries.list_refused_scans(by=citizen, since=at)
