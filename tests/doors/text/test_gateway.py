"""A plain gateway over HTTP: signed, answered in the same breath, and once."""

import hashlib
import hmac
import json
from typing import Any

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db
KEY = "harbour-key"


@pytest.fixture(autouse=True)
def _key(settings: Any) -> None:
    settings.TEXT_WEBHOOK_KEY = KEY


def post(client: Client, key: str = KEY, **given: Any) -> Any:
    body = json.dumps({"id": "m1", "from": "+6580000001", "kind": "sms", "text": "Hello"} | given).encode()
    signature = hmac.new(key.encode(), body, hashlib.sha256).hexdigest()
    return client.post(
        "/text/incoming/", body, content_type="application/json", headers={"X-Onedoor-Signature": signature}
    )


def test_a_message_is_answered_and_told_twice_it_is_answered_once(client: Client) -> None:
    first, second = post(client), post(client)
    assert "1 English" in first.json()["text"]
    assert second.json()["repeated"] is True
    assert "How can we help" in post(client, id="m2", text="1").json()["text"]


def test_ussd_is_answered_by_screens(client: Client) -> None:
    asked = post(client, kind="ussd", session="77", new=True, text="*1800#").json()
    assert (asked["end"], "1 English" in asked["text"]) == (False, True)
    assert len(post(client, id="m2", kind="ussd", session="77", text="1").json()["text"]) <= 182


def test_what_is_not_signed_is_refused(client: Client, settings: Any) -> None:
    assert post(client, key="guess").status_code == 403
    settings.TEXT_WEBHOOK_KEY = ""
    assert post(client, key="").status_code == 403


@pytest.mark.parametrize("number", ["", "nobody", "+1"])
def test_a_number_that_is_none_is_refused(client: Client, number: str) -> None:
    assert post(client, **{"from": number}).status_code == 422
