"""A telephone on the desk: message and USSD go through the message centre and real SMPP to the door."""

import threading
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from onedoor.config.network.centre import Centre
from onedoor.config.network.texts import make_web
from tests.doors.text.conftest import Listener, centre, listener
from tests.journeys.officers import city_time, faults, page, tan

__all__ = ["centre", "city_time", "listener", "page", "tan"]


@pytest.fixture
def telephones(centre: Centre, listener: Listener, settings: Any) -> Iterator[Centre]:
    server = make_web(centre, 0)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    settings.TEXT_TRY = f"http://127.0.0.1:{server.server_address[1]}/handset"
    yield centre
    server.shutdown()
    server.server_close()


def test_both_sides_of_a_telephone(telephones: Centre, page: Page) -> None:
    page.goto(page.url.split("/desk/")[0] + "/desk/try/")
    page.get_by_role("link", name="Text messages and USSD").click()
    page.get_by_label("Write a message").fill("Hello")
    page.get_by_role("button", name="Send the message").click()
    expect(page.get_by_text("1 English")).to_be_visible()
    page.get_by_role("button", name="Dial").click()
    page.get_by_role("textbox", name="Answer").fill("1")
    page.get_by_role("button", name="Answer").click()
    expect(page.get_by_role("log", name="Screen")).to_contain_text("How can we help?")
    assert faults(page) == []
