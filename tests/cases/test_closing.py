"""A case ends with an outcome, by whoever may decide."""

from datetime import datetime

import pytest

from onedoor.cases import actions, queries
from onedoor.cases.types import CaseState
from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.kernel.errors import Conflict, Invalid, NotAllowed
from tests.cases.conftest import Hire, Open


def test_the_owner_decides(opened: Open, officer: Actor, at: datetime) -> None:
    case = actions.take_case(case=opened().id, by=officer, at=at)
    closed = actions.close_case(case=case.id, outcome="upheld", by=officer, at=at)
    assert (closed.state, closed.outcome, closed.closed_at) == (CaseState.CLOSED, "upheld", at)


def test_another_officer_does_not_decide_for_the_owner(
    opened: Open, officer: Actor, hire: Hire, supervisor: Actor, at: datetime
) -> None:
    case = actions.take_case(case=opened().id, by=officer, at=at)
    with pytest.raises(NotAllowed):
        actions.close_case(case=case.id, outcome="upheld", by=hire("Ben Goh"), at=at)
    assert actions.close_case(case=case.id, outcome="upheld", by=supervisor, at=at).closed_at == at


def test_a_no_needs_a_reason(opened: Open, officer: Actor, citizen: Actor, at: datetime) -> None:
    case = actions.take_case(case=opened().id, by=officer, at=at)
    with pytest.raises(Invalid):
        actions.close_case(case=case.id, outcome="refused", reason=" ", by=officer, at=at)
    actions.close_case(case=case.id, outcome="refused", reason="The receipt is not yours.", by=officer, at=at)
    assert queries.get_case(case.id, by=citizen).reason == "The receipt is not yours."


def test_a_finished_case_is_not_finished_again(opened: Open, at: datetime) -> None:
    case = opened()
    actions.close_case(case=case.id, outcome="assessed", by=SYSTEM, at=at)
    with pytest.raises(Conflict):
        actions.close_case(case=case.id, outcome="assessed", by=SYSTEM, at=at)


def test_a_finished_case_still_takes_notes(opened: Open, citizen: Actor, at: datetime) -> None:
    case = opened()
    actions.close_case(case=case.id, outcome="assessed", by=SYSTEM, at=at)
    actions.add_note(case=case.id, text="Thank you.", by=citizen, at=at)
    assert [note.text for note in queries.get_case(case.id, by=citizen).notes] == ["Thank you."]


def test_the_customer_may_withdraw_but_not_decide(opened: Open, citizen: Actor, at: datetime) -> None:
    case = opened()
    with pytest.raises(NotAllowed):
        actions.close_case(case=case.id, outcome="approved", by=citizen, at=at)
    assert actions.close_case(case=case.id, outcome="withdrawn", by=citizen, at=at).outcome == "withdrawn"


def test_a_rule_may_decide_at_birth(opened: Open, citizen: Actor, at: datetime) -> None:
    case = opened(by=citizen)
    closed = actions.close_case(case=case.id, outcome="assessed", rule="SG-PIT-YA2025", by=citizen, at=at)
    assert closed.closed_at == case.opened_at


def test_an_outcome_is_needed(opened: Open, at: datetime) -> None:
    with pytest.raises(Invalid):
        actions.close_case(case=opened().id, outcome="", by=SYSTEM, at=at)
