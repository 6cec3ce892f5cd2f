"""A passkey in a real browser: made, named, used to sign in and to sign, removed. The device is Chromium's
virtual authenticator, which does what a telephone's would."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from playwright.sync_api import Page, expect

from onedoor.kernel.actors import SYSTEM
from onedoor.kernel.scope import scoped
from onedoor.trust import actions as trust_actions
from onedoor.trust.models import Passkey
from onedoor.trust.types import LockedBy, Provider
from tests.journeys.citizens import EMAIL, PASSWORD, Open, code_now, mei_account, open_browser, sign_in
from tests.journeys.officers import city_time, faults
from tests.journeys.test_citizen_looks_and_signs import visit
from tests.services.conftest import charity, citizen, draft, employer, mei, pay, report, year

__all__ = [
    "charity", "citizen", "city_time", "draft", "employer", "mei", "mei_account", "open_browser", "pay",
    "report", "year",
]  # fmt: skip

pytestmark = pytest.mark.usefixtures("mei_account")


@pytest.fixture(autouse=True)
def here(settings: Any, live_server: Any) -> None:
    settings.PUBLIC_URL = live_server.url


def give_device(page: Page) -> tuple[Any, str]:
    """A telephone that has a screen lock, and whose owner is always there."""
    cdp = page.context.new_cdp_session(page)
    cdp.send("WebAuthn.enable")
    made = cdp.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )
    return cdp, made["authenticatorId"]


def make_passkey(page: Page) -> None:
    page.goto("/security/passkeys/")
    page.get_by_label("Add a passkey").fill("My phone")
    page.get_by_role("button", name="Make a passkey").click()
    expect(page.get_by_text("The passkey is added.")).to_be_visible()


def sign_out(page: Page) -> None:
    page.goto("/")
    page.get_by_role("button", name="Sign out").first.click()
    page.wait_for_url("**/")


def test_made_then_used_to_sign_in_and_to_sign(open_browser: Open, draft: Any) -> None:
    page = open_browser()
    give_device(page)
    sign_in(page)
    make_passkey(page)
    assert not faults(page)
    sign_out(page)

    page.goto("/sign-in/?next=/security/passkeys/")
    assert not faults(page)
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_role("heading", name="My phone")).to_be_visible()
    sign_out(page)

    sign_in(page)  # with the password: level 2, so that the form asks for more
    page.get_by_role("link", name="Income tax YA2025").first.click()
    page.get_by_role("button", name="Agree and sign").click()
    page.get_by_role("button", name="Agree and sign with a passkey").click()
    expect(page.get_by_role("heading", name="Signed. Thank you.")).to_be_visible()


def test_a_password_alone_removes_none_and_a_passkey_lets_her(open_browser: Open) -> None:
    page = open_browser()
    give_device(page)
    sign_in(page)
    make_passkey(page)
    expect(page.get_by_role("button", name="Remove")).to_have_count(0)

    page.get_by_role("link", name="Confirm that it is you").click()
    page.get_by_role("button", name="Use a passkey instead").click()
    page.get_by_role("button", name="Remove").click()
    expect(page.get_by_text("You have no passkey yet.")).to_be_visible()
    sign_out(page)

    page.goto("/sign-in/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_text("This passkey does not open this account.")).to_be_visible()


def test_while_locked_a_passkey_from_before_opens_and_a_thiefs_does_not(
    open_browser: Open, mei: UUID, at: datetime
) -> None:
    """Hers was there before the doubt; the thief made his after it."""
    hers, his = open_browser(), open_browser()
    give_device(hers)
    sign_in(hers)
    make_passkey(hers)
    with scoped(SYSTEM):
        Passkey.objects.update(added_at=at - timedelta(days=1))
    give_device(his)
    sign_in(his)
    his.goto("/security/passkeys/")
    his.get_by_role("link", name="Confirm that it is you").click()
    his.get_by_label("Code").fill(code_now())
    his.get_by_role("button", name="Continue").click()
    make_passkey(his)
    trust_actions.lock_identity(
        customer=mei, how=LockedBy.NOT_ME, since=at - timedelta(hours=1), by=SYSTEM, at=at
    )

    his.goto("/sign-in/")
    his.get_by_role("button", name="Sign in with a passkey").click()
    expect(his.get_by_text("This passkey does not open this account.")).to_be_visible()
    his.locator("[name=email]").fill(EMAIL)
    his.locator("[name=password]").fill(PASSWORD)
    his.locator("main button.govuk-button").first.click()
    expect(his.get_by_text("an identity theft was reported").first).to_be_visible()

    hers.goto("/sign-in/?next=/security/theft/")
    hers.get_by_role("button", name="Sign in with a passkey").click()
    expect(hers.get_by_role("button", name="It is I: open it")).to_be_visible()
    assert not faults(hers)


def test_a_device_that_does_not_know_its_owner_makes_none(open_browser: Open) -> None:
    page = open_browser()
    cdp, device = give_device(page)
    cdp.send("WebAuthn.setUserVerified", {"authenticatorId": device, "isUserVerified": False})
    sign_in(page)
    page.goto("/security/passkeys/")
    page.get_by_label("Add a passkey").fill("My phone")
    page.get_by_role("button", name="Make a passkey").click()

    expect(page.get_by_role("alert").filter(has_text="No passkey was made.")).to_be_visible()
    with scoped(SYSTEM):
        assert not Passkey.objects.exists()


def test_without_scripts_the_password_and_the_code_stay(open_browser: Open) -> None:
    page = open_browser(scripts=False)
    page.goto("/sign-in/")
    expect(page.get_by_role("button", name="Sign in with a passkey")).to_be_hidden()
    sign_in(page)
    page.goto("/step-up/?next=/security/passkeys/")
    page.locator("[name=code]").fill(code_now())
    page.locator("main form button.govuk-button").first.click()

    expect(page.get_by_text("This browser makes no passkeys")).to_be_visible()


@pytest.mark.parametrize(("language", "width"), [("en-US", 1280), ("zh-CN", 375)])
def test_the_pages_about_signing_in_can_be_read(
    open_browser: Open, settings: Any, tmp_path: Path, language: str, width: int
) -> None:
    settings.IDENTITY_PROVIDERS = (
        Provider(
            code="city-id", name={"en": "City ID", "zh-hans": "城市通行证"}, issuer="https://id.example",
            client_id="onedoor", secret_file=tmp_path / "secret", levels={"low": 1},
        ),
    )  # fmt: skip
    page = open_browser(width=width, language=language)
    give_device(page)
    assert visit(page, "/sign-in/") == []
    sign_in(page)
    for address in ("/security/passkeys/", "/security/identities/", "/security/sessions/"):
        assert visit(page, address) == []
