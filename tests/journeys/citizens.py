"""Mei Lin at her own computer, telephone, and an old browser without scripts."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest
from playwright.sync_api import Browser, Page

from onedoor.kernel.actors import SYSTEM
from onedoor.trust import actions as trust_actions
from onedoor.trust import queries as trust

EMAIL, PASSWORD = "mei@harbour.example", "lighthouse-lane-8"
SECRET = "PORTALJOURNEYPORTALJOURNEYPORT22"

Open = Callable[..., Page]


@pytest.fixture
def mei_account(transactional_db: None, city_time: None, mei: UUID, at: datetime) -> UUID:
    """Her account, with the authenticator on her phone."""
    account = trust_actions.open_account(
        email=EMAIL, name="Mei Lin", kind="citizen", password=PASSWORD, customer=mei, by=SYSTEM, at=at
    )
    trust_actions.enrol_totp(account=account.id, secret=SECRET, by=SYSTEM, at=at)
    return account.id


@pytest.fixture
def open_browser(chromium: Browser, live_server: Any) -> Iterator[Open]:
    """A browser of her choice, at the front door."""
    contexts = []

    def open_one(*, width: int = 1280, scripts: bool = True, language: str = "en-US") -> Page:
        context = chromium.new_context(
            base_url=live_server.url,
            viewport={"width": width, "height": 900},
            java_script_enabled=scripts,
            locale=language,
        )
        contexts.append(context)
        page = context.new_page()
        page.goto("/")
        return page

    yield open_one
    for context in contexts:
        context.close()


def sign_in(page: Page) -> None:
    """E-mail and password, in whatever language the page speaks."""
    page.goto("/sign-in/")
    page.locator("[name=email]").fill(EMAIL)
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("main button.govuk-button").first.click()
    page.wait_for_url("**/")


def code_now() -> str:
    """What her phone shows."""
    return trust.demo_totp_code(SECRET, datetime.now(UTC))


__all__ = ["Open", "code_now", "mei_account", "open_browser", "sign_in"]
