"""The pages of contact at a desk and on a phone, in either language: no axe fault, no sideways scroll."""

import os
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from playwright.sync_api import Page

from onedoor.contact import actions
from onedoor.kernel.actors import SYSTEM
from onedoor.people import actions as people
from tests.cases.conftest import Hire, hire
from tests.journeys.citizens import Open, mei_account, open_browser, sign_in
from tests.journeys.officers import city_time, sit
from tests.journeys.test_citizen_looks_and_signs import visit
from tests.services.conftest import mei

__all__ = ["city_time", "hire", "mei", "mei_account", "open_browser"]

pytestmark = [
    pytest.mark.usefixtures("mei_account", "city_time"),
    pytest.mark.parametrize(("language", "width"), [("en-US", 1280), ("zh-CN", 375)]),
]
SHOTS = os.environ.get("ONEDOOR_SHOTS", "")
"""A folder for a picture of each page, for whoever wants to look at them."""


def look_at(page: Page, addresses: list[str], language: str) -> list[str]:
    found = []
    for number, address in enumerate(addresses):
        found += visit(page, address)
        if SHOTS:
            page.screenshot(path=f"{SHOTS}-{address.split('/')[1]}-{number}-{language}.png", full_page=True)
    return found


@pytest.fixture
def booked(mei: UUID, at: datetime) -> str:
    tomorrow = datetime(2025, 3, 11, 2, 30, tzinfo=at.tzinfo)
    words = {"en": "Your notice is ready", "zh-hans": "您的通知书已出具"}
    people.add_contact_point(customer=mei, kind="post", value="1 Harbour Road", by=SYSTEM, at=at)
    people.change_preferences(customer=mei, door="post", access_needs=["large_print"], by=SYSTEM, at=at)
    actions.send_message(customer=mei, title=words, body=words, agency="CTC", by=SYSTEM, at=at)
    actions.request_call_back(number="91234567", customer=mei, reason="Tax", by=SYSTEM, at=at)
    actions.open_interaction(door="phone", language="zh-hans", by=SYSTEM, at=at - timedelta(minutes=3))
    actions.take_ticket(queue="counter", door="screen", by=SYSTEM, at=at)
    return actions.book_appointment(
        customer=mei, office="tax-house", starts_at=tomorrow, reason="My bill", by=SYSTEM, at=at
    ).number


def test_a_customer_writes_books_and_looks_back(
    open_browser: Open, booked: str, mei: UUID, at: datetime, language: str, width: int
) -> None:
    message = actions.receive_message(customer=mei, text="Is it right?", title="My bill", by=SYSTEM, at=at)
    page = open_browser(language=language, width=width)
    page.goto("/services/")
    page.context.add_cookies([{"name": "language", "value": language.lower()[:2], "url": page.url}])
    sign_in(page)
    addresses = [
        "/letters/", "/letters/messages/write/", f"/letters/messages/{message.id}/", "/call-me/",
        "/appointments/", "/appointments/at/tax-house/", f"/appointments/{booked}/move/", "/my-history/",
        "/preferences/",
    ]  # fmt: skip
    assert not look_at(page, addresses, language)


@pytest.mark.usefixtures("booked")
def test_an_officer_answers_calls_and_books(
    open_browser: Open, mei: UUID, hire: Hire, at: datetime, language: str, width: int
) -> None:
    page = open_browser(language=language, width=width)
    ana = hire("Ana Cruz", agency="CTC", role="counter-officer")
    sit(page, ana)
    call = actions.open_interaction(door="phone", address="+6591234567", by=SYSTEM, at=at)
    actions.answer_interaction(interaction=call.id, by=ana, at=at)
    wrote = actions.receive_message(customer=mei, text="Is it right?", title="My bill", by=SYSTEM, at=at)
    page.goto(f"/desk/customers/{mei}/open/")
    page.locator("input[name=purpose]").first.check()
    page.locator("main button").first.click()
    addresses = [
        "/desk/contacts/", f"/desk/contacts/{call.id}/", "/desk/counters/", "/desk/counters/counter/",
        f"/desk/customers/{mei}/", f"/desk/customers/{mei}/preferences/",
        f"/desk/customers/{mei}/appointments/", "/desk/threads/", f"/desk/threads/{wrote.id}/",
    ]  # fmt: skip
    assert not look_at(page, addresses, language)
