"""A letter that was filed to the wrong person leaves her records, whoever looks, and waits anew."""

from datetime import datetime, timedelta
from uuid import UUID

import pytest

from onedoor.cases import actions as case_actions
from onedoor.cases import queries as cases
from onedoor.cases.types import CaseView
from onedoor.contact import queries as messages
from onedoor.doors.post import actions, queries
from onedoor.doors.post.house import POST
from onedoor.doors.post.models import Letter, Misfiling, Picture
from onedoor.doors.post.types import LetterState, LetterView
from onedoor.journal import queries as journal
from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.kernel.errors import Conflict, Invalid, NotAllowed, NotFound
from onedoor.people import actions as people
from onedoor.services import actions as service_actions
from onedoor.services import queries as services
from tests.doors.post.conftest import Hire, ScanIn, Sit, sheets_of
from tests.doors.post.test_scans_are_taken_once_and_never_wrongly import typed
from tests.doors.post.wear import write_ink
from tests.services.conftest import stranger

__all__ = ["stranger"]


@pytest.fixture
def noor(db: None, at: datetime) -> UUID:
    """Whose letter it is."""
    return people.register_customer(name="Noor Aziz", by=SYSTEM, at=at).id


@pytest.fixture
def letter(scan_in: ScanIn, home: UUID) -> LetterView:
    return scan_in([typed("Dear city,", "My illness is none of Mei's business.", "Noor")]).letters[0]


@pytest.fixture
def misfiled(letter: LetterView, home: UUID, officer: Actor, at: datetime) -> LetterView:
    """Put to Mei Lin's records, which opened a case in her name."""
    return actions.index_letter(letter=letter.id, customer=home, by=officer, at=at)


def inbox(customer: UUID, by: Actor) -> list[str]:
    return [str(one.id) for one in messages.list_messages(customer, by=by) if one.direction == "in"]


def timeline(customer: UUID, by: Actor) -> list[str]:
    return [entry.event for entry in journal.list_timeline(customer=customer, by=by)]


def test_it_leaves_her_inbox_her_timeline_and_her_cases(
    misfiled: LetterView, home: UUID, citizen: Actor, officer: Actor, sit: Sit, at: datetime
) -> None:
    message = messages.list_messages(home, by=citizen)[0]
    file = message.files[0].id
    assert messages.get_file(file, by=citizen)[1].startswith(b"%PDF")
    assert "doors.post_letter.filed" in timeline(home, citizen)
    opened = cases.get_case(misfiled.case, by=citizen)  # type: ignore[arg-type]

    back = actions.take_back(letter=misfiled.id, why="wrong-person", by=officer, at=at)

    assert (back.state, back.customer, back.case, back.room) == (LetterState.WAITING, None, None, "CTC")
    assert (back.received_at, back.due_at) == (misfiled.received_at, misfiled.due_at)
    assert inbox(home, citizen) == inbox(home, officer) == []
    for reader in (citizen, officer, SYSTEM):
        with pytest.raises(NotFound):
            messages.get_file(file, by=reader)
    with pytest.raises(NotFound):
        cases.get_case(opened.id, by=citizen)
    assert cases.list_cases(home, by=SYSTEM) == []
    assert cases.get_case(opened.id, by=SYSTEM).outcome == "mistaken"
    for reader in (citizen, officer):
        assert not [one for one in timeline(home, reader) if "letter" in one or "message" in one]
        assert not [one for one in timeline(home, reader) if one.startswith("cases.")]
    assert set(Picture.objects.values_list("customer", flat=True)) == {None}
    assert Misfiling.objects.get().customer == home


def test_the_journal_keeps_it_for_auditors_and_names_nobody(
    misfiled: LetterView, home: UUID, officer: Actor, hire: Hire, at: datetime
) -> None:
    auditor = hire("Ada Audit", agency="CIO", role="auditor")

    actions.take_back(letter=misfiled.id, why="wrong-person", by=officer, at=at)

    entry = next(
        one for one in journal.list_about(misfiled.id, by=SYSTEM) if one.event.endswith("taken_back")
    )
    assert (entry.customer, entry.data["why"]) == (None, "wrong-person")
    assert "doors.post_letter.filed" in timeline(home, auditor)


def test_it_is_filed_anew_to_whom_it_belongs_once(
    misfiled: LetterView, noor: UUID, home: UUID, officer: Actor, at: datetime
) -> None:
    actions.take_back(letter=misfiled.id, why="wrong-person", by=officer, at=at)

    filed = actions.index_letter(letter=misfiled.id, customer=noor, by=officer, at=at)

    assert (filed.state, filed.customer) == (LetterState.FILED, noor)
    assert len(inbox(noor, SYSTEM)) == 1
    assert inbox(home, SYSTEM) == []
    events = [entry.event for entry in journal.list_timeline(customer=noor, by=officer)]
    assert "doors.post_letter.filed" in events


def test_a_case_that_was_there_before_only_loses_the_letter(
    letter: LetterView, home: UUID, officer: Actor, hire: Hire, citizen: Actor, at: datetime
) -> None:
    case = open_case(home, at)
    actions.index_letter(letter=letter.id, reference=case.number, by=officer, at=at)
    owner = hire("Wei Ong", agency="REV", role="case-officer")
    assert any(entry.event == "contact.message.received" for entry in journal.list_about(case.id, by=owner))

    actions.take_back(letter=letter.id, why="wrong-matter", by=owner, at=at)  # who got it may say so

    assert cases.get_case(case.id, by=citizen).closed_at is None
    left = [entry.event for entry in journal.list_about(case.id, by=owner)]
    assert "contact.message.received" not in left
    assert "cases.case.opened" in left
    assert [one.id for one in queries.list_waiting_letters(by=officer)] == [letter.id]
    assert queries.list_waiting_letters(by=owner) == []


