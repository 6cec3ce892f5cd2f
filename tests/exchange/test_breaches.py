"""A breach: who is affected comes from the journal, the clock from the law, and two see to the notice."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from onedoor.exchange import actions, queries, rules
from onedoor.exchange.models import Affected, Breach
from onedoor.exchange.types import BreachView, Wanted
from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.kernel.errors import Conflict, Invalid, NotAllowed, NotFound
from onedoor.kernel.scope import scoped
from tests.conftest import AT

HOUR = timedelta(hours=1)
NOTICE = {"en": "Somebody saw your name.", "zh-hans": "有人看到了您的姓名。"}


def of_city(number: int, *may: str) -> Actor:
    return Actor(
        kind="officer", account=UUID(int=number), name=f"Officer {number}", door="desk", assurance=3,
        agency="CIO", permissions=frozenset(may),
    )  # fmt: skip


GUARD, OTHER = of_city(51, "breaches.handle"), of_city(52, "breaches.handle")
THIEF = replace(of_city(61), agency="REV")


def read(customer: UUID, at: datetime, attribute: str = "name", by: Actor = THIEF) -> None:
    actions.request_values(
        customer=customer, wanted=[Wanted("civil-register", attribute)], service="income-tax",
        purpose="assess-income-tax", agency="REV", subject=uuid4(), by=by, at=at,
    )  # fmt: skip


def begin(at: datetime, **changed: Any) -> BreachView:
    told: dict[str, Any] = {
        "what": "An officer read what was none of her business", "account": THIEF.account,
        "began_at": at - 5 * HOUR, "ended_at": at, "found_at": at, "by": GUARD, "at": at,
    }  # fmt: skip
    return actions.open_breach(**(told | changed))


@pytest.fixture
def breach(donor: UUID, at: datetime) -> BreachView:
    """The officer read one person's name twice."""
    read(donor, at - HOUR)
    read(donor, at - 2 * HOUR)
    return begin(at)


def test_who_is_affected_comes_from_the_journal(breach: BreachView, donor: UUID, stranger: UUID) -> None:
    assert breach.affected == 1
    assert list(Affected.objects.values_list("customer", "times")) == [(donor, 2)]


def test_another_time_another_account_and_other_data_are_not_in_it(
    donor: UUID, stranger: UUID, at: datetime
) -> None:
    read(donor, at - 6 * HOUR)  # before
    read(donor, at)  # after: the period ends before its end
    read(stranger, at - HOUR, by=SYSTEM)
    read(stranger, at - HOUR, "address")

    assert begin(at, register="civil-register", attribute="name").affected == 0
    assert begin(at, register="civil-register", attribute="address").affected == 1
    assert begin(at, register="employer-income").affected == 0


def test_an_agency_is_looked_through_as_a_whole(donor: UUID, stranger: UUID, at: datetime) -> None:
    read(donor, at - HOUR)
    read(stranger, at - HOUR, by=SYSTEM)

    assert begin(at, account=None, agency="REV").affected == 2


@pytest.mark.parametrize(
    ("risk", "affected", "authority", "persons"),
    [
        ("unknown", 1, True, False), ("none", 1, False, False), ("none", 500, True, False),
        ("risk", 1, True, False), ("high", 1, True, True),
    ],
)  # fmt: skip
def test_who_must_be_told(at: datetime, risk: str, affected: int, authority: bool, persons: bool) -> None:
    duties = rules.breach_duties(risk=risk, affected=affected, found_at=at, assessed_at=None)

    assert (duties.authority, duties.persons) == (authority, persons)


def test_the_clock_runs_72_hours_and_three_days_from_the_assessment(at: datetime) -> None:
    def due(assessed_at: datetime | None) -> datetime:
        return rules.breach_duties(risk="risk", affected=1, found_at=at, assessed_at=assessed_at).due_at

    assert due(None) == due(at + HOUR) == at + timedelta(hours=72)
    assert due(at - HOUR) == at + timedelta(hours=71)


def test_it_is_late_when_the_authority_was_not_told(breach: BreachView, at: datetime) -> None:
    def late(at: datetime) -> bool:
        return queries.get_breach(breach.number, by=GUARD, at=at).overdue

    assert not late(at + 72 * HOUR)
    assert late(at + 73 * HOUR)
    actions.assess_breach(number=breach.number, risk="risk", by=GUARD, at=at)
    actions.note_reported(number=breach.number, by=GUARD, at=at + HOUR)
    assert not late(at + 73 * HOUR)


