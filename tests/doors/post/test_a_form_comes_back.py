"""A form is printed, filled in by pen, scanned, looked at by a person, and is the same draft as anywhere."""

from datetime import datetime
from uuid import UUID

import pytest

from onedoor.doors.post import actions, queries
from onedoor.doors.post.house import POST
from onedoor.doors.post.types import LetterState, LetterView, MatchedBy
from onedoor.journal import queries as journal
from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.kernel.errors import Invalid, NotAllowed
from onedoor.services import actions as service_actions
from onedoor.services import queries as services
from tests.doors.post.conftest import Hire, ScanIn, sheets_of
from tests.doors.post.wear import blur, fax, noise, skew, turned, worn, write_ink

INK = {
    "employer": "HARBOUR SHIPYARD", "last_day.day": "28", "last_day.month": "02", "last_day.year": "2025",
    "reason": "closed", "working": "no", "account": "00123456", "signature": "signed",
}  # fmt: skip


@pytest.fixture
def officer(hire: Hire) -> Actor:
    """At the agency whose form it is."""
    return hire("Boon Tan", agency="LAB", role="counter-officer")


@pytest.fixture
def draft(home: UUID, at: datetime) -> str:
    view = service_actions.start_application(
        customer=home, service="job-seeker", door="portal", by=SYSTEM, at=at
    )
    return view.number


@pytest.fixture
def filled(draft: str, scan_in: ScanIn, at: datetime) -> LetterView:
    """Printed with what the draft holds, filled in, skewed and blurred by the scanner, upside down."""
    form = actions.print_form(number=draft, language="en", by=POST, at=at)
    pages, sheets = sheets_of(form.number)
    for page, sheet in zip(pages, sheets, strict=True):
        write_ink(page, sheet.boxes, INK)
    worn_pages = [worn(page, (skew(1.2), blur(0.6), noise(12), turned(180)), 5) for page in pages]
    return scan_in(worn_pages).letters[0]


def test_its_mark_says_whose_it_is_and_nothing_is_filled_before_a_person_looked_at_all_of_it(
    filled: LetterView, home: UUID, draft: str, officer: Actor, hire: Hire, citizen: Actor, at: datetime
) -> None:
    assert (filled.customer, filled.reference, filled.matched_by) == (home, draft, MatchedBy.MARK)
    assert (filled.state, filled.why) == (LetterState.WAITING, "verify")
    read = {one.key: one for one in queries.get_letter(filled.id, by=officer).readings}
    assert read["loss.last_day"].value == "28/02/2025"
    assert read["loss.last_day"].confidence > 80
    assert (read["loss.reason"].value, read["now.working"].value) == ("closed", "no")
    assert read["now.account"].value == "00123456"
    assert read["loss.employer"].label == "Who was your employer?"

    values = {key: one.value for key, one in read.items()}
    with pytest.raises(Invalid, match="unverified"):
        actions.take_over(letter=filled.id, values={}, rejected=(), signature=True, by=officer, at=at)
    with pytest.raises(Invalid, match="signature"):
        actions.take_over(letter=filled.id, values=values, rejected=(), signature=False, by=officer, at=at)
    assessor = hire("Dr Lim", agency="HLT", role="medical-officer")
    for by in (assessor, citizen):
        with pytest.raises(NotAllowed):
            queries.get_letter(filled.id, by=by)
    with pytest.raises(NotAllowed):
        actions.take_over(letter=filled.id, values={}, rejected=(), signature=True, by=assessor, at=at)
    assert not services.get_application(draft, by=SYSTEM).pages[0].complete


def test_what_was_verified_stands_in_the_draft_and_on_the_timeline(
    filled: LetterView, draft: str, officer: Actor, home: UUID, at: datetime
) -> None:
    read = queries.get_letter(filled.id, by=officer).readings
    values = {one.key: one.value for one in read} | {"loss.employer": "Harbour Shipyard Ltd"}

    done = actions.take_over(letter=filled.id, values=values, rejected=(), signature=True, by=officer, at=at)

    application = services.get_application(draft, by=SYSTEM)
    assert done.state is LetterState.FILED
    page = services.get_page(draft, "loss", by=SYSTEM, at=at).page
    assert {item.id: str(item.value) for item in page.items}["last_day"] == "2025-02-28"
    assert {item.id: str(item.value) for item in page.items}["employer"] == "Harbour Shipyard Ltd"
    assert application.signed_at is None
    entries = [entry.event for entry in journal.list_timeline(customer=home, by=SYSTEM)]
    assert "doors.post_form.read" in entries
    assert "doors.post_letter.received" in entries


def test_what_could_not_be_read_leaves_what_the_draft_held(
    draft: str, scan_in: ScanIn, officer: Actor, at: datetime
) -> None:
    view = services.get_application(draft, by=SYSTEM)
    said = {"employer": "Harbour Shipyard", "last_day": "28/02/2025", "reason": "closed"}
    service_actions.save_page(
        application=view.id, page="loss", answers=said, revision=view.revision, by=SYSTEM, at=at
    )
    before = services.get_page(draft, "loss", by=SYSTEM, at=at).page
    form = actions.print_form(number=draft, language="en", by=POST, at=at)
    pages, sheets = sheets_of(form.number)
    for page, sheet in zip(pages, sheets, strict=True):
        write_ink(page, sheet.boxes, {"signature": "signed", "employer": "QUAY WORKS"})
    letter = scan_in([worn(page, (blur(0.4),), 5) for page in pages]).letters[0]
    unread = [one.key for one in queries.get_letter(letter.id, by=officer).readings if one.kind != "sign"]

    actions.take_over(
        letter=letter.id, values={"loss.employer": "Quay Works"},
        rejected=[key for key in unread if key != "loss.employer"], signature=True, by=officer, at=at,
    )  # fmt: skip

    after = {one.id: one.value for one in services.get_page(draft, "loss", by=SYSTEM, at=at).page.items}
    held = {one.id: one.value for one in before.items}
    assert held["reason"] == "closed"
    assert after == held | {"employer": "Quay Works"}


def test_a_blank_form_waits_until_somebody_says_whose_it_is(
    scan_in: ScanIn, home: UUID, officer: Actor, at: datetime
) -> None:
    form = actions.print_form(service="job-seeker", language="en", by=officer, at=at)
    pages, sheets = sheets_of(form.number)
    write_ink(pages[0], sheets[0].boxes, INK)
    letter = scan_in([worn(pages[0], (fax,), 1)], source="fax").letters[0]
    assert (letter.customer, letter.why) == (None, "blank-form")

    actions.index_letter(letter=letter.id, customer=home, by=officer, at=at)
    values = {one.key: one.value for one in queries.get_letter(letter.id, by=officer).readings}
    done = actions.take_over(letter=letter.id, values=values, rejected=(), signature=True, by=officer, at=at)

    assert services.get_application(done.reference, by=SYSTEM).customer == home
