"""The telephone of whoever is on duty: rung through Asterisk and a carrier, and by callers at night."""

import threading
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from urllib.parse import parse_qs
from xml.etree import ElementTree as ET

import httpx
import pytest
from pytest_django.fixtures import Settings

from onedoor.cases import actions as cases
from onedoor.cases.models import Case, DutyCall
from onedoor.doors.phone import duty, duty_carrier, talking, views
from onedoor.doors.phone.ari import Asterisk
from onedoor.doors.phone.duty_ari import DutyTalk
from onedoor.doors.phone.switchboard import Switchboard
from onedoor.kernel.clock import now
from tests.cases.conftest import Hire, Open, citizen, hire, opened  # noqa: F401
from tests.doors.phone.conftest import BASE, Dial, Front, Script, Told
from tests.fakes.asterisk import PASSWORD, USER, FakeAsterisk
from tests.fakes.twilio import Caller, FakeTwilio

pytestmark = pytest.mark.django_db
NUMBER, NEXT = "+6591230001", "+6591230003"


@pytest.fixture
def waits(hire: Hire, opened: Open, settings: Settings) -> Any:  # noqa: F811
    """Urgent work waits for Ada, who has a number, now."""
    settings.PHONE_DIAL, settings.PHONE_FROM = "PJSIP/{number}@trunk", "+6560000000"
    settings.PHONE_CARRIER_ACCOUNT = ""
    ada = hire("Ada One", role="duty-officer")
    cases.set_duty_number(number=NUMBER, by=ada, at=now())
    return opened(lane="urgent", at=now())


@pytest.fixture
def ring_her(waits: Any, voice: Told) -> Any:
    """One call through the fake exchange, to an officer who does as ``officer`` says."""
    made: list[FakeAsterisk] = []

    def ring(*, officer: str, presses: str = "") -> FakeAsterisk:
        exchange = FakeAsterisk(officer=officer)
        exchange.officer_presses = presses
        made.append(exchange)
        client, stop = Asterisk(exchange.address, USER, PASSWORD), threading.Event()
        board = Switchboard(client, voice)
        reader = threading.Thread(target=board.serve, args=(stop,), daemon=True)
        reader.start()
        assert exchange.listened.wait(5)
        found = duty.claim(at=now())
        assert found is not None
        DutyTalk(client, voice, board.send, found, patience=0.05).run()
        stop.set()
        reader.join(3)
        client.close()
        return exchange

    yield ring
    for exchange in made:
        exchange.close()


def state() -> str:
    return str(DutyCall.objects.get().state)


def test_over_asterisk_she_takes_it(ring_her: Any, waits: Any, voice: Told) -> None:
    exchange = ring_her(officer="answers", presses="1")

    assert state() == "taken"
    assert Case.objects.get(id=waits.id).taken_at
    assert voice.lines[0] == "Onedoor here. Urgent work waits for you as the officer on duty."
    assert not any(waits.number in line for line in voice.lines)
    placed = next(query for _method, path, query, _status in exchange.requests if path == "channels")
    assert placed["endpoint"] == f"PJSIP/{NUMBER}@trunk"
    assert placed["callerId"] == "+6560000000"


def test_over_asterisk_a_machine_that_answers_has_not_taken_it(ring_her: Any) -> None:
    ring_her(officer="answers")

    assert state() == "missed"


@pytest.mark.parametrize(("officer", "how"), [("nobody", "missed"), ("away", "failed")])
def test_over_asterisk_nobody_answers(ring_her: Any, officer: str, how: str) -> None:
    ring_her(officer=officer)

    assert state() == how


@pytest.fixture
def by_carrier(waits: Any, carrier: FakeTwilio, settings: Settings) -> Any:
    """Asks the carrier for the call; gives the fields that it was sent."""
    settings.PHONE_DIAL, settings.PHONE_CARRIER_ACCOUNT = "", "AC0"

    def place(answer: int = 201) -> Mapping[str, str]:
        sent: list[dict[str, str]] = []

        def take(request: httpx.Request) -> httpx.Response:
            assert str(request.url) == "https://api.twilio.com/2010-04-01/Accounts/AC0/Calls.json"
            assert request.headers["Authorization"].startswith("Basic ")
            sent.append({name: values[0] for name, values in parse_qs(request.content.decode()).items()})
            return httpx.Response(answer, json={"sid": "CA1"})

        with httpx.Client(transport=httpx.MockTransport(take)) as client:
            duty_carrier.ring_all(at=now(), client=client)
        return sent[0]

    return place


