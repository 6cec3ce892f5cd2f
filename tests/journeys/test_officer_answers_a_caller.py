"""A caller waits: find her, see everything in one screen, write the contact down, next."""

from typing import Any
from uuid import UUID

from playwright.sync_api import Page, expect

from tests.journeys.officers import city_time, faults, page, plain_page, tan
from tests.services.conftest import charity, citizen, draft, employer, mei, pay, report, year

__all__ = [
    "charity", "citizen", "city_time", "draft", "employer", "mei", "page", "pay", "plain_page", "report",
    "tan", "year",
]  # fmt: skip


def test_from_the_first_key_to_the_next_caller_without_the_mouse(page: Page, draft: Any) -> None:
    page.keyboard.press("/")
    page.keyboard.type("林美")
    expect(page.locator("#desk-found")).to_contain_text("Mei Lin")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", name="Mei Lin")).to_be_visible()
    expect(page.get_by_text("1 of 1 pages answered")).to_be_visible()
    expect(page.get_by_text("You started Income tax")).to_be_visible()

    page.keyboard.press("l")
    page.keyboard.type("When is the tax due?")
    page.get_by_role("button", name="Write down, then next").press("Enter")
    expect(page).to_have_url(f"{page.url.split('/desk/')[0]}/desk/")
    expect(page.get_by_text("The contact is written down.")).to_be_visible()


def test_the_keys_lead_to_work_and_show_their_map(page: Page) -> None:
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keyboard")).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("g")
    page.keyboard.press("w")
    expect(page.get_by_role("heading", name="Work")).to_be_visible()


def test_no_page_of_the_desk_has_a_fault_in_either_language(page: Page, draft: Any, mei: UUID) -> None:
    page.goto(f"/desk/customers/{mei}/open/")
    page.get_by_label("The customer is here or on the line").check()
    page.get_by_role("button", name="Open the record").click()
    addresses = [
        "/desk/", f"/desk/customers/{mei}/", f"/desk/customers/{mei}/open/", f"/desk/customers/{mei}/assist/",
        "/desk/work/", "/desk/charter/", "/desk/keyboard/", f"/desk/assist/{draft.number}/",
        f"/desk/cases/new/?customer={mei}",
    ]  # fmt: skip
    found: list[str] = []
    for language in ("en", "zh-hans"):
        page.context.add_cookies([{"name": "language", "value": language, "url": page.url}])
        for address in addresses:
            page.goto(address)
            found += faults(page)
    assert not found


def test_a_phone_shows_the_desk_without_scrolling_sideways(page: Page, draft: Any, mei: UUID) -> None:
    page.set_viewport_size({"width": 375, "height": 812})
    page.goto(f"/desk/customers/{mei}/open/")
    page.get_by_label("The customer is here or on the line").check()
    page.get_by_role("button", name="Open the record").click()
    for address in ("/desk/", "/desk/work/", f"/desk/customers/{mei}/open/", f"/desk/assist/{draft.number}/"):
        page.goto(address)
        too_wide = page.evaluate(
            "document.documentElement.scrollWidth > document.documentElement.clientWidth"
        )
        assert not too_wide, address


def test_everything_works_without_javascript(plain_page: Page, draft: Any) -> None:
    page = plain_page
    page.get_by_label("Find a customer or a case").fill("Mei Lin")
    page.get_by_role("button", name="Find").click()
    page.get_by_role("button", name="Mei Lin").click()
    expect(page.get_by_role("heading", name="Mei Lin")).to_be_visible()
    page.get_by_role("link", name="Data used").click()
    expect(page.get_by_text("used your data").first).to_be_visible()
    page.get_by_role("link", name="Back to the customer's page").click()
    page.get_by_label("What it was about").fill("When is the tax due?")
    page.get_by_role("button", name="Write down, then next").click()
    expect(page.get_by_text("The contact is written down.")).to_be_visible()
