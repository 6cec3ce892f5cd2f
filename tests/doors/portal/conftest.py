"""Mei Lin at her browser: her account, the code from her phone, and the year that was reported."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.test import Client

from onedoor.kernel import clock
from onedoor.kernel.actors import SYSTEM
from onedoor.services.applications.types import ApplicationView
from onedoor.trust import actions as trust
from onedoor.trust import queries
from tests.services.conftest import (  # noqa: F401  # fixtures
    charity,
    citizen,
    draft,
    employer,
    mei,
    officer,
    pay,
    report,
    stranger,
    year,
)

EMAIL, PASSWORD = "mei@harbour.example", "lighthouse-lane-8"
SECRET = "PORTALTESTPORTALTESTPORTALTEST22"


@pytest.fixture(autouse=True)
def city_clock(tmp_path: Path, at: datetime) -> Iterator[None]:
    """The city's time is that of ``at``, so that its season is open."""
    clock.use_demo_clock(tmp_path / "clock")
    clock.set_demo_clock(tmp_path / "clock", at)
    yield
    clock.use_demo_clock(None)


@pytest.fixture(autouse=True)
def quick_passwords(settings: Any) -> None:
    """Passwords are hashed slowly on purpose; not here."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def account(mei: UUID, at: datetime) -> UUID:  # noqa: F811
    opened = trust.open_account(
        email=EMAIL, name="Mei Lin", kind="citizen", password=PASSWORD, customer=mei, by=SYSTEM, at=at
    )
    trust.enrol_totp(account=opened.id, secret=SECRET, by=SYSTEM, at=at)
    return opened.id


@pytest.fixture
def browser(client: Client, account: UUID) -> Client:
    """Signed in with her password: level 2."""
    client.post("/sign-in/", {"email": EMAIL, "password": PASSWORD})
    return client


@pytest.fixture
def proved(browser: Client) -> Client:
    """Signed in with password and code: level 3."""
    browser.post("/step-up/", {"code": code_now()})
    return browser


@pytest.fixture
def seen(draft: ApplicationView) -> dict[str, str]:  # noqa: F811
    """What the sign button sends: what she saw."""
    return {"revision": str(draft.revision), "fingerprint": draft.fingerprint}


def code_now() -> str:
    """What her phone shows."""
    return queries.demo_totp_code(SECRET, datetime.now(UTC))
