"""Notices leave over SMPP; what became of each comes back as its receipt."""

import time
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any
from uuid import UUID

import pytest
from django.db import transaction

from onedoor.config.ground.run import find_free_port
from onedoor.config.network.centre import Centre
from onedoor.contact import actions as contact
from onedoor.contact import queries
from onedoor.contact.types import DeliveryState
from onedoor.doors.text.sending import SmppCarrier, find_carrier
from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.people import actions as people
from tests.contact.conftest import citizen, me  # noqa: F401  # fixtures
from tests.doors.text.conftest import PASSWORD, Listener

NUMBER = "6591234567"
TITLE = {"en": "Your notice is ready", "zh-hans": "您的通知书已出具"}
BODY = {"en": "You owe $770.00.", "zh-hans": "您应缴 770.00 元。"}


@pytest.fixture
def carrier(centre: Centre) -> Iterator[SmppCarrier]:
    made = SmppCarrier("127.0.0.1", centre.port, system_id="onedoor", password=PASSWORD, own_number="1800")
    yield made
    made.close()


def test_a_text_arrives_whole_in_either_alphabet(centre: Centre, carrier: SmppCarrier) -> None:
    texts = ("Your notice is ready. " * 20, "您的通知书已出具。" * 20, "§ 6(1) and 🙂")
    for place, text in enumerate(texts):
        handed = carrier.carry(number="+" + NUMBER, text=text, reference="r")
        assert handed.failure == ""
        assert handed.external_id
        shown = centre.handsets.look(NUMBER, messages=place, seconds=5).messages[-1]
        assert shown == text.replace("§", "S" if text.isascii() else "§")


def test_a_connection_that_broke_is_made_anew(centre: Centre, carrier: SmppCarrier) -> None:
    carrier.carry(number=NUMBER, text="one", reference="a")
    centre.drop()
    time.sleep(0.1)
    assert carrier.carry(number=NUMBER, text="two", reference="b").failure == ""
    assert centre.handsets.look(NUMBER, messages=1, seconds=5).messages == ["one", "two"]


def test_a_centre_that_is_gone_or_refuses_us_is_told_as_a_word(centre: Centre) -> None:
    wrong = SmppCarrier("127.0.0.1", centre.port, system_id="onedoor", password="x", own_number="1800")
    assert wrong.carry(number=NUMBER, text="one", reference="a").failure.startswith("smpp-")
    free = find_free_port(20_000)
    gone = SmppCarrier("127.0.0.1", free, system_id="onedoor", password=PASSWORD, own_number="1800")
    assert gone.carry(number=NUMBER, text="one", reference="a").failure == "ConnectionError"


def test_a_gateway_over_http_goes_before_it(settings: Any) -> None:
    settings.TEXT_SMPP, settings.TEXT_GATEWAY = "127.0.0.1:2775", "https://gateway.example"
    assert find_carrier() is None
    settings.TEXT_GATEWAY = ""
    assert find_carrier() is find_carrier() is not None
    settings.TEXT_SMPP = ""
    assert find_carrier() is None


@pytest.mark.django_db(transaction=True)
def test_a_notice_is_delivered_and_its_receipt_noted(
    centre: Centre,
    listener: Listener,
    citizen: Actor,  # noqa: F811
    settings: Any,
    at: datetime,
) -> None:
    settings.TEXT_SMPP, settings.TEXT_SMPP_PASSWORD = f"127.0.0.1:{centre.port}", PASSWORD
    settings.TEXT_GATEWAY = ""
    assert citizen.customer is not None
    people.add_contact_point(customer=citizen.customer, kind="phone", value="91234567", by=SYSTEM, at=at)
    people.change_preferences(customer=citizen.customer, door="text", by=SYSTEM, at=at)
    message = contact.send_message(customer=citizen.customer, title=TITLE, body=BODY, by=SYSTEM, at=at)

    with transaction.atomic():
        assert contact.deliver_due(by=SYSTEM, at=at) == 1
        time.sleep(0.3)  # the receipt is quicker than this transaction: it must come again

    shown = centre.handsets.look(NUMBER, messages=0, seconds=5).messages[-1]
    assert shown.startswith(TITLE["en"])
    assert "770" not in shown
    assert until(lambda: state_of(message.id, citizen) is DeliveryState.DELIVERED)
    if carrier := find_carrier():
        carrier.close()


def state_of(message: UUID, by: Actor) -> DeliveryState:
    return queries.get_message(message, by=by).state


def until(holds: Callable[[], bool], seconds: float = 6.0) -> bool:
    end = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > end:
            return False
        time.sleep(0.1)
    return True
