"""A service hands in what it asks before it sends her here (RFC 9126): once, soon, and for itself alone."""

import time
from datetime import datetime
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
import time_machine
from django.test import Client
from joserfc.jwk import ECKey

from tests.doors.portal.conftest import EMAIL, PASSWORD
from tests.doors.portal.relying import HERE, LIB, Service, assertion, register, room

__all__ = ["room"]


def push(service: Service, proof: dict[str, str] | None = None, **changes: str) -> tuple[int, dict[str, Any]]:
    """What the service is answered when it hands in its request."""
    asked = {k: v[0] for k, v in parse_qs(urlsplit(service.address()).query).items()} | changes
    headers = {} if proof else {"Authorization": service.basic}
    form = {name: value for name, value in (asked | (proof or {})).items() if value}
    told = Client().post("/sign-on/push", form, headers=headers)
    assert told["Cache-Control"] == "no-store"
    return told.status_code, told.json()


def pushed(service: Service, **changes: str) -> str:
    """Where the service sends her afterwards."""
    status, told = push(service, **changes)
    assert status == 201, told
    assert told["expires_in"] == 90
    asked = {"client_id": service.issued.client.code, "request_uri": told["request_uri"]}
    return f"/sign-on/?{urlencode(asked)}"


def test_what_was_handed_in_signs_her_in(room: Service) -> None:
    address = pushed(room)
    assert "reading.example" not in address
    assert "Mei Lin" in room.browser.get(address).content.decode()
    told = room.brought(room.browser.post(address, {"answer": "yes"}))
    status, tokens = room.redeem(told["code"])
    assert status == 200
    assert room.read(tokens["id_token"])["sid"]


def test_a_service_proves_itself_there_with_its_own_key(room: Service, at: datetime) -> None:
    key = ECKey.generate_key("P-256")
    other = Service(
        register(at, **LIB, public_keys={"keys": [key.as_dict(private=False)]}),
        room.browser,  # type: ignore[arg-type]
    )
    proof = assertion(key, other.issued.client.code, aud=f"{HERE}/sign-on/push")
    assert push(other, proof)[0] == 201
    assert push(other, proof)[1]["error"] == "invalid_client"  # each statement once


def test_it_is_answered_once(room: Service) -> None:
    for answer in ("yes", "no"):
        address = pushed(room)
        room.brought(room.browser.post(address, {"answer": answer}))
        again = room.browser.get(address)
        assert again.status_code == 422
        assert "Go back to the service and start again" in again.content.decode()


def test_it_waits_a_minute_and_a_half_for_her_and_a_quarter_of_an_hour_for_her_answer(room: Service) -> None:
    late, soon = pushed(room), pushed(room)
    assert room.browser.get(soon).status_code == 200
    with time_machine.travel(time.time() + 91, tick=False):
        assert room.browser.get(late).status_code == 422
        assert room.browser.get(soon).status_code == 200
    with time_machine.travel(time.time() + 15 * 60 + 1, tick=False):
        assert room.browser.post(soon, {"answer": "yes"}).status_code == 422


def test_another_browser_and_another_service_get_nothing_of_it(room: Service, at: datetime) -> None:
    address = pushed(room)
    assert room.browser.get(address).status_code == 200
    assert Client().get(address).status_code == 422
    other = register(at, "LAB").client.code
    fresh = pushed(room)
    assert room.browser.get(fresh.replace(room.issued.client.code, other)).status_code == 422
    assert room.browser.get(fresh).status_code == 200  # and hers is none the worse for it


def test_words_in_the_address_change_nothing_of_what_was_handed_in(room: Service) -> None:
    address = pushed(room) + "&" + urlencode({"scope": "openid entity_name", "state": "other"})
    told = room.brought(room.browser.post(address, {"answer": "yes"}))
    assert told["state"] == room.kept["state"]


def test_a_stranger_signs_in_and_comes_back_to_it(room: Service) -> None:
    answer = Client().get(pushed(room))
    assert answer.status_code == 302
    assert "request_uri" in answer["Location"]


def test_a_proof_that_is_asked_anew_is_asked_once(room: Service) -> None:
    address = pushed(room, prompt="login")
    assert room.browser.get(address)["Location"].startswith("/sign-in/?next=")
    room.browser.post("/sign-in/", {"email": EMAIL, "password": PASSWORD})
    answer = room.browser.get(address)
    assert answer.status_code == 200, answer.headers


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"redirect_uri": "https://evil.example/back"}, "invalid_request"),
        ({"redirect_uri": ""}, "invalid_request"),
        ({"scope": "openid address"}, "invalid_scope"),
        ({"code_challenge": "", "code_challenge_method": ""}, "invalid_request"),
        ({"nonce": ""}, "invalid_request"),
        ({"response_type": "token"}, "unsupported_response_type"),
        ({"request_uri": "urn:ietf:params:oauth:request_uri:x"}, "invalid_request"),
        ({"client_id": "lib-nobody"}, "invalid_request"),
    ],
    ids=str,
)
def test_what_is_wrong_is_told_to_the_service_at_once(
    room: Service, changes: dict[str, str], error: str
) -> None:
    status, told = push(room, **changes)
    assert (status, told["error"]) == (400, error)


def test_who_does_not_prove_itself_hands_in_nothing(room: Service) -> None:
    wrong = Client().post("/sign-on/push", {"client_id": room.issued.client.code})
    assert (wrong.status_code, wrong.json()["error"]) == (401, "invalid_client")
    assert Client().get("/sign-on/push").status_code == 405
    assert push(room, state="x" * 9000)[0] == 413


def test_a_service_that_takes_only_these_is_asked_for_by_no_address(room: Service, at: datetime) -> None:
    strict = Service(register(at, **LIB, pushed_only=True), room.browser)  # type: ignore[arg-type]
    assert strict.brought(strict.browser.get(strict.address()))["error"] == "invalid_request"
    assert (
        strict.brought(strict.browser.post(strict.address(), {"answer": "yes"}))["error"] == "invalid_request"
    )
    assert strict.browser.get(pushed(strict)).status_code == 200


@pytest.mark.django_db
def test_the_house_says_where_it_takes_them() -> None:
    about = Client().get("/.well-known/openid-configuration").json()
    assert about["pushed_authorization_request_endpoint"] == f"{HERE}/sign-on/push"
    assert about["backchannel_logout_supported"] is True
    assert about["backchannel_logout_session_supported"] is True
