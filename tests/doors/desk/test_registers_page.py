"""The page of registers that are asked: for who looks after them, in counts, of nobody."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any
from uuid import UUID

import pytest
from django.test import Client

from onedoor.config.network.registers import Register
from onedoor.kernel.actors import Actor
from tests.exchange.pull_cast import ask, make_register, serving
from tests.services.conftest import MEI_ID

PAGE, TRY = "/desk/registers/", "/desk/try/register/"


@pytest.fixture
def register(mei: UUID, at: datetime, settings: Any) -> Iterator[Register]:
    server = make_register(at)
    with serving(server) as address:
        settings.REGISTER_LINKS, settings.REGISTER_TRY = [f"travel-cards={address}"], address
        yield server


def test_a_supervisor_sees_who_answers_and_what_waits_and_no_person(
    supervisor: Client, register: Register, mei: UUID, citizen: Actor, at: datetime
) -> None:
    register.mood = "down"
    for _ in range(3):
        ask(mei, citizen, at)
    page = supervisor.get(PAGE).content.decode()
    assert "Vehicles and travel cards" in page
    assert "Not asked for now" in page
    assert "3 (100 %)" in page
    assert "status-503" in page
    assert MEI_ID not in page


def test_a_register_that_nobody_has_connected_says_so(supervisor: Client) -> None:
    assert "Not connected" in supervisor.get(PAGE).content.decode()


def test_an_officer_without_the_business_does_not_see_it(desk: Client, elsewhere: Client) -> None:
    assert desk.get(PAGE).status_code == 403
    assert elsewhere.get(PAGE).status_code == 403


def test_the_demos_register_can_have_a_bad_day(desk: Client, register: Register) -> None:
    assert desk.post(TRY, {"mood": "rubbish"}).status_code == 302
    assert register.mood == "rubbish"
    desk.post(TRY, {"mood": "explode"})
    assert register.mood == "up"


def test_without_a_demo_there_is_nothing_to_try(desk: Client) -> None:
    assert "not running" in desk.get(TRY).content.decode()
    assert desk.post(TRY, {"mood": "down"}).status_code == 200
