"""Passkeys over HTTP: a session for whoever holds one, none for whoever plays back what she sent."""

import json
from typing import Any
from uuid import UUID

import pytest
from django.test import Client

from onedoor.contact.models import Message
from onedoor.contact.subscribers import on_new_passkey
from onedoor.journal.queries import list_timeline
from onedoor.kernel.actors import SYSTEM
from onedoor.kernel.scope import scoped
from tests.doors.portal.conftest import EMAIL, PASSWORD
from tests.trust.devices import Device

LIST = "/security/passkeys/"


def ask(client: Client, new: bool = False) -> dict[str, Any]:
    answer = client.post("/passkeys/ask-new/" if new else "/passkeys/ask/")
    assert answer.status_code == 200, answer.content
    return json.loads(answer.content)


@pytest.fixture
def phone(browser: Client) -> Device:
    device = Device()
    answer = browser.post(LIST, {"name": "My phone", "credential": device.make(ask(browser, new=True))})
    assert answer["Location"] == LIST
    assert "My phone" in browser.get(LIST).content.decode()
    return device


def test_it_signs_in_at_level_3_and_leads_home_only(phone: Device) -> None:
    client = Client()
    credential = phone.prove(ask(client))
    answer = client.post("/sign-in/passkey/", {"credential": credential, "next": "https://evil.example/"})

    assert answer["Location"] == "/"
    assert client.session["assurance"] == 3
    assert client.get("/my-data/").status_code == 200


def test_what_was_sent_once_opens_no_second_session(phone: Device) -> None:
    client, thief = Client(), Client()
    credential = phone.prove(ask(client))
    client.post("/sign-in/passkey/", {"credential": credential})

    ask(thief)
    thief.post("/sign-in/passkey/", {"credential": credential})
    assert "_auth_user_id" not in thief.session
    client.post("/sign-out/")
    client.post("/sign-in/passkey/", {"credential": credential})
    assert "_auth_user_id" not in client.session


def test_it_steps_up_a_session_of_its_owner(phone: Device) -> None:
    client = Client()
    client.post("/sign-in/", {"email": EMAIL, "password": PASSWORD})
    assert client.session["assurance"] == 2
    client.post("/step-up/", {"credential": phone.prove(ask(client)), "next": LIST})

    assert client.session["assurance"] == 3


NONSENSE = ["", "{}", "[]", "null", "nonsense", '{"id": 1, "rawId": 2}', "[" * 19_000]


@pytest.mark.parametrize("posted", NONSENSE, ids=len)
def test_nonsense_is_refused_in_words(phone: Device, posted: str) -> None:
    client = Client()
    ask(client)
    answer = client.post("/sign-in/passkey/", {"credential": posted}, follow=True)

    assert answer.status_code == 200
    assert "This passkey does not open this account" in answer.content.decode()


def test_nobody_makes_one_without_signing_in(client: Client, db: None) -> None:
    assert client.post("/passkeys/ask-new/").status_code == 302
    assert client.get(LIST)["Location"].startswith("/sign-in/")


def test_she_is_told_of_a_new_one_everywhere_and_once(phone: Device, mei: UUID) -> None:
    with scoped(SYSTEM):
        entries = list_timeline(customer=mei, by=SYSTEM)
        [entry] = [one for one in entries if one.event == "trust.passkey.added"]
        on_new_passkey(entry)
        on_new_passkey(entry)
        told = Message.objects.filter(customer=mei, title__en="A passkey was added to your account")
        assert told.count() == 1
        assert set(told.get().title) == {"en", "zh-hans"}
