"""She has a PIN sent to her address: by herself on a telephone without scripts, and at the counter."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

import pytest
from playwright.sync_api import expect

from onedoor.kernel.actors import SYSTEM
from onedoor.people import actions as people
from onedoor.trust import queries as trust
from tests.journeys.citizens import Open, mei_account, open_browser, sign_in
from tests.journeys.officers import city_time, faults, page, read_out, tan
from tests.services.conftest import citizen, mei

__all__ = ["citizen", "city_time", "mei", "mei_account", "open_browser", "page", "read_out", "tan"]
ADDRESS = "12 Lighthouse Lane, 100045"
MASKED = "1… L… L…, 1…"


@pytest.fixture
def reached(mei_account: UUID, mei: UUID, at: datetime, settings: Any) -> UUID:
    """Her account; the city has a print house and knows her address."""
    settings.POST_OUT = "/tmp/nobody-looks-here"
    people.add_contact_point(customer=mei, kind="post", value=ADDRESS, by=SYSTEM, at=at)
    return mei_account


def test_in_chinese_on_a_small_screen_without_scripts(reached: UUID, open_browser: Open) -> None:
    page = open_browser(width=375, scripts=False, language="zh-CN")
    sign_in(page)
    page.goto("/settings/pin/")
    expect(page.get_by_text(MASKED)).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 375
    page.get_by_role("button", name="请把密码寄给我").click()
    expect(page.get_by_text("载有您密码的信函将寄往我们登记的地址。")).to_be_visible()
    assert trust.find_pin_order(reached) is not None


def test_at_her_own_computer_by_keyboard(reached: UUID, open_browser: Open) -> None:
    page = open_browser()
    sign_in(page)
    page.goto("/settings/pin/")
    assert not faults(page)
    page.get_by_role("button", name="Send me a PIN by letter").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("is being made ready")).to_be_visible()
    assert not faults(page)


def test_at_the_counter_with_her_beside(
    reached: UUID, page: Any, mei: UUID, read_out: Callable[[], str]
) -> None:
    page.goto(f"/desk/customers/{mei}/assist/")
    page.get_by_label("The customer's code").fill(read_out())
    page.get_by_role("button", name="Begin").click()
    page.get_by_role("link", name="Set a PIN for the telephone, or send one").click()
    expect(page.get_by_text(MASKED)).to_be_visible()
    assert not faults(page)
    page.get_by_role("button", name="Send a PIN by letter").click()
    expect(page.get_by_text("A letter with a PIN goes to the customer's address.")).to_be_visible()
    assert trust.find_pin_order(reached) is not None
