"""What was promised, what happened, and what anybody may see of it."""

from dataclasses import asdict
from datetime import datetime, timedelta
from decimal import Decimal

from onedoor.cases import actions, queries
from onedoor.cases.types import CaseState
from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.kernel.scope import scoped
from tests.cases.conftest import Open


def test_unfinished_overdue_work_counts_as_a_broken_promise(opened: Open, at: datetime) -> None:
    kept, late = opened(promise="P2D"), opened(promise="P1D")
    opened(promise="P1D")  # still open and overdue
    opened(promise="P20D")  # not due yet
    for case in (kept, late):
        actions.close_case(case=case.id, outcome="upheld", by=SYSTEM, at=at + timedelta(days=1, hours=6))
    figures = queries.charter_figures("income-tax", at=at + timedelta(days=3))
    assert (figures.opened, figures.closed, figures.due, figures.kept) == (4, 2, 3, 1)
    assert (figures.overdue_open, figures.kept_share) == (1, Decimal("0.333"))
    assert figures.median_minutes == 30 * 60


def test_waiting_for_the_customer_breaks_no_promise(opened: Open, officer: Actor, at: datetime) -> None:
    case = opened(promise="P1D")
    actions.ask_customer(case=case.id, text={"en": "Which receipt?"}, by=officer, at=at)
    assert queries.charter_figures("income-tax", at=at + timedelta(days=9)).due == 0


def test_a_service_without_cases_has_no_share(db: None, at: datetime) -> None:
    figures = queries.charter_figures("income-tax", at=at)
    assert (figures.opened, figures.kept_share, figures.median_minutes) == (0, None, None)


def test_the_charter_shows_the_promise_of_today(opened: Open, at: datetime) -> None:
    opened(promise="P5D")
    opened(promise="P3D", at=at + timedelta(days=1))
    assert queries.charter_figures("income-tax", at=at + timedelta(days=2)).promise == "P3D"


def test_anybody_with_the_number_sees_where_it_stands(
    opened: Open, officer: Actor, stranger: Actor, at: datetime
) -> None:
    case = actions.take_case(case=opened().id, by=officer, at=at)
    actions.ask_customer(
        case=case.id, text={"en": "Your receipt, Lin Wei"}, by=officer, at=at + timedelta(hours=1)
    )
    with scoped(stranger):
        status = queries.find_tracking(case.number.lower().replace("-", " ").replace("hc ", "hc-"))
    assert status
    assert status.state is CaseState.WAITING
    assert status.agency == "REV"
    assert [step.code for step in status.steps] == ["received", "assigned", "waiting"]


def test_tracking_shows_no_personal_data(opened: Open, officer: Actor, citizen: Actor, at: datetime) -> None:
    case = opened(subject={"en": "Lin Wei's donation"})
    actions.take_case(case=case.id, by=officer, at=at)
    actions.ask_customer(case=case.id, text={"en": "Lin Wei, your receipt?"}, by=officer, at=at)
    shown = str(asdict(queries.find_tracking(case.number)))  # type: ignore[call-overload]
    for secret in ("Lin Wei", str(citizen.customer), "Mei Tan", str(officer.account), str(case.id)):
        assert secret not in shown


def test_a_wrong_number_finds_nothing(opened: Open) -> None:
    number = opened().number
    assert queries.find_tracking(number[:-1] + ("0" if number[-1] != "0" else "1")) is None
    assert queries.find_tracking("HC-0000-0000-0") is queries.find_tracking("'; drop table") is None


def test_a_kept_and_a_broken_promise_look_different(opened: Open, at: datetime) -> None:
    case = opened(promise="P1D")
    early = queries.find_tracking(case.number, at=at)
    late = queries.find_tracking(case.number, at=at + timedelta(days=5))
    assert early
    assert late
    assert (early.late, late.late) == (False, True)
