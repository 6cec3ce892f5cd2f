"""Everything is asked for at once; a second request needs a supervisor, and may be a breach that counts."""

from datetime import datetime, timedelta

import pytest

from onedoor.cases import actions, queries
from onedoor.cases.types import ASKED_AGAIN, CaseState, CaseView, StopReason
from onedoor.journal.models import JournalEntry
from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.kernel.errors import Conflict, Invalid, NotAllowed
from tests.cases.conftest import Hire, Open

MORE = {"en": "One more receipt", "zh-hans": "再补一张收据"}


def answered(case: CaseView, officer: Actor, citizen: Actor, at: datetime) -> CaseView:
    actions.ask_customer(case=case.id, text={"en": "A receipt"}, by=officer, at=at)
    return actions.answer_request(case=case.id, text="Here", by=citizen, at=at + timedelta(hours=1))


def again(
    case: CaseView, by: Actor, at: datetime, *, knowable: bool = True, reason: str = "Overlooked"
) -> CaseView:
    return actions.ask_again(
        case=case.id, text=MORE, reason=reason, knowable=knowable, by=by, at=at + timedelta(hours=2)
    )


def test_a_second_request_is_refused(opened: Open, officer: Actor, citizen: Actor, at: datetime) -> None:
    case = answered(opened(), officer, citizen, at)
    with pytest.raises(Conflict) as refused:
        actions.ask_customer(case=case.id, text=MORE, by=officer, at=at + timedelta(hours=2))
    assert "supervisor" in str(refused.value.message)
    assert [note.text for note in queries.get_case(case.id, by=citizen).notes] == ["Here"]


def test_nor_does_stopping_by_hand(opened: Open, officer: Actor, citizen: Actor, at: datetime) -> None:
    case = answered(opened(), officer, citizen, at)
    with pytest.raises(Conflict):
        actions.stop_clock(case=case.id, reason=StopReason.CUSTOMER, by=SYSTEM, at=at + timedelta(hours=2))


def test_a_supervisor_lets_it_through_as_a_breach_and_the_clock_runs_on(
    opened: Open, officer: Actor, supervisor: Actor, citizen: Actor, at: datetime
) -> None:
    case = again(answered(opened(), officer, citizen, at), supervisor, at)
    assert case.state is CaseState.OPEN
    assert JournalEntry.objects.filter(event=ASKED_AGAIN.name).count() == 1
    assert queries.get_case(case.id, by=citizen).notes[-1].text == "One more receipt\n再补一张收据"
    [row] = queries.list_asked_again(by=supervisor)
    assert (row.number, row.knowable, row.reason, row.allowed_by_name) == (
        case.number,
        True,
        "Overlooked",
        "Ruth Lim",
    )


def test_what_nobody_could_know_is_no_breach_and_stops_the_clock(
    opened: Open, officer: Actor, supervisor: Actor, citizen: Actor, at: datetime
) -> None:
    case = again(answered(opened(), officer, citizen, at), supervisor, at, knowable=False)
    assert case.state is CaseState.WAITING
    assert case.stop
    assert case.stop.text == MORE
    [figure] = queries.count_breaches(by=supervisor, since=at, at=at + timedelta(days=1))
    assert (figure.asked, figure.breaches) == (1, 0)


def test_breaches_are_counted_by_agency_and_service(
    opened: Open, officer: Actor, supervisor: Actor, citizen: Actor, hire: Hire, at: datetime
) -> None:
    again(answered(opened(), officer, citizen, at), supervisor, at)
    actions.ask_customer(case=opened(service="business").id, text=MORE, by=officer, at=at)
    found = queries.count_breaches(by=supervisor, since=at, at=at + timedelta(days=1))
    assert [(one.agency, one.service, one.asked, one.breaches) for one in found] == [
        ("REV", "income-tax", 1, 1), ("REV", "business", 1, 0),
    ]  # fmt: skip
    assert queries.count_breaches(by=hire("Eve Low", "LAB", "supervisor"), since=at, at=at) == []


def test_only_supervisors_let_it_through_and_read_the_list(
    opened: Open, officer: Actor, citizen: Actor, at: datetime
) -> None:
    case = answered(opened(), officer, citizen, at)
    for by in (officer, citizen):
        with pytest.raises(NotAllowed):
            again(case, by, at)
        with pytest.raises(NotAllowed):
            queries.list_asked_again(by=by)


def test_it_needs_a_reason_and_a_first_request(
    opened: Open, officer: Actor, supervisor: Actor, citizen: Actor, at: datetime
) -> None:
    with pytest.raises(Conflict):
        again(opened(), supervisor, at)
    with pytest.raises(Invalid):
        again(answered(opened(), officer, citizen, at), supervisor, at, reason=" ")
