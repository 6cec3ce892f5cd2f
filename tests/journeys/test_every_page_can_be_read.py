"""Pages that no other journey opens, at a desk and on a phone, in either language: no axe fault, and
nothing scrolls sideways."""

from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from playwright.sync_api import expect

from onedoor.journal import actions as journal
from onedoor.kernel.actors import SYSTEM
from onedoor.payments import actions as payments
from onedoor.payments.types import Line
from onedoor.services import actions as services
from tests.cases.conftest import Hire, hire
from tests.journeys.citizens import Open, mei_account, open_browser, sign_in
from tests.journeys.officers import city_time, sit
from tests.journeys.test_citizen_looks_and_signs import visit
from tests.services.conftest import citizen, mei
from tests.services.flow.conftest import (
    CarryOut,
    Moves,
    Task,
    agencies,
    carry_out,
    catalogue,
    moves,
    of,
    task,
)

__all__ = [
    "agencies", "carry_out", "catalogue", "citizen", "city_time", "hire", "mei", "mei_account", "moves",
    "open_browser", "task",
]  # fmt: skip

pytestmark = [
    pytest.mark.usefixtures("mei_account"),
    pytest.mark.parametrize(("language", "width"), [("en-US", 1280), ("zh-CN", 375)]),
]
VIEWS = ("file", "form", "flow", "doors", "try", "gate")


@pytest.fixture
def version(catalogue: Path, settings: Any, mei_account: UUID, at: datetime) -> UUID:
    """The service of these journeys, published as the product ships it."""
    settings.DEMO = True
    done = services.publish_shipped(folder=catalogue / "moving-day", by=SYSTEM, at=at)
    assert done is not None
    return done


@pytest.fixture
def bill(mei: UUID, at: datetime) -> str:
    fee = Line(agency="CIV", code="fee", title={"en": "Certificate", "zh-hans": "证明"}, amount=Decimal(18))
    charge = payments.raise_charge(
        customer=mei, service="moving-day", lines=[fee], due_date=date(2025, 4, 1), by=SYSTEM, at=at
    )
    return charge.number


def test_a_customer_follows_what_many_agencies_do(
    open_browser: Open, moves: Moves, carry_out: CarryOut, task: Task, bill: str, at: datetime,
    language: str, width: int,
) -> None:  # fmt: skip
    number = moves(lets=True).number
    carry_out()
    services.complete_task(task=task("flat").id, by=of("HSG"), at=at)
    journal.seal(at=at)
    page = open_browser(language=language, width=width)
    found = []
    for address in (
        "/services/",
        "/services/moving-day/",
        "/services/trying-out/",
        "/reports/",
        "/track/",
        "/statistics/",
        "/journal/",
    ):
        found += visit(page, address)
    page.context.add_cookies([{"name": "language", "value": language.lower()[:2], "url": page.url}])
    sign_in(page)
    for address in (
        f"/applications/{number}/", f"/applications/{number}/done/", f"/applications/{number}/others/",
        f"/applications/{number}/questions/lease/", "/payments/", f"/payments/{bill}/", "/payments/account/",
    ):  # fmt: skip
        found += visit(page, address)
    assert not found


def test_an_officer_does_her_part_and_sees_the_whole(
    open_browser: Open, moves: Moves, carry_out: CarryOut, hire: Hire, language: str, width: int
) -> None:
    number = moves().number
    carry_out()
    page = open_browser(language=language, width=width)
    sit(page, hire("Ana Goh", agency="CIV", role="supervisor"))
    found = []
    for address in (
        "/desk/", "/desk/work/", f"/desk/cases/{number}/", "/desk/payouts/", "/desk/reconciliation/",
        "/desk/agency-requests/", "/desk/charter/", "/desk/time/", "/desk/contractors/",
    ):  # fmt: skip
        found += visit(page, address)
    page.goto("/desk/")
    page.locator(".desk-menu summary").first.click()
    expect(page.locator(".desk-menu__link").first).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(".desk-menu__link").first).not_to_be_visible()
    assert not found


def test_a_designer_reads_a_version(
    open_browser: Open, version: UUID, hire: Hire, language: str, width: int
) -> None:
    page = open_browser(language=language, width=width)
    sit(page, hire("Ada Soh", agency="CIO", role="service-designer"))
    found = []
    for address in (
        "/desk/", "/desk/studio/", "/desk/studio/services/moving-day/", "/desk/design/stops/",
        "/desk/design/stops/moving-day/", *(f"/desk/studio/versions/{version}/{view}/" for view in VIEWS),
    ):  # fmt: skip
        found += visit(page, address)
    assert not found
