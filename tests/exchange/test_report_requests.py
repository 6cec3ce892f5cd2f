"""Whoever should have reported is asked to; the request ends when the report has come."""

from datetime import date, datetime, timedelta
from uuid import UUID

import pytest

from onedoor.exchange import actions, queries
from onedoor.exchange.types import ReportRequestView, Wanted
from onedoor.journal import queries as journal
from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.kernel.errors import NotAllowed
from onedoor.kernel.scope import scoped
from tests.exchange.conftest import DONOR_ID, partner
from tests.exchange.files import incomes

PAY = Wanted("employer-income", "gross_pay", "2025")


def ask(customer: UUID, at: datetime, *named: str) -> ReportRequestView | None:
    return actions.request_report(
        customer=customer, wanted=PAY, named=named, service="departure-clearance", by=SYSTEM, at=at
    )


def report(by: Actor, at: datetime, year: str = "2024") -> None:
    file = incomes(f"{DONOR_ID},60000.00,0,0,0", total="60000.00", year=year)
    receipt = actions.receive_batch(
        partner="shipyard", feed="income", file=file, filename="pay.csv", by=by, at=at
    )
    assert receipt.accepted == 1


def test_the_employer_she_names_is_asked(donor: UUID, employer: Actor, at: datetime) -> None:
    asked = ask(donor, at, "Lisbon", " harbour SHIPYARD ")
    assert asked is not None
    assert (asked.partner, asked.is_open, asked.due_at.date()) == ("shipyard", True, date(2025, 3, 17))


def test_without_a_name_the_one_who_reported_last(donor: UUID, employer: Actor, at: datetime) -> None:
    report(employer, at)
    asked = ask(donor, at)
    assert asked is not None
    assert asked.partner == "shipyard"


def test_a_charity_is_not_asked_for_pay(donor: UUID, charity: Actor, at: datetime) -> None:
    assert ask(donor, at, "Harbour Food Bank") is None


def test_asking_twice_asks_once(donor: UUID, employer: Actor, citizen: Actor, at: datetime) -> None:
    first, again = ask(donor, at, "海港船厂"), ask(donor, at + timedelta(hours=1), "海港船厂")
    assert first == again
    events = [entry.event for entry in journal.list_timeline(customer=donor, by=citizen)]
    assert events.count("exchange.report.requested") == 1


def test_the_request_ends_with_the_report(donor: UUID, employer: Actor, at: datetime) -> None:
    ask(donor, at, "Harbour Shipyard")
    assert [one.is_open for one in queries.list_report_requests("shipyard", by=employer, at=at)] == [True]
    report(employer, at, year="2025")
    assert queries.list_report_requests("shipyard", by=employer, at=at, open_only=True) == []


def test_late_is_said(donor: UUID, employer: Actor, at: datetime) -> None:
    ask(donor, at, "Harbour Shipyard")
    (late,) = queries.list_report_requests("shipyard", by=employer, at=at + timedelta(days=8))
    assert late.overdue


def test_the_partner_reads_a_masked_number_only(donor: UUID, employer: Actor, at: datetime) -> None:
    asked = ask(donor, at, "Harbour Shipyard")
    assert asked is not None
    assert DONOR_ID not in asked.identifier


def test_another_partner_sees_nothing(donor: UUID, employer: Actor, at: datetime) -> None:
    ask(donor, at, "Harbour Shipyard")
    other = partner("foodbank")
    assert queries.list_report_requests("shipyard", by=other, at=at) == []
    with scoped(other):
        assert queries.list_report_requests("foodbank", by=other, at=at) == []


def test_only_the_house_asks(donor: UUID, citizen: Actor, at: datetime) -> None:
    with pytest.raises(NotAllowed):
        actions.request_report(customer=donor, wanted=PAY, service="x", by=citizen, at=at)
