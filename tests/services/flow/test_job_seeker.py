"""A man who was laid off: supported for six months, each released by what he did."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest

from onedoor.contact import queries as contact
from onedoor.exchange import actions as exchange
from onedoor.exchange.types import NewValue
from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.payments import queries as payments
from onedoor.services import actions, queries
from onedoor.services.applications.types import ApplicationView
from onedoor.services.letters.facts import revive
from onedoor.services.letters.templates import fill
from tests.services.conftest import BORN, Report
from tests.services.stall import upload

MONTHS = [(2024, month) for month in range(4, 13)] + [(2025, 1)]


def finish(
    view: ApplicationView, pages: dict[str, dict[str, Any]], by: Actor, at: datetime
) -> ApplicationView:
    """Answer the pages and sign."""
    for page, given in pages.items():
        files = {"termination_letter": upload()} if page == "loss" else None
        saved = actions.save_page(
            application=view.id, page=page, answers=given, revision=view.revision, files=files, by=by, at=at
        )
        assert saved.ok, saved.page.errors
        view = saved.application
    actions.sign_application(
        application=view.id, revision=view.revision, fingerprint=view.fingerprint, by=by, at=at
    )
    return queries.get_application(view.number, by=by, at=at)


@pytest.fixture
def supported(mei: UUID, citizen: Actor, report: Report, at: datetime) -> ApplicationView:
    """Ten months at 4,200, laid off in January; the employer has said so."""
    report("civil-register", "CIV", birth_date=BORN, residency_status="citizen")
    report("property-values", "HSG", annual_value=Decimal("14000.00"))
    report("job-endings", "LAB", reason="retrenched", last_day=date(2025, 1, 31))
    paid = [{"month": f"{y}-{m:02}-01", "amount": "4200.00", "employer": "Yard"} for y, m in MONTHS]
    months = [NewValue(mei, "pay", one, reference=one["month"]) for one in paid]
    exchange.report_values(register="monthly-pay", source="PRF", values=months, by=SYSTEM, at=at)
    begun = actions.start_application(customer=mei, service="job-seeker", door="portal", by=citizen, at=at)
    pages = {"loss": {"employer": "Yard"}, "now": {"working": "false", "account": "Lantern 012-345678-9"}}
    return finish(begun, pages, citizen, at)


def parts(mei: UUID, citizen: Actor) -> list[tuple[Decimal, str]]:
    (payout,) = payments.list_payouts(mei, by=citizen)
    return [(part.amount, part.state) for part in payout.parts]


def month(mei: UUID, citizen: Actor, kinds: list[str], at: datetime) -> ApplicationView:
    begun = actions.start_application(
        customer=mei, service="job-seeker-month", door="portal", by=citizen, at=at
    )
    answers: dict[str, Any] = {}
    for number, kind in enumerate(kinds):
        day = (at.date()).isoformat()
        answers |= {f"activities-{number}-{part}": value for part, value in
                    (("kind", kind), ("day", day), ("what", f"{kind} {number}"))}  # fmt: skip
    return finish(begun, {"work": {"has_job": "false"}, "activities": answers}, citizen, at)


def test_the_months_are_shown_the_newest_first(supported: ApplicationView) -> None:
    pay = next(group for group in supported.groups if group.code == "monthly-pay")
    shown = [str(part.value)[:7] for line in pay.lines for part in line.parts if part.id == "month"]

    assert shown == [f"{year}-{number:02}" for year, number in reversed(MONTHS)]


def test_six_parts_are_promised_and_every_one_waits_for_its_month(
    supported: ApplicationView, mei: UUID, citizen: Actor
) -> None:
    assert [(str(amount), state) for amount, state in parts(mei, citizen)] == [
        ("1500.00", "held"), ("1250.00", "held"), ("1000.00", "held"),
        ("750.00", "held"), ("750.00", "held"), ("750.00", "held"),
    ]  # fmt: skip


def test_ten_points_release_a_month_and_nine_let_it_lapse(
    supported: ApplicationView, mei: UUID, citizen: Actor, at: datetime
) -> None:
    first = month(mei, citizen, ["coaching", "interview", "fair"], at + timedelta(days=20))
    assert [entry.code for entry in first.each] == ["counts"] * 3
    assert [state for _, state in parts(mei, citizen)][:2] == ["planned", "held"]
    later = at + timedelta(days=45)
    month(mei, citizen, ["coaching", "interview", "cv"], later)
    assert [state for _, state in parts(mei, citizen)][:3] == ["planned", "lapsed", "held"]


@pytest.mark.parametrize(("language", "word"), [("en", "$1,500.00"), ("zh-hans", "10 分")])
def test_the_letter_lists_the_six_months(
    supported: ApplicationView, mei: UUID, citizen: Actor, language: str, word: str
) -> None:
    file = queries.get_file("job-seeker")
    (letter,) = contact.list_letters(mei, by=citizen)
    assert word in fill(file.letter_text("decision"), revive(file, letter.content), language)
