"""Clocks stop only for a reason that the customer can read, and only while it lasts."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from onedoor.cases import actions, queries
from onedoor.cases.types import CaseState, StopReason
from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.kernel.errors import Conflict, Invalid, NotAllowed, NotFound
from tests.cases.conftest import Open

CITY = ZoneInfo("Asia/Singapore")
WHAT = {"en": "Please send your payslip for January.", "zh-hans": "请提供一月工资单。"}


def on(day: int, hour: int = 9) -> datetime:
    return datetime(2025, 3, day, hour, tzinfo=CITY)


def test_a_stop_extends_both_deadlines_by_what_was_lost(opened: Open, officer: Actor) -> None:
    case = opened(legal_term="P10D")
    actions.stop_clock(case=case.id, reason="reporter", by=officer, at=on(11))
    after = actions.resume_clock(case=case.id, by=officer, at=on(13))
    assert case.legal_due_at
    assert after.legal_due_at
    assert (case.promised_at, after.promised_at) == (on(17), on(19))
    assert (case.legal_due_at, after.legal_due_at) == (on(24), on(26))


def test_a_weekend_inside_a_stop_costs_nothing(opened: Open, officer: Actor) -> None:
    case = opened()
    actions.stop_clock(case=case.id, reason="court", by=officer, at=on(14, 9))
    assert actions.resume_clock(case=case.id, by=officer, at=on(17, 9)).promised_at == on(18)


def test_the_reason_is_shown_in_both_languages(opened: Open, officer: Actor, citizen: Actor) -> None:
    case = opened()
    actions.stop_clock(case=case.id, reason="reporter", by=officer, at=on(11))
    stop = queries.get_case(case.id, by=citizen).stop
    assert stop
    assert stop.reason is StopReason.REPORTER
    assert stop.text["en"] == "We have asked the organisation that reported the value."
    assert stop.text["zh-hans"] == "我们已向申报该数据的机构核实。"


def test_our_own_delay_stops_no_clock(opened: Open, officer: Actor) -> None:
    with pytest.raises(Invalid):
        actions.stop_clock(case=opened().id, reason="busy", by=officer, at=on(11))


def test_a_clock_stops_once_at_a_time(opened: Open, officer: Actor) -> None:
    case = opened()
    actions.ask_customer(case=case.id, text=WHAT, by=officer, at=on(11))
    with pytest.raises(Conflict):
        actions.ask_customer(case=case.id, text=WHAT, by=officer, at=on(12))


def test_a_running_clock_cannot_be_resumed(opened: Open, officer: Actor) -> None:
    with pytest.raises(Conflict):
        actions.resume_clock(case=opened().id, by=officer, at=on(11))


def test_the_customers_answer_starts_the_clock_again(opened: Open, officer: Actor, citizen: Actor) -> None:
    case = opened()
    asked = actions.ask_customer(case=case.id, text=WHAT, by=officer, at=on(11))
    assert asked.state is CaseState.WAITING
    assert asked.stop
    assert asked.stop.text == WHAT
    answered = actions.answer_request(case=case.id, text="Here it is.", by=citizen, at=on(12))
    assert answered.state is CaseState.OPEN
    assert answered.promised_at == on(18)
    assert [note.text for note in queries.get_case(case.id, by=officer).notes] == ["Here it is."]


def test_an_empty_question_is_refused(opened: Open, officer: Actor) -> None:
    with pytest.raises(Invalid):
        actions.ask_customer(case=opened().id, text={"en": " "}, by=officer, at=on(11))


def test_a_stop_after_the_promise_broke_does_not_mend_it(opened: Open, officer: Actor) -> None:
    case = opened(promise="P1D")
    stopped = actions.stop_clock(case=case.id, reason="court", by=officer, at=on(12))
    assert stopped.is_late(on(12))
    assert stopped.is_late(on(20))
    assert actions.resume_clock(case=case.id, by=officer, at=on(20)).promised_at == case.promised_at


def test_waiting_is_not_being_late(opened: Open, officer: Actor) -> None:
    case = actions.ask_customer(case=opened(promise="P1D").id, text=WHAT, by=officer, at=on(10, 12))
    assert not case.is_late(on(20))


def test_closing_ends_the_stop(opened: Open, officer: Actor) -> None:
    case = opened()
    actions.stop_clock(case=case.id, reason="court", by=officer, at=on(11))
    closed = actions.close_case(case=case.id, outcome="upheld", by=SYSTEM, at=on(12))
    assert closed.stop is None
    assert closed.promised_at == case.promised_at + timedelta(days=1)


def test_a_citizen_cannot_stop_a_clock(opened: Open, citizen: Actor, stranger: Actor) -> None:
    case = opened()
    with pytest.raises(NotAllowed):
        actions.stop_clock(case=case.id, reason="customer", by=citizen, at=on(11))
    with pytest.raises(NotFound):
        actions.answer_request(case=case.id, text="mine?", by=stranger, at=on(11))
