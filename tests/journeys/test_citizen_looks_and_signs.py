"""Look, sign, pay: in two actions, on a phone, without scripts, in either language, with no axe fault."""

from typing import Any
from uuid import UUID

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.citizens import Open, code_now, mei_account, open_browser, sign_in
from tests.journeys.officers import city_time, faults
from tests.services.conftest import charity, citizen, draft, employer, mei, pay, report, year

__all__ = [
    "charity", "citizen", "city_time", "draft", "employer", "mei", "mei_account", "open_browser", "pay",
    "report", "year",
]  # fmt: skip

pytestmark = pytest.mark.usefixtures("mei_account")


def prove(page: Page) -> None:
    page.goto("/step-up/")
    page.locator("[name=code]").fill(code_now())
    page.locator("main form button.govuk-button").click()
    page.wait_for_url("**/")


def test_two_actions_when_nothing_is_wrong(open_browser: Open, draft: Any) -> None:
    page = open_browser()
    sign_in(page)
    prove(page)

    page.get_by_role("link", name="Income tax YA2025").first.click()
    expect(page.locator(".look-figure__amount")).to_have_text("$770.00")
    page.get_by_role("button", name="Agree and sign").click()

    expect(page.get_by_role("heading", name="Signed. Thank you.")).to_be_visible()
    expect(page.get_by_text(draft.number)).to_be_visible()


def test_signed_and_paid_without_scripts_on_a_phone(open_browser: Open, draft: Any) -> None:
    page = open_browser(width=375, scripts=False)
    sign_in(page)
    page.get_by_role("link", name="Income tax YA2025").first.click()
    page.get_by_role("button", name="Agree and sign").click()
    page.locator("[name=code]").fill(code_now())
    page.get_by_role("button", name="Agree and sign").click()
    page.get_by_role("button", name="Pay", exact=True).click()
    page.get_by_role("button", name="Pay all, $770.00").click()
    page.get_by_role("button", name="Approve the payment").click()

    expect(page.get_by_text("Paid in full")).to_be_visible()


def test_a_second_window_is_told_what_changed(open_browser: Open, draft: Any) -> None:
    first = open_browser()
    sign_in(first)
    prove(first)
    second = first.context.new_page()
    for page in (first, second):
        page.goto(f"/applications/{draft.number}/")
    first.goto(f"/applications/{draft.number}/not-right/gross_pay/0/")
    first.locator("[name=value]").fill("59,000")
    first.locator("[name=reason]").fill("One month less")
    first.get_by_role("button", name="Use my figure").click()
    expect(first.get_by_text("Your figure is used")).to_be_visible()

    second.get_by_role("button", name="Agree and sign").click()

    expect(second.get_by_role("heading", name="Something changed: look again")).to_be_visible()
    expect(second.get_by_role("cell", name="$59,000.00")).to_be_visible()


@pytest.mark.parametrize("language", ["en-US", "zh-CN"])
@pytest.mark.parametrize("width", [1280, 375])
def test_no_page_has_a_fault(open_browser: Open, draft: Any, mei: UUID, language: str, width: int) -> None:
    page = open_browser(language=language, width=width)
    found = faults(page)
    at_home = f"/applications/{draft.number}/"
    public = [
        "/services/",
        "/services/income-tax/",
        "/track/",
        "/verify/",
        "/help/",
        "/privacy/",
        "/sign-in/",
    ]
    hers = [
        "/", at_home, f"{at_home}check/", f"{at_home}questions/more/",
        f"{at_home}not-right/gross_pay/0/",
        f"{at_home}add/donations/", f"{at_home}withdraw/", "/applications/", "/my-data/",
        "/who-used-my-data/",
        "/letters/", "/payments/", "/preferences/", "/at-the-counter/", "/acting-for/", "/security/",
        "/step-up/", "/accessibility/", "/nothing-here/",
    ]  # fmt: skip
    for address in public:
        found += visit(page, address)
    page.context.add_cookies([{"name": "language", "value": language.lower()[:2], "url": page.url}])
    sign_in(page)
    for address in hers:
        found += visit(page, address)
    assert not found


def visit(page: Page, address: str) -> list[str]:
    """What is wrong with the page: axe's objections, and scrolling sideways."""
    page.goto(address)
    wide = page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
    return faults(page) + ([f"{address} scrolls sideways"] if wide else [])
