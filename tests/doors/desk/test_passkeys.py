"""An officer's passkey opens the desk in one step; a customer's does not."""

import json
from datetime import datetime
from typing import Any

from django.test import Client

from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.kernel.ids import new_id
from onedoor.trust import actions, queries
from tests.trust.devices import Device


def ask(client: Client) -> dict[str, Any]:
    return json.loads(client.post("/passkeys/ask/").content)


def add(by: Actor, at: datetime) -> Device:
    assert by.account
    device = Device()
    asked = actions.ask_for_new_passkey(account=by.account, by=by, at=at)
    made = device.make(asked.options)
    actions.add_passkey(
        account=by.account,
        challenge=asked.id,
        credential=made,
        name="Key",
        by=by,
        at=at,
    )
    return device


def test_one_step_opens_the_desk_at_level_three(client: Client, officer: Actor, at: datetime) -> None:
    device = add(officer, at)
    answer = client.post(
        "/desk/sign-in/passkey/", {"credential": device.prove(ask(client)), "next": "/my-data/"}
    )

    assert answer["Location"] == "/desk/"
    assert client.session["assurance"] == 3
    assert "Key" in client.get("/desk/passkeys/").content.decode()


def test_a_customers_passkey_does_not(client: Client, db: None, at: datetime) -> None:
    account = actions.open_account(
        email="ada@mail.example", name="Ada", kind="citizen", customer=new_id(), by=SYSTEM, at=at
    )
    device = add(queries.actor_for(account.id, door="portal", assurance=2), at)
    answer = client.post("/desk/sign-in/passkey/", {"credential": device.prove(ask(client))})

    assert answer["Location"] == "/desk/sign-in/"
    assert "_auth_user_id" not in client.session
