"""One owner, who may change; the citizen is never sent on."""

from datetime import datetime, timedelta

import pytest

from onedoor.cases import actions, queries
from onedoor.journal import queries as journal
from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.kernel.errors import Conflict, Invalid, NotAllowed, NotFound
from tests.cases.conftest import Hire, Open


def test_an_officer_takes_a_case_and_owns_it(opened: Open, officer: Actor, at: datetime) -> None:
    case = actions.take_case(case=opened().id, by=officer, at=at)
    assert (case.owner, case.owner_name, case.taken_at) == (officer.account, "Mei Tan", at)


def test_taking_twice_is_once(opened: Open, officer: Actor, at: datetime) -> None:
    case = opened()
    first = actions.take_case(case=case.id, by=officer, at=at)
    assert actions.take_case(case=case.id, by=officer, at=at + timedelta(hours=1)) == first


def test_a_case_that_was_taken_is_not_taken_away(
    opened: Open, officer: Actor, hire: Hire, at: datetime
) -> None:
    case = actions.take_case(case=opened().id, by=officer, at=at)
    with pytest.raises(Conflict):
        actions.take_case(case=case.id, by=hire("Ben Goh"), at=at)


def test_a_supervisor_assigns(opened: Open, officer: Actor, supervisor: Actor, at: datetime) -> None:
    case = actions.assign(case=opened().id, owner=officer.account, by=supervisor, at=at)
    assert case.owner == officer.account
    assert case.taken_at is None


def test_an_owner_works_at_an_agency_of_the_case(
    opened: Open, elsewhere: Actor, supervisor: Actor, at: datetime
) -> None:
    case = opened()
    with pytest.raises(Invalid):
        actions.assign(case=case.id, owner=elsewhere.account, by=supervisor, at=at)
    actions.invite_agency(case=case.id, agency="LAB", by=supervisor, at=at)
    assert (
        actions.assign(case=case.id, owner=elsewhere.account, by=supervisor, at=at).owner == elsewhere.account
    )


def test_assigning_needs_the_role(opened: Open, officer: Actor, at: datetime) -> None:
    with pytest.raises(NotAllowed):
        actions.assign(case=opened().id, owner=officer.account, by=officer, at=at)


def test_a_transfer_keeps_everything_and_asks_nothing(
    opened: Open, officer: Actor, elsewhere: Actor, citizen: Actor, at: datetime
) -> None:
    case = actions.take_case(case=opened().id, by=officer, at=at)
    actions.add_note(case=case.id, text="We look into it.", audience="citizen", by=officer, at=at)
    moved = actions.transfer(case=case.id, agency="LAB", reason="It is about her pass.", by=officer, at=at)
    assert (moved.id, moved.number, moved.promised_at) == (case.id, case.number, case.promised_at)
    assert (moved.agency, moved.cooperating, moved.owner) == ("LAB", ("REV",), None)
    seen = queries.get_case(case.id, by=citizen)
    assert seen.customer == citizen.customer
    assert seen.stop is None
    assert [note.text for note in seen.notes] == ["We look into it."]
    assert queries.get_case(case.id, by=elsewhere).notes[-1].text == "It is about her pass."


def test_a_transfer_needs_no_act_of_the_customer(
    opened: Open, officer: Actor, elsewhere: Actor, citizen: Actor, at: datetime
) -> None:
    """R08: the same id, history and contact, and nothing for her to do."""
    case = actions.take_case(case=opened().id, by=officer, at=at)
    actions.add_note(case=case.id, text="Received.", audience="citizen", by=officer, at=at)
    assert citizen.customer
    before = journal.list_timeline(customer=citizen.customer, by=citizen)
    later = at + timedelta(hours=1)
    actions.transfer(case=case.id, agency="LAB", reason="Theirs.", by=officer, at=later)
    actions.take_case(case=case.id, by=elsewhere, at=later)
    actions.close_case(case=case.id, outcome="answered", by=elsewhere, at=later)
    after = journal.list_timeline(customer=citizen.customer, by=citizen)
    assert {one.id for one in before} <= {one.id for one in after}
    assert not [one for one in after if one.actor == citizen.account]
    assert not [one for one in after if one.event in ("cases.case.asked", "cases.case.paused")]
    closed = queries.get_case(case.number, by=citizen)
    assert (closed.id, closed.customer, closed.opened_at) == (case.id, citizen.customer, case.opened_at)
    assert [note.text for note in closed.notes] == ["Received."]


def test_both_agencies_see_a_transferred_case(
    opened: Open, officer: Actor, elsewhere: Actor, at: datetime
) -> None:
    case = opened()
    with pytest.raises(NotFound):
        queries.get_case(case.id, by=elsewhere)
    actions.transfer(case=case.id, agency="LAB", reason="Theirs.", by=officer, at=at)
    assert queries.get_case(case.id, by=elsewhere).id == queries.get_case(case.id, by=officer).id


def test_urgent_work_that_is_transferred_has_an_owner_again_at_once(
    opened: Open, officer: Actor, hire: Hire, at: datetime
) -> None:
    duty = hire("Ivo Marsh", agency="CIV", role="duty-officer")
    moved = actions.transfer(case=opened(lane="urgent").id, agency="CIV", reason="Pass.", by=officer, at=at)
    assert moved.owner == duty.account


def test_a_transfer_to_itself_or_to_nobody_is_refused(opened: Open, officer: Actor, at: datetime) -> None:
    case = opened()
    for agency, refusal in (("REV", Invalid), ("XXX", NotFound)):
        with pytest.raises(refusal):
            actions.transfer(case=case.id, agency=agency, reason="?", by=officer, at=at)


def test_the_customer_can_read_who_had_her_case(
    opened: Open, officer: Actor, citizen: Actor, at: datetime
) -> None:
    case = actions.take_case(case=opened().id, by=officer, at=at)
    actions.transfer(case=case.id, agency="LAB", reason="Theirs.", by=officer, at=at)
    assert citizen.customer
    sentences = [e.sentence("en") for e in journal.list_timeline(customer=citizen.customer, by=citizen)]
    assert f"Another agency now leads case {case.number}. You need do nothing" in sentences
    assert f"An officer now looks after case {case.number}" in sentences


def test_the_house_assigns_too(opened: Open, officer: Actor, at: datetime) -> None:
    assert actions.assign(case=opened().id, owner=officer.account, by=SYSTEM, at=at).owner_name == "Mei Tan"
