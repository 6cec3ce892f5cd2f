"""A mailbox on the desk: what is written goes by SMTP and IMAP to the door; the answer comes back."""

import threading
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from onedoor.config.network.mail import Provider
from tests.doors.mail.conftest import listener, mailbox, provider
from tests.journeys.officers import city_time, faults, page, tan

__all__ = ["city_time", "listener", "mailbox", "page", "provider", "tan"]


@pytest.fixture
def post(mailbox: Provider, listener: threading.Event, settings: Any) -> None:
    settings.MAIL_TRY = f"{mailbox.smtp}:{mailbox.imap}"


def test_a_letter_is_written_and_answered(post: None, page: Page) -> None:
    page.goto(page.url.split("/desk/")[0] + "/desk/try/")
    page.get_by_role("link", name="Letters by e-mail").click()
    page.get_by_label("Subject").fill("Permit for a kite")
    page.get_by_label("What you write").fill("Do I need a permit to fly a kite?")
    page.get_by_role("button", name="Send the e-mail").click()

    expect(page.get_by_role("heading", name="Re: Permit for a kite")).to_be_visible()
    expect(page.get_by_text("A person answers you by")).to_be_visible()
    assert faults(page) == []