def open_case(customer: UUID, at: datetime) -> CaseView:
    return case_actions.open_case(
        kind="income-tax", customer=customer, agency="REV", service="income-tax",
        subject={"en": "Tax of 2024", "zh-hans": "2024 年税务"}, promise="P5D", calendar="working-days",
        by=SYSTEM, at=at,
    )  # fmt: skip


def test_who_may_not_file_it_may_not_take_it_back(
    misfiled: LetterView, citizen: Actor, stranger: Actor, officer: Actor, hire: Hire, at: datetime
) -> None:
    assessor = hire("Dr Lim", agency="HLT", role="medical-officer")
    for by in (assessor, citizen, stranger):
        with pytest.raises(NotAllowed):
            actions.take_back(letter=misfiled.id, why="wrong-person", by=by, at=at)
    with pytest.raises(NotFound):  # another agency's
        actions.take_back(letter=misfiled.id, why="wrong-person", by=hire("Ana", agency="HSG"), at=at)
    with pytest.raises(Invalid):
        actions.take_back(letter=misfiled.id, why="", by=officer, at=at)
    actions.take_back(letter=misfiled.id, why="wrong-person", by=officer, at=at)
    with pytest.raises(Conflict):  # once
        actions.take_back(letter=misfiled.id, why="wrong-person", by=officer, at=at)


def test_the_page_says_what_a_breach_is_and_to_whom(misfiled: LetterView, officer: Actor, sit: Sit) -> None:
    desk = sit(officer)
    address = f"/desk/post/letters/{misfiled.id}/"
    assert "Filed by mistake?" in desk.get(address).content.decode()

    assert desk.post(address, {"then": "back", "back": ""}).status_code == 422
    assert desk.post(address, {"then": "back", "back": "wrong-person"}).status_code == 302

    page = desk.get(address).content.decode()
    assert "data protection officer" in page
    assert "Where does it belong?" in page


@pytest.fixture
def reviewer(hire: Hire) -> Actor:
    return hire("Lily Goh", agency="LAB", role="case-officer")


@pytest.fixture
def taken_over(scan_in: ScanIn, home: UUID, reviewer: Actor, at: datetime) -> LetterView:
    """A form without a name, put to Mei Lin: her draft holds what somebody else wrote."""
    form = actions.print_form(service="job-seeker", language="en", by=POST, at=at)
    pages, sheets = sheets_of(form.number)
    write_ink(pages[0], sheets[0].boxes, {"reason": "closed"})
    came = scan_in([pages[0]]).letters[0]
    actions.index_letter(letter=came.id, customer=home, by=reviewer, at=at)
    readings = queries.get_letter(came.id, by=reviewer).readings
    values = {one.key: one.value for one in readings} | {
        "loss.employer": "Quay Works", "loss.last_day": "28/02/2025", "loss.reason": "closed",
    }  # fmt: skip
    return actions.take_over(letter=came.id, values=values, rejected=(), signature=True, by=reviewer, at=at)


def test_the_draft_that_the_form_began_goes_with_it(
    taken_over: LetterView, home: UUID, citizen: Actor, reviewer: Actor, at: datetime
) -> None:
    assert services.get_application(taken_over.reference, by=citizen).customer == home

    actions.take_back(letter=taken_over.id, why="wrong-person", by=reviewer, at=at)

    with pytest.raises(NotFound):
        services.get_application(taken_over.reference, by=SYSTEM)
    assert not [one for one in timeline(home, citizen) if one.startswith(("services.", "doors.post_form"))]


def test_what_somebody_went_on_with_is_not_undone_behind_her_back(
    taken_over: LetterView, reviewer: Actor, at: datetime
) -> None:
    draft = services.get_application(taken_over.reference, by=SYSTEM)
    later = at + timedelta(hours=1)
    page = services.get_page(draft.number, "loss", by=SYSTEM, at=later)
    held = services.list_posted(page.page.items)
    service_actions.save_page(
        application=draft.id, page="loss", answers=held | {"employer": "Harbour Yard"},
        revision=page.revision, by=SYSTEM, at=later,
    )  # fmt: skip

    with pytest.raises(Conflict, match="form_used"):
        actions.take_back(letter=taken_over.id, why="wrong-person", by=reviewer, at=later)

    service_actions.withdraw_application(application=draft.id, by=SYSTEM, at=later)
    actions.take_back(letter=taken_over.id, why="wrong-person", by=reviewer, at=later)
    assert Letter.objects.get(id=taken_over.id).state == LetterState.WAITING


def test_what_was_sent_cannot_be_taken_back_and_it_says_what_to_do(
    taken_over: LetterView, reviewer: Actor, home: UUID, at: datetime
) -> None:
    from onedoor.services.models import Application

    Application.objects.filter(number=taken_over.reference).update(signed_at=at, state="signed")

    with pytest.raises(Conflict, match="form_sent") as refused:
        actions.take_back(letter=taken_over.id, why="wrong-person", by=reviewer, at=at)

    assert taken_over.reference in str(refused.value.message)
    assert "data protection officer" in str(refused.value.message)
    assert Letter.objects.get(id=taken_over.id).customer == home
