"""A real browser at the desk, for the officers' journeys."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.auth import get_user_model
from django.test import Client
from playwright.sync_api import Browser, Page

from onedoor.kernel import clock
from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.trust import actions as trust_actions
from onedoor.trust import queries as trust

PASSWORD = "harbour-city-2025"
EMAIL = "boon.tan@rev.example"


@dataclass(frozen=True)
class Officer:
    """Who sits at the desk, and the secret of the authenticator."""

    actor: Actor
    secret: str


@pytest.fixture
def city_time(tmp_path: Path, at: datetime) -> Iterator[None]:
    """The city's morning, for the server too."""
    clock.set_demo_clock(tmp_path / "clock", at)
    clock.use_demo_clock(tmp_path / "clock")
    yield
    clock.use_demo_clock(None)


@pytest.fixture
def tan(transactional_db: None, city_time: None, at: datetime) -> Officer:
    """Boon Tan, case officer of the Revenue Service."""
    account = trust_actions.open_account(
        email=EMAIL, name="Boon Tan", kind="officer", password=PASSWORD, by=SYSTEM, at=at
    )
    trust_actions.give_post(
        account=account.id, agency="REV", role="case-officer", active_from=date(2024, 1, 1), by=SYSTEM, at=at
    )
    secret = trust_actions.enrol_totp(account=account.id, by=SYSTEM, at=at)
    return Officer(trust.actor_for(account.id, door="desk", assurance=3, at=at), secret)


@pytest.fixture
def read_out(mei: UUID, citizen: Actor) -> Callable[[], str]:
    """The customer's one-time code, read out to the officer."""
    return lambda: trust_actions.offer_assistance(customer=mei, by=citizen, at=clock.now()).code


@pytest.fixture
def page(chromium: Browser, live_server: Any, tan: Officer) -> Iterator[Page]:
    """The desk, signed in with password and code."""
    yield from _signed_in(chromium, live_server, tan, java_script_enabled=True)


@pytest.fixture
def plain_page(chromium: Browser, live_server: Any, tan: Officer) -> Iterator[Page]:
    """The same in a browser without JavaScript."""
    yield from _signed_in(chromium, live_server, tan, java_script_enabled=False)


def _signed_in(chromium: Browser, live_server: Any, tan: Officer, **options: Any) -> Iterator[Page]:
    context = chromium.new_context(
        base_url=live_server.url, viewport={"width": 1280, "height": 800}, **options
    )
    page = context.new_page()
    page.goto("/desk/")
    page.get_by_label("E-mail address").fill(EMAIL)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Continue").click()
    code = trust.demo_totp_code(tan.secret, datetime.now(UTC))
    page.get_by_label("Code from your authenticator app").fill(code)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/desk/")
    yield page
    context.close()


def sit(page: Page, officer: Actor) -> None:
    """Signed in at once: password and code have a journey of their own."""
    browser = Client()
    user = get_user_model().objects.get(pk=officer.account)
    browser.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    session = browser.session
    session["assurance"] = 3
    session.save()
    cookie = browser.cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": cookie, "url": page.url}])


def faults(page: Page) -> list[str]:
    """What axe objects to on this page."""
    found = Axe().run(page).response["violations"]
    return [f"{page.url}: {fault['id']} {[node['target'] for node in fault['nodes']]}" for fault in found]


__all__ = ["Officer", "city_time", "faults", "page", "plain_page", "read_out", "sit", "tan"]
