"""Payslips stand in for the employer's report: it is asked, and what comes later is compared."""

from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import Decimal
from uuid import UUID

import pytest

from onedoor.cases import queries as cases
from onedoor.exchange import actions as exchange
from onedoor.exchange import queries as asked
from onedoor.journal import queries as journal
from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.services import queries
from onedoor.services.applications.types import ApplicationView
from tests.exchange.files import incomes
from tests.services.conftest import MEI_ID
from tests.services.flow.test_departure import EVENING, leaving, sign  # noqa: F401  # a fixture

LATER = EVENING + timedelta(days=3)
Arrive = Callable[[str], None]


@pytest.fixture
def signed(leaving: ApplicationView, citizen: Actor) -> ApplicationView:  # noqa: F811
    """Her payslips say 20,000; she leaves on the last day but three of her work."""
    sign(leaving, citizen)
    return leaving


@pytest.fixture
def arrive(employer: Actor, deliver: Callable[[], int]) -> Arrive:
    """The shipyard reports this year's pay at last."""

    def send(amount: str) -> None:
        file = incomes(f"{MEI_ID},{amount},0,0,0", total=amount, year="2025")
        receipt = exchange.receive_batch(
            partner="shipyard", feed="income", file=file, filename="late.csv", by=employer, at=LATER
        )
        assert receipt.accepted == 1, receipt
        deliver()

    return send


def events(customer: UUID, by: Actor) -> list[str]:
    return [entry.event for entry in journal.list_timeline(customer=customer, by=by)]


def differing(customer: UUID) -> list[object]:
    found = cases.list_cases(customer, by=SYSTEM)
    return [case for case in found if case.kind == "provisional-difference"]


def test_the_employer_is_asked_when_she_signs(
    signed: ApplicationView, employer: Actor, citizen: Actor, mei: UUID, at: datetime
) -> None:
    (request,) = asked.list_report_requests("shipyard", by=employer, at=EVENING)
    assert (request.register, request.attribute, request.period) == ("employer-income", "gross_pay", "2025")
    assert "exchange.report.requested" in events(mei, citizen)


def test_the_late_report_is_noted_for_the_officer(signed: ApplicationView, system: Actor) -> None:
    row = queries.get_application(signed.number, by=system, at=EVENING)
    assert row.case is not None
    notes = [note.text for note in cases.get_case(row.case, by=system).notes]
    assert "Your employer reported late / 雇主逾期申报" in notes


def test_an_equal_report_ends_it(signed: ApplicationView, arrive: Arrive, citizen: Actor, mei: UUID) -> None:
    arrive("20000.00")
    assert differing(mei) == []
    assert "services.application.agreed" in events(mei, citizen)


def test_a_different_report_opens_a_case_for_an_officer(
    signed: ApplicationView, arrive: Arrive, system: Actor, mei: UUID
) -> None:
    arrive("26000.00")
    (case,) = differing(mei)
    note = cases.get_case(case.id, by=system).notes[0].text  # type: ignore[attr-defined]
    assert "26000" in note


def test_what_was_decided_stays_until_the_officer_decides(
    signed: ApplicationView, arrive: Arrive, citizen: Actor, mei: UUID
) -> None:
    before = queries.get_application(signed.number, by=citizen, at=EVENING).payable
    arrive("26000.00")
    after = queries.get_application(signed.number, by=citizen, at=LATER)
    assert after.payable == before > Decimal(0)
    assert "services.application.differed" in events(mei, citizen)


def test_it_is_compared_once(signed: ApplicationView, arrive: Arrive, mei: UUID) -> None:
    from onedoor.services.actions import compare_provisional

    arrive("26000.00")
    assert compare_provisional(customer=mei, by=SYSTEM, at=LATER) == 0
    assert len(differing(mei)) == 1
