"""The Libraries' reading room, a program of its own in a process of its own with Authlib's client, signs
Mei Lin in through the house, live, and lets her out again."""

import json
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import datetime
from typing import Any
from uuid import UUID

import httpx
import pytest
from joserfc.jwk import ECKey

from onedoor.config.network.reading_room import NAME, SCOPE
from onedoor.exchange import actions as exchange
from onedoor.kernel.actors import SYSTEM
from onedoor.trust import actions as trust
from tests.journeys.citizens import Open, mei_account, open_browser, sign_in
from tests.journeys.officers import city_time
from tests.services.conftest import Report, mei, report

__all__ = ["city_time", "mei", "mei_account", "open_browser", "report"]

ROOM = (
    "import json, sys; from joserfc.jwk import ECKey; from onedoor.config.network.reading_room import Room;"
    "port, issuer, client, key = sys.argv[1:];"
    "Room(int(port), issuer, client, ECKey.import_key(json.loads(key))).serve_forever()"
)


@pytest.fixture
def room(mei_account: UUID, live_server: Any, settings: Any, report: Report, at: datetime) -> Iterator[str]:
    """The reading room's address."""
    settings.PUBLIC_URL = live_server.url
    settings.SIGN_ON_INSIDE_HOSTS = ["127.0.0.1"]
    report("civil-register", "CIV", name="Mei Lin", birth_date="1988-04-02")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    here, key = f"http://127.0.0.1:{port}", ECKey.generate_key("P-256", {"kid": "r"})
    issued = exchange.register_sign_on_client(
        agency="LIB", name=NAME, redirect_uris=[f"{here}/back"], after_uris=[f"{here}/"],
        scopes=SCOPE.split()[1:], agreement="AG-2025-30",
        public_keys={"keys": [key.as_dict(private=False)]}, logout_uri=f"{here}/told", pushed_only=True,
        by=SYSTEM, at=at,
    )  # fmt: skip
    told = [str(port), live_server.url, issued.client.code, json.dumps(key.as_dict(private=True))]
    with subprocess.Popen([sys.executable, "-c", ROOM, *told]) as process:
        for _each in range(200):
            try:
                httpx.get(here)
                break
            except httpx.HTTPError:
                time.sleep(0.1)
        yield here
        process.terminate()


def test_she_signs_in_there_through_the_house_and_out_of_both(room: str, open_browser: Open) -> None:
    page = open_browser(width=375, scripts=False)
    sign_in(page)
    page.goto(room)
    page.get_by_role("link", name="Sign in with Onedoor").click()
    assert "Mei Lin" in page.locator("main").inner_text()
    page.get_by_role("button", name="Yes, tell it and sign me in").click()
    page.wait_for_load_state()
    assert page.url == f"{room}/", page.locator("body").inner_text()
    told = page.locator("dl").inner_text()
    assert "Mei Lin" in told
    assert "urn:onedoor:assurance:2" in told

    page.get_by_role("link", name="Sign out").click()
    page.wait_for_url(f"{room}/")
    assert page.get_by_role("link", name="Sign in with Onedoor").is_visible()
    page.goto("/my-data/")
    assert "/sign-in/" in page.url


def test_who_says_no_comes_back_unknown(room: str, open_browser: Open) -> None:
    page = open_browser()
    sign_in(page)
    page.goto(f"{room}/in")
    page.get_by_role("button", name="No, go back without").click()
    page.wait_for_url(f"{room}/back*")
    assert "Nobody was signed in" in page.locator("body").inner_text()


def test_who_signs_out_of_the_house_is_out_at_the_service_too(
    room: str, open_browser: Open, at: datetime
) -> None:
    page = open_browser()
    sign_in(page)
    page.goto(f"{room}/in")
    page.get_by_role("button", name="Yes, tell it and sign me in").click()
    page.wait_for_url(f"{room}/")
    assert "Mei Lin" in page.locator("dl").inner_text()

    page.goto("/my-data/")
    page.get_by_role("button", name="Sign out").first.click()
    page.wait_for_load_state()
    assert trust.tell_logouts(by=SYSTEM, at=at) == 1
    page.goto(room)
    assert page.get_by_role("link", name="Sign in with Onedoor").is_visible()
