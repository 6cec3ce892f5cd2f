"""Each duty of a breach has a case with the law's clock: it hurries, gets more time, and is counted."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

import pytest

from onedoor.cases import actions as cases
from onedoor.cases import queries as of_cases
from onedoor.cases.figures import count_on_time
from onedoor.cases.models import Case
from onedoor.cases.types import BREACH_AUTHORITY, BREACH_PERSONS, Lane
from onedoor.exchange import actions as exchange
from onedoor.exchange.types import BreachView
from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.kernel.errors import Invalid, NotAllowed
from onedoor.services import actions, queries
from tests.cases.conftest import Hire, hire
from tests.exchange.conftest import donor, stranger
from tests.exchange.test_breaches import NOTICE, begin, read

__all__ = ["donor", "hire", "stranger"]
pytestmark = pytest.mark.django_db
Deliver = Callable[[], int]
HOUR = timedelta(hours=1)
LAW = timedelta(hours=72)


@pytest.fixture
def dora(hire: Hire) -> Actor:
    return hire("Dora Lim", agency="CIO", role="data-protection-officer")


@pytest.fixture
def paul(hire: Hire) -> Actor:
    return hire("Paul Goh", agency="CIO", role="data-protection-officer")


@pytest.fixture
def breach(donor: UUID, dora: Actor, at: datetime, deliver: Deliver) -> BreachView:
    """Found an hour ago."""
    read(donor, at - 2 * HOUR)
    opened = begin(at, found_at=at - HOUR, by=dora)
    deliver()
    return opened


def case_of(kind: str) -> Case:
    return Case.objects.get(kind=kind)


def assess(breach: BreachView, risk: str, by: Actor, at: datetime, deliver: Deliver) -> None:
    exchange.assess_breach(number=breach.number, risk=risk, by=by, at=at)
    deliver()


def test_it_has_a_case_under_its_own_number_with_the_laws_term_from_the_finding(
    breach: BreachView, dora: Actor, at: datetime
) -> None:
    case = case_of(BREACH_AUTHORITY)
    due = at - HOUR + LAW
    assert (case.number, case.agency) == (breach.number, "CIO")
    assert (case.promised_at, case.legal_due_at) == (due, due)
    assert (case.owner, case.taken_at) == (dora.account, at), "who opened the breach has it"
    assert case.customer is None


def test_found_late_it_is_due_at_once(donor: UUID, dora: Actor, at: datetime, deliver: Deliver) -> None:
    read(donor, at - 100 * HOUR)
    begin(at, began_at=at - 101 * HOUR, ended_at=at - 99 * HOUR, found_at=at - 90 * HOUR, by=dora)
    deliver()
    assert case_of(BREACH_AUTHORITY).promised_at == at
    [figures] = count_on_time("all", at=at + HOUR, kinds=[BREACH_AUTHORITY])
    assert figures.overdue_open == 1


def test_told_to_the_authority_it_ends_in_time(
    breach: BreachView, dora: Actor, at: datetime, deliver: Deliver
) -> None:
    assess(breach, "risk", dora, at, deliver)
    exchange.note_reported(number=breach.number, by=dora, at=at + 5 * HOUR)
    deliver()
    case = case_of(BREACH_AUTHORITY)
    assert (case.outcome, case.closed_at) == ("reported", at + 5 * HOUR)
    [figures] = count_on_time("all", at=at + 6 * HOUR, kinds=[BREACH_AUTHORITY])
    assert (figures.closed, figures.in_time) == (1, 1)
    assert not Case.objects.filter(kind=BREACH_PERSONS).exists(), "no high risk: nobody must be told"


def test_told_too_late_it_never_betters_the_figures(
    breach: BreachView, dora: Actor, at: datetime, deliver: Deliver
) -> None:
    assess(breach, "risk", dora, at, deliver)
    exchange.note_reported(number=breach.number, by=dora, at=at + 80 * HOUR)
    deliver()
    [figures] = count_on_time("all", at=at + 81 * HOUR, kinds=[BREACH_AUTHORITY])
    assert (figures.closed, figures.in_time) == (1, 0)


def test_without_risk_nobody_need_be_told_and_a_new_finding_opens_it_again(
    breach: BreachView, dora: Actor, at: datetime, deliver: Deliver
) -> None:
    assess(breach, "none", dora, at, deliver)
    assert case_of(BREACH_AUTHORITY).outcome == "not-needed"
    assess(breach, "risk", dora, at + HOUR, deliver)
    second = Case.objects.get(kind=BREACH_AUTHORITY, closed_at=None)
    assert second.parent is not None
    assert second.parent.number == breach.number
    assert second.promised_at == at - HOUR + LAW, "the law counts from the finding, not from the new view"


def test_at_a_high_risk_the_persons_have_a_clock_too_until_all_are_told(
    breach: BreachView, dora: Actor, paul: Actor, at: datetime, deliver: Deliver
) -> None:
    assess(breach, "high", dora, at, deliver)
    case = case_of(BREACH_PERSONS)
    assert (case.promised_at, case.closed_at) == (at + LAW, None)
    exchange.draft_notice(number=breach.number, notice=NOTICE, by=dora, at=at)
    exchange.approve_notice(number=breach.number, by=paul, at=at + HOUR)
    deliver()
    assert case_of(BREACH_PERSONS).outcome == "told"
    assert [one.kind for one in queries.list_breach_cases(breach.number, by=dora)] == [
        BREACH_AUTHORITY, BREACH_PERSONS,
    ]  # fmt: skip


def test_asked_twice_it_does_the_same(breach: BreachView, dora: Actor, at: datetime) -> None:
    for _time in range(2):
        actions.follow_breach(number=breach.number, handler=dora.account, by=SYSTEM, at=at)
    assert Case.objects.count() == 1


def test_who_opened_it_without_a_post_leaves_it_to_whoever_is_on_duty(
    donor: UUID, paul: Actor, at: datetime, deliver: Deliver
) -> None:
    read(donor, at - HOUR)
    begin(at)
    deliver()
    case = case_of(BREACH_AUTHORITY)
    assert case.owner is None
    cases.hurry_due(by=SYSTEM, at=at + 47 * HOUR)
    assert case_of(BREACH_AUTHORITY).lane == Lane.NORMAL
    cases.hurry_due(by=SYSTEM, at=at + 49 * HOUR)
    assert case_of(BREACH_AUTHORITY).lane == Lane.URGENT


def test_more_time_is_proposed_with_a_reason_and_granted_by_another(
    breach: BreachView, dora: Actor, paul: Actor, at: datetime
) -> None:
    case = case_of(BREACH_AUTHORITY)
    given = {"case": case.id, "ground": "complex", "term": "P2D", "by": dora, "at": at}
    with pytest.raises(Invalid):
        cases.extend_case(**given, reason="")
    proposed = cases.extend_case(**given, reason="The log of the register's own system comes on Thursday.")
    with pytest.raises(NotAllowed):
        cases.decide_extension(extension=proposed.id, granted=True, by=dora, at=at)
    cases.decide_extension(extension=proposed.id, granted=True, by=paul, at=at)
    assert case_of(BREACH_AUTHORITY).promised_at > case.promised_at
    [figures] = count_on_time("all", at=at, kinds=[BREACH_AUTHORITY])
    assert figures.extended == 1


def test_it_is_not_closed_by_hand(breach: BreachView, dora: Actor, at: datetime) -> None:
    with pytest.raises(NotAllowed):
        cases.close_case(case=case_of(BREACH_AUTHORITY).id, outcome="answered", by=dora, at=at)


def test_its_clock_is_not_stopped_and_it_goes_to_no_other_agency(
    breach: BreachView, dora: Actor, at: datetime
) -> None:
    lead = replace(dora, permissions=dora.permissions | {"cases.stop_clock", "cases.transfer"})
    case = case_of(BREACH_AUTHORITY).id
    with pytest.raises(NotAllowed):
        cases.stop_clock(case=case, reason="court", by=lead, at=at)
    with pytest.raises(NotAllowed):
        cases.transfer(case=case, agency="REV", reason="Theirs", by=lead, at=at)


def test_news_that_comes_late_counts_from_when_it_was_assessed(
    donor: UUID, dora: Actor, at: datetime, deliver: Deliver
) -> None:
    read(donor, at - HOUR)
    opened = begin(at, by=dora)
    exchange.assess_breach(number=opened.number, risk="high", by=dora, at=at + 3 * HOUR)
    deliver()
    assert case_of(BREACH_PERSONS).promised_at == at + 3 * HOUR + LAW


def test_another_agency_does_not_see_it(breach: BreachView, hire: Hire) -> None:
    assert of_cases.find_case(breach.number, by=hire("Boon Tan", agency="REV")) is None


def test_nobody_but_the_house_opens_it(breach: BreachView, dora: Actor, at: datetime) -> None:
    with pytest.raises(NotAllowed):
        actions.follow_breach(number=breach.number, handler=dora.account, by=dora, at=at)
