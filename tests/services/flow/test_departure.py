"""Leaving tomorrow: an owner, an assessment and a voucher at once; the letter when it is paid."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest

from onedoor.cases import queries as cases
from onedoor.contact import queries as contact
from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.payments import queries as payments
from onedoor.services import actions, queries
from onedoor.services.applications.types import ApplicationState, ApplicationView
from tests.services.conftest import BORN, Report

EVENING = datetime.fromisoformat("2025-03-10T18:05:00+08:00")


def answers(leaves: datetime) -> dict[str, dict[str, Any]]:
    return {
        "journey": {"departure_at": leaves.isoformat(), "destination": "Lisbon", "reason": "leaving"},
        "work": {
            "employer": "Harbour Shipyard", "last_work_date": "2025-03-07", "work_kind": "employee",
            "working_years": "1",
        },
        "payslips": {"payslip_pay": "20000"},
        "money": {},
        "reach": {"forwarding_contact": "mei@example.org"},
    }  # fmt: skip


@pytest.fixture
def leaving(mei: UUID, citizen: Actor, report: Report, pay: Callable[[str], None]) -> ApplicationView:
    """A foreigner with 120 days last year and pay of 60,000, who leaves in fifteen hours."""
    report("civil-register", "CIV", birth_date=BORN, residency_status="foreigner")
    report("travel-register", "CIV", period="2024", days_in_city=120)
    report("travel-register", "CIV", period="2025", days_in_city=65)
    pay("60000.00")
    view = actions.start_application(
        customer=mei, service="departure-clearance", door="portal", by=citizen, at=EVENING
    )
    for page, given in answers(EVENING + timedelta(hours=15)).items():
        if page in {one.id for one in view.pages}:
            saved = actions.save_page(
                application=view.id, page=page, answers=given, revision=view.revision, by=citizen, at=EVENING
            )
            assert saved.ok, saved.page.errors
            view = saved.application
    return view


def sign(view: ApplicationView, by: Actor) -> Any:
    return actions.sign_application(
        application=view.id, revision=view.revision, fingerprint=view.fingerprint, by=by, at=EVENING
    )


def test_the_lane_is_urgent_and_a_case_is_open_before_she_signs(leaving: ApplicationView) -> None:
    case = cases.find_tracking(leaving.number)
    assert leaving.promise.lane == "urgent"
    assert case is not None
    assert case.lane == "urgent"
    assert case.promised_at - EVENING == timedelta(minutes=60)


def test_nothing_held_was_asked(leaving: ApplicationView) -> None:
    assert leaving.missing == ()
    assert leaving.can_sign


def test_assessment_and_voucher_come_in_the_same_session(
    leaving: ApplicationView, citizen: Actor, mei: UUID
) -> None:
    signed = sign(leaving, citizen)
    (bill,) = payments.list_charges(mei, by=citizen)
    assert bill.id == signed.charge
    assert bill.amount > 0
    (letter,) = contact.list_letters(mei, by=citizen)
    assert letter.content["charge"]["number"] == bill.number
    assert queries.get_application(leaving.number, by=citizen).steps[-2].you_must_act


def test_the_clearance_letter_follows_the_payment_once(
    leaving: ApplicationView, citizen: Actor, mei: UUID
) -> None:
    signed = sign(leaving, citizen)
    for _ in range(2):
        actions.settle_payment(charge=signed.charge, by=SYSTEM, at=EVENING + timedelta(minutes=20))
    letters = [letter.kind for letter in contact.list_letters(mei, by=citizen)]
    assert letters.count("departure-clearance/clearance") == 1
    after = queries.get_application(leaving.number, by=citizen)
    assert after.state is ApplicationState.CLOSED
    case = cases.find_tracking(leaving.number)
    assert case is not None
    assert case.state == "closed"
    assert not case.late


def test_a_page_with_a_mistake_keeps_what_was_written(
    mei: UUID, citizen: Actor, report: Report, at: datetime
) -> None:
    report("civil-register", "CIV", birth_date=date(1985, 3, 12), residency_status="foreigner")
    view = actions.start_application(
        customer=mei, service="departure-clearance", door="portal", by=citizen, at=at
    )
    given = {"departure_at": "soon", "destination": "Lisbon", "reason": "leaving"}
    saved = actions.save_page(
        application=view.id, page="journey", answers=given, revision=view.revision, by=citizen, at=at
    )
    assert not saved.ok
    assert not saved.application.can_sign
    page = queries.get_page(view.number, "journey", by=citizen, at=at).page
    assert {item.id: item.value for item in page.items}["departure_at"] == "soon"
    assert {item.id: item.value for item in page.items}["destination"] == "Lisbon"


def test_disputed_values_bring_an_officer_in(
    leaving: ApplicationView, citizen: Actor, officer: Actor
) -> None:
    asked = actions.dispute_value(
        application=leaving.id, field="pay_last_year", index=0, reason="Too high", revision=leaving.revision,
        by=citizen, at=EVENING,
    )  # fmt: skip
    view = queries.get_application(leaving.number, by=citizen, at=EVENING)
    assert view.revision == asked.revision
    assert sign(view, citizen).charge is None
    reviewed = actions.complete_review(application=leaving.id, by=officer, at=EVENING + timedelta(minutes=30))
    assert reviewed.charge is not None
    assert reviewed.payable > Decimal(0)