def leads(document: ET.Element, verb: str) -> str:
    found = document.find(verb)
    assert found is not None
    return found.attrib.get("action") or str(found.text)


def test_a_carrier_rings_and_a_key_takes_it(by_carrier: Any, carrier: FakeTwilio) -> None:
    asked = by_carrier()

    assert (asked["To"], asked["From"], asked["Timeout"]) == (NUMBER, "+6560000000", "25")
    document = carrier.fetch(asked["Url"], {"CallSid": "CA1"})
    carrier.fetch(leads(document, "Gather"), {"CallSid": "CA1", "Digits": "1"})
    carrier.fetch(asked["StatusCallback"], {"CallSid": "CA1", "CallStatus": "completed"}, empty=True)
    assert state() == "taken"


def test_by_a_carrier_silence_is_asked_again_once_then_missed(by_carrier: Any, carrier: FakeTwilio) -> None:
    asked = by_carrier()
    document = carrier.fetch(asked["Url"], {"CallSid": "CA1"})
    document = carrier.fetch(leads(document, "Redirect"), {"CallSid": "CA1"})
    document = carrier.fetch(leads(document, "Redirect"), {"CallSid": "CA1"})

    assert document.find("Hangup") is not None
    assert state() == "ringing"
    carrier.fetch(asked["StatusCallback"], {"CallSid": "CA1", "CallStatus": "no-answer"}, empty=True)
    assert state() == "missed"


def test_a_carrier_that_refuses_has_not_reached_her(by_carrier: Any) -> None:
    by_carrier(answer=400)

    assert state() == "failed"


def test_only_the_carrier_says_what_she_pressed(by_carrier: Any, client: Any) -> None:
    asked = by_carrier()

    answer = client.post(asked["Url"].removeprefix(BASE) + "1/keys/", {"Digits": "1"})

    assert answer.status_code == 403
    assert state() == "ringing"


@pytest.fixture
def at_night(hire: Hire, monkeypatch: pytest.MonkeyPatch, settings: Settings) -> None:  # noqa: F811
    """The counters are shut, and two are on duty at the contact centre."""
    settings.PHONE_DIAL, settings.PHONE_FROM = "PJSIP/{number}@trunk", "+6560000000"
    found = [duty.Person(NUMBER, is_on_duty=True), duty.Person(NEXT, is_on_duty=True)]
    for module in (views, talking):
        monkeypatch.setattr(module, "list_people", lambda _at: found)


def test_at_night_one_after_the_other_is_rung_for_a_caller(
    at_night: None, carrier: FakeTwilio, script: Script, front: Front
) -> None:
    carrier.call(Caller(["0"]))

    rung = [one.text for body in carrier.documents for one in ET.fromstring(body).iter("Number")]
    assert rung == [NUMBER, NEXT]
    assert front.told[-1][0] == "request_call_back"


def test_at_night_a_machine_takes_no_caller(
    at_night: None, carrier: FakeTwilio, script: Script, front: Front
) -> None:
    carrier.call(Caller(["0"], officer="completed"))

    assert "answer_interaction" not in front.names()
    assert front.told[-1][0] == "request_call_back"


def test_at_night_over_asterisk_she_takes_the_caller_by_a_key(
    at_night: None, dial: Dial, script: Script, front: Front, exchange: Any
) -> None:
    exchange.officer, exchange.officer_presses = "answers", "1"

    said = dial(["0"], stays=True)

    assert any(line.startswith("Onedoor here. A caller asks for a person") for line in said)
    assert "answer_interaction" in front.names()


def test_who_answers_at_night_stands_in_the_roster(hire: Hire, settings: Settings) -> None:  # noqa: F811
    night = datetime.fromisoformat("2025-03-16T02:00+08:00")
    settings.PHONE_PEOPLE = "+6561112222"
    assert duty.list_people(night) == [duty.Person("+6561112222", is_on_duty=False)]

    cases.set_duty_number(number=NUMBER, by=hire("Cy Four", agency="CTC", role="duty-officer"), at=night)

    assert duty.list_people(night) == [duty.Person(NUMBER, is_on_duty=True)]
    noon = datetime.fromisoformat("2025-03-17T11:00+08:00")
    assert duty.list_people(noon) == [duty.Person("+6561112222", is_on_duty=False)]