def test_nobody_approves_the_notice_that_she_wrote(breach: BreachView, at: datetime) -> None:
    actions.draft_notice(number=breach.number, notice=NOTICE, by=GUARD, at=at)

    with pytest.raises(NotAllowed) as refused:
        actions.approve_notice(number=breach.number, by=GUARD, at=at)

    assert refused.value.code == "breach.four_eyes"
    assert actions.approve_notice(number=breach.number, by=OTHER, at=at).approved_by_name == "Officer 52"


def test_an_approved_notice_is_not_written_again(breach: BreachView, at: datetime) -> None:
    actions.draft_notice(number=breach.number, notice=NOTICE, by=GUARD, at=at)
    actions.approve_notice(number=breach.number, by=OTHER, at=at)

    with pytest.raises(Conflict):
        actions.draft_notice(number=breach.number, notice=NOTICE, by=OTHER, at=at)


def test_a_notice_in_one_language_is_none(breach: BreachView, at: datetime) -> None:
    with pytest.raises(Invalid):
        actions.draft_notice(number=breach.number, notice={"en": "Sorry"}, by=GUARD, at=at)
    with pytest.raises(Conflict):
        actions.approve_notice(number=breach.number, by=OTHER, at=at)


def test_what_stands_in_brackets_must_be_filled_in(breach: BreachView, at: datetime) -> None:
    with pytest.raises(Invalid):
        actions.draft_notice(
            number=breach.number, notice=NOTICE | {"en": "What happened: [in plain words]"}, by=GUARD, at=at
        )


def test_it_closes_only_when_all_is_done(breach: BreachView, at: datetime) -> None:
    def close(measures: str = "The account is locked") -> str:
        with pytest.raises((Conflict, Invalid)) as refused:
            actions.close_breach(number=breach.number, measures=measures, by=GUARD, at=at)
        return refused.value.code

    assert close("") == "breach.measures"
    assert close() == "breach.unassessed"
    actions.assess_breach(number=breach.number, risk="high", by=GUARD, at=at)
    assert close() == "breach.unreported"
    actions.note_reported(number=breach.number, by=GUARD, at=at)
    assert close() == "breach.untold"
    actions.draft_notice(number=breach.number, notice=NOTICE, by=GUARD, at=at)
    actions.approve_notice(number=breach.number, by=OTHER, at=at)
    assert close() == "breach.untold"
    actions.mark_told(breach=breach.id, customers=queries.list_affected(breach.id), by=SYSTEM, at=at)

    assert actions.close_breach(number=breach.number, measures="Locked", by=GUARD, at=at).closed_at == at


def test_what_is_closed_stays_closed(breach: BreachView, at: datetime) -> None:
    actions.assess_breach(number=breach.number, risk="none", by=GUARD, at=at)
    actions.close_breach(number=breach.number, measures="None needed", by=GUARD, at=at)

    with pytest.raises(Conflict):
        actions.assess_breach(number=breach.number, risk="high", by=GUARD, at=at)


@pytest.mark.parametrize(
    "wrong",
    [{"what": " "}, {"account": None}, {"ended_at": AT + HOUR}, {"began_at": AT}, {"found_at": AT + HOUR}],
    ids=["nothing", "nobody", "to come", "no time", "found later"],
)
def test_what_happened_through_whom_and_when_must_be_said(
    at: datetime, db: None, wrong: dict[str, Any]
) -> None:
    with pytest.raises(Invalid):
        begin(at, **wrong)


def test_strangers_are_refused(breach: BreachView, citizen: Actor, officer: Actor, at: datetime) -> None:
    for by in (citizen, officer, THIEF):
        with pytest.raises(NotAllowed):
            queries.get_breach(breach.number, by=by, at=at)
        with pytest.raises(NotAllowed):
            begin(at, by=by)
        with pytest.raises(NotAllowed):
            actions.assess_breach(number=breach.number, risk="none", by=by, at=at)
    with pytest.raises(NotFound):
        queries.get_breach("B-nothing", by=GUARD, at=at)


def test_the_database_shows_the_rows_to_nobody(breach: BreachView, citizen: Actor) -> None:
    for reader in (citizen, GUARD):
        with scoped(reader):
            assert not Breach.objects.exists()
            assert not Affected.objects.exists()


def test_everybody_sees_counts_of_what_was_assessed(breach: BreachView, at: datetime) -> None:
    assert queries.list_incidents(since=at - HOUR) == []
    actions.assess_breach(number=breach.number, risk="high", by=GUARD, at=at)

    [incident] = queries.list_incidents(since=at - HOUR)

    assert (incident.month, incident.affected, incident.persons_told) == ("2025-03", 1, False)
