"""Linking an outside identity and signing in with it, from page to page; the provider is a real process."""

from typing import Any
from urllib.parse import urlsplit

import pytest
from django.test import Client

from onedoor.kernel.actors import SYSTEM
from onedoor.kernel.scope import scoped
from onedoor.trust.models import OutsideIdentity
from tests.doors.portal.conftest import EMAIL, PASSWORD
from tests.trust.test_outside_identities import STRONG, WEAK, city_id, go, issuer, say

__all__ = ["city_id", "issuer"]

PAGE = "/security/identities/"
BACK = "/sign-in/with/city-id/back/"


@pytest.fixture
def linked(proved: Client, issuer: str) -> Client:  # a fixture
    say(issuer, acr=STRONG)
    leaves = proved.post(PAGE, {"link": "city-id"})
    assert proved.get(BACK, go(leaves["Location"]))["Location"] == PAGE
    assert "Linked on" in proved.get(PAGE).content.decode()
    return proved


def sign_in(client: Client, **sent: Any) -> Any:
    leaves = client.post("/sign-in/with/city-id/", sent)
    return client.get(BACK, go(leaves["Location"]))


def test_she_comes_back_signed_in_and_where_she_wanted_to_be(linked: Client) -> None:
    client = Client()
    assert "Sign in with City ID" in client.get("/sign-in/").content.decode()
    assert sign_in(client, next="/payments/")["Location"] == "/payments/"
    assert client.session["assurance"] == 3
    assert sign_in(Client(), next="https://evil.example/")["Location"] == "/"


def test_a_weak_word_makes_a_weak_session(linked: Client, issuer: str) -> None:  # a fixture
    say(issuer, acr=WEAK)
    client = Client()
    sign_in(client)
    assert client.session["assurance"] == 1
    assert client.get("/my-data/")["Location"].startswith("/step-up/")


def test_an_answer_opens_no_other_browser(linked: Client) -> None:
    client, thief = Client(), Client()
    leaves = client.post("/sign-in/with/city-id/")
    answer = go(leaves["Location"])
    thief.get(BACK, answer)
    assert "_auth_user_id" not in thief.session
    client.get(BACK, answer)
    client.post("/sign-out/")
    client.get(BACK, answer)
    assert "_auth_user_id" not in client.session


def test_a_weak_session_is_asked_for_more_before_it_links(browser: Client) -> None:
    assert urlsplit(browser.post(PAGE, {"link": "city-id"})["Location"]).path == "/step-up/"


def test_signing_out_on_the_way_links_nothing(proved: Client) -> None:
    leaves = proved.post(PAGE, {"link": "city-id"})
    away = proved.session["away_at_provider"]
    proved.post("/sign-out/")
    session = proved.session
    session["away_at_provider"] = away
    session.save()
    assert proved.get(BACK, go(leaves["Location"])).status_code in (302, 403)
    with scoped(SYSTEM):
        assert not OutsideIdentity.objects.exists()


def test_the_link_ends_with_a_press(linked: Client) -> None:
    with scoped(SYSTEM):
        held = OutsideIdentity.objects.get()
    linked.post(PAGE, {"remove": str(held.id)})
    client = Client()
    sign_in(client)
    assert "_auth_user_id" not in client.session
    assert linked.post(PAGE, {"remove": "nonsense"}).status_code == 404


def test_an_unknown_provider_is_nowhere(client: Client, db: None) -> None:
    assert client.post("/sign-in/with/unheard-of/").status_code in (302, 404)
    assert client.get("/sign-in/with/unheard-of/back/").status_code in (302, 404)
    assert client.post("/sign-in/", {"email": EMAIL, "password": PASSWORD}).status_code == 422
