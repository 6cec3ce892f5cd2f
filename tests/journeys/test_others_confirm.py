"""Others confirm: with a link and no account on a phone without scripts; with an account, in either
language, with no axe fault; and the pages of representatives and of requests between agencies."""

import os
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from playwright.sync_api import Page, expect

from onedoor.cases import actions as cases
from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.people import actions as people
from onedoor.services.applications.types import ApplicationView
from onedoor.trust import actions as trust
from tests.cases.conftest import Hire, hire
from tests.journeys.citizens import Open, mei_account, open_browser, sign_in
from tests.journeys.officers import city_time, faults, sit
from tests.services.conftest import citizen, mei
from tests.services.parties.conftest import Sign, along, bo, links, services, sign

__all__ = [
    "along", "bo", "citizen", "city_time", "hire", "mei", "mei_account", "open_browser", "services", "sign",
]  # fmt: skip

pytestmark = pytest.mark.usefixtures("mei_account")

EMAIL, PASSWORD = "bo@mail.example", "lighthouse-lane-9"
PICTURES = os.environ.get("ONEDOOR_PICTURES", "")


@pytest.fixture
def bo_account(bo: Actor, at: datetime) -> UUID:
    return trust.open_account(
        email=EMAIL, name="Bo Lin", kind="citizen", password=PASSWORD, customer=bo.customer, by=SYSTEM, at=at
    ).id


@pytest.fixture
def look() -> Callable[[Page, str], list[str]]:
    """What is wrong with a page: axe's objections, and scrolling sideways."""

    def visit(page: Page, name: str) -> list[str]:
        if PICTURES:
            page.screenshot(path=Path(PICTURES) / f"{name}.png", full_page=True)
        wide = page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
        return faults(page) + ([f"{name} scrolls sideways"] if wide else [])

    return visit


def enter(page: Page) -> None:
    page.locator("[name=email]").fill(EMAIL)
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("main button.govuk-button").first.click()


def test_who_moves_along_confirms_on_a_phone_without_an_account(
    open_browser: Open, along: ApplicationView, at: datetime
) -> None:
    page = open_browser(width=375, scripts=False)
    page.goto(f"/confirm/{links(at, to='ann@mail.example')[0]}/")
    expect(page.get_by_text("3 Quay Street")).to_be_visible()
    page.get_by_role("button", name="I confirm this").click()

    expect(page.get_by_role("heading", name="Confirmed. Thank you.")).to_be_visible()


def test_the_other_parent_signs_in_on_the_way(
    open_browser: Open, sign: Sign, bo_account: UUID, at: datetime
) -> None:
    sign()
    page = open_browser()
    page.goto(f"/confirm/{links(at)[0]}/")
    expect(page.get_by_text("Mei Lin")).to_have_count(0)
    page.get_by_role("button", name="Sign in").or_(page.get_by_role("link", name="Sign in")).last.click()
    enter(page)
    expect(page.get_by_text("Mei Lin")).to_be_visible()
    page.get_by_role("button", name="I confirm this").click()

    expect(page.get_by_role("heading", name="Confirmed. Thank you.")).to_be_visible()


@pytest.mark.parametrize("language", ["en-US", "zh-CN"])
@pytest.mark.parametrize("width", [1280, 375])
def test_no_page_has_a_fault(
    open_browser: Open, sign: Sign, bo_account: UUID, bo: Actor, mei: UUID, at: datetime,
    look: Callable[[Page, str], list[str]], language: str, width: int,
) -> None:  # fmt: skip
    application = sign()
    tail, address = f"{language[:2]}-{width}", f"/confirm/{links(at)[0]}/"
    assert bo.customer is not None
    people.grant_mandate(
        giver=mei, holder=bo.customer, role="attorney", evidence="Letter of 1 March", by=SYSTEM, at=at
    )
    page = open_browser(language=language, width=width)
    page.goto(address)
    found = look(page, f"confirm-landing-{tail}")
    page.goto(f"/sign-in/?next={address}")
    enter(page)
    page.wait_for_url(f"**{address}")
    found += look(page, f"confirm-{tail}")
    for name, place in (("home", "/"), ("requests", "/requests/"), ("held", "/representatives/")):
        page.goto(place)
        found += look(page, f"{name}-{tail}")
    hers = open_browser(language=language, width=width)
    sign_in(hers)
    others = f"/applications/{application.number}/others/"
    for name, place in (
        ("others", others), ("application", f"/applications/{application.number}/"),
        ("representatives", "/representatives/"),
    ):  # fmt: skip
        hers.goto(place)
        found += look(hers, f"{name}-{tail}")
    hers.goto(others)
    hers.locator("main a[href$='/change/']").click()
    found += look(hers, f"change-{tail}")
    assert not found


@pytest.mark.parametrize("language", ["en-US", "zh-CN"])
@pytest.mark.parametrize("width", [1280, 375])
def test_nor_have_those_between_agencies(
    open_browser: Open, hire: Hire, at: datetime, look: Callable[[Page, str], list[str]], settings: Any,
    language: str, width: int,
) -> None:  # fmt: skip
    rev, lab = hire("Boon Tan"), hire("Arun Nair", agency="LAB")
    asked = [_ask(rev, at, subject) for subject in ("Work passes of 2024", "Employers that closed")]
    _ask(lab, at, "Incomes by trade", agency="REV")
    cases.answer_agency(case=asked[0], answer="1,204 ended in June.", by=lab, at=at)
    page = open_browser(language=language, width=width)
    sit(page, rev)
    found = []
    numbers = [_number(case, rev) for case in asked]
    for name, place in (
        ("agencies", ""), ("ask", "new/"), ("rate", f"{numbers[0]}/"), ("asked", f"{numbers[1]}/"),
    ):  # fmt: skip
        page.goto(f"/desk/agency-requests/{place}")
        found += look(page, f"{name}-{language[:2]}-{width}")
    assert not found


def _ask(by: Actor, at: datetime, subject: str, agency: str = "LAB") -> UUID:
    return cases.ask_agency(
        agency=agency, subject=subject, needed="How many ended in June?", basis="Income Tax Act s. 65",
        purpose="Forecast", by=by, at=at,
    ).case.id  # fmt: skip


def _number(case: UUID, by: Actor) -> str:
    from onedoor.cases import queries

    return queries.get_case(case, by=by).number
