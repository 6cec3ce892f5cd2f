"""A register answers rubbish, slowly, twice or never: nothing of it is kept, and no page waits for it."""

import time
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import pytest

from onedoor.exchange.models import RegisterCall, ReportedValue
from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.people import actions as people
from onedoor.people.rules import make_identifier
from tests.exchange.pull_cast import Raw, ask, make_register, serving

ONE = b'{"attribute": "vehicles", "value": 1}'
GOOD = b'{"values": [' + ONE + b"]}"


@pytest.fixture
def her(db: None, at: datetime) -> Actor:
    born = date(1985, 3, 12)
    id = people.register_customer(
        name="Mei Lin", birth_date=born, identifier=make_identifier(born, 42), by=SYSTEM, at=at
    ).id
    return Actor(kind="citizen", door="portal", assurance=3, customer=id, self_customer=id)


@pytest.fixture
def raw(settings: Any) -> Iterator[Raw]:
    server = Raw()
    with serving(server) as address:
        settings.REGISTER_LINKS = [f"travel-cards={address}"]
        yield server


def asked(her: Actor, at: datetime) -> tuple[int, str]:
    """How many values were kept, and how the call ended."""
    assert her.customer is not None
    ask(her.customer, her, at)
    kept = ReportedValue.objects.filter(customer=her.customer).count()
    return kept, RegisterCall.objects.latest("called_at").failure


def test_a_right_answer_is_kept(raw: Raw, her: Actor, at: datetime) -> None:
    raw.says(body=GOOD)
    assert asked(her, at) == (1, "")


@pytest.mark.parametrize(
    ("body", "failure"),
    [
        (b"<html>", "not-json"),
        (b"[]", "not-json"),
        (b"\xff\xfe", "not-json"),
        (b"[" * 60_000, "not-json"),
        (b'{"values": 1}', "wrong-values"),
        (b'{"values": [1]}', "wrong-values"),
        (b'{"values": [{"attribute": "vehicles", "value": "two"}]}', "wrong-values"),
        (b'{"values": [{"attribute": "vehicles", "value": true}]}', "wrong-values"),
        (b'{"values": [{"attribute": "vehicles", "value": 1.5}]}', "wrong-values"),
        (b'{"values": [{"attribute": "vehicles", "value": NaN}]}', "not-json"),
        (b'{"values": [{"attribute": "vehicles", "value": 1e99}]}', "wrong-values"),
        (b'{"values": [{"attribute": "vehicles", "value": {"$gt": 0}}]}', "wrong-values"),
        (b'{"values": [{"attribute": "vehicles", "value": 1, "grade": "A"}]}', "not-asked"),
        (b'{"values": [{"attribute": "senior_card", "value": "free"}]}', "not-asked"),
        (b'{"values": [{"attribute": ["vehicles"], "value": 1}]}', "not-asked"),
        (b'{"values": [{"attribute": "vehicles", "value": 1, "value": 2}]}', "not-json"),
        (b'{"values": [{"attribute": "vehicles", "value": 1, "reference": "<script>"}]}', "wrong-values"),
        (b'{"values": [' + ONE + b", " + ONE.replace(b"1", b"2") + b"]}", "said-twice"),
        (b'{"values": [' + b",".join([b'{"attribute": "vehicles"}'] * 201) + b"]}", "wrong-values"),
    ],
)  # fmt: skip
def test_rubbish_is_kept_out(raw: Raw, her: Actor, at: datetime, body: bytes, failure: str) -> None:
    raw.says(body=body)
    assert asked(her, at) == (0, failure)


@pytest.mark.parametrize(
    ("said", "failure"),
    [
        ({"Content_Type": "text/html"}, "not-json"),
        ({"Content_Encoding": "gzip"}, "packed"),
        ({"X_Road_Id": "another-question"}, "not-ours"),
        ({"X_Road_Request_Hash": "d3Jvbmc="}, "wrong-hash"),
        ({"X_Road_Error": "Server.ServerProxy.ServiceFailed"}, "xroad-Server.ServerProxy.ServiceFailed"),
        ({"status": 500}, "status-500"),
        ({"status": 403}, "status-403"),
        ({"status": 404}, "status-404"),
        ({"status": 204}, "status-204"),
    ],
)
def test_an_answer_that_is_not_to_our_question_is_kept_out(
    raw: Raw, her: Actor, at: datetime, said: dict[str, Any], failure: str
) -> None:
    raw.says(body=GOOD, **said)
    assert asked(her, at) == (0, failure)


def test_too_large_an_answer_is_not_read_to_its_end(raw: Raw, her: Actor, at: datetime) -> None:
    raw.says(body=GOOD + b" " * 200_000)
    assert asked(her, at) == (0, "too-large")


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_nobody_is_sent_elsewhere(raw: Raw, her: Actor, at: datetime, status: int) -> None:
    elsewhere = Raw()
    with serving(elsewhere) as address:
        raw.says(status, Location=f"{address}/latest/meta-data/")
        assert asked(her, at) == (0, "redirected")
    assert elsewhere.heard == []


def test_an_answer_that_drips_is_cut_off(raw: Raw, her: Actor, at: datetime) -> None:
    raw.says(body=GOOD)
    raw.slow = 0.2
    begun = time.monotonic()
    assert asked(her, at) == (0, "timeout")
    assert time.monotonic() - begun < 6


@pytest.mark.parametrize(
    ("mood", "failure"),
    [("slow", "timeout"), ("never", "timeout"), ("rubbish", "too-large"), ("twice", "said-twice")],
)
def test_the_demos_register_on_its_bad_days(
    her: Actor, at: datetime, settings: Any, mood: str, failure: str
) -> None:
    register = make_register(at)
    register.mood = mood
    with serving(register) as address:
        settings.REGISTER_LINKS = [f"travel-cards={address}"]
        begun = time.monotonic()
        kept, ended = asked(her, at)
    assert (kept, time.monotonic() - begun < 6) == (0, True)
    assert ended in (failure, "not-json")


def test_nobody_at_home_is_a_failure_like_any_other(her: Actor, at: datetime, settings: Any) -> None:
    settings.REGISTER_LINKS = ["travel-cards=http://127.0.0.1:9"]
    assert asked(her, at) == (0, "unreachable")


def test_a_signed_question_caught_on_its_way_is_worth_nothing_a_second_time(
    raw: Raw, her: Actor, at: datetime
) -> None:
    from onedoor.kernel.calls import call

    asked(her, at)
    ((path, headers, body),) = raw.heard
    register = make_register(at)
    sent = {k: v for k, v in headers.items() if k.startswith(("X-Road", "Onedoor", "Content-Type"))}
    with serving(register) as address:
        replies = [call("POST", address + path, body=body, headers=sent, seconds=3).status for _ in range(2)]
        register.now = lambda: datetime(2025, 3, 10, 2, tzinfo=UTC)
        register.seen.clear()
        replies.append(call("POST", address + path, body=body, headers=sent, seconds=3).status)
        register.now = lambda: at
        replies.append(call("POST", address + path, body=body + b" ", headers=sent, seconds=3).status)
    assert replies == [200, 409, 401, 401]


def test_no_person_stands_in_an_address(raw: Raw, her: Actor, at: datetime) -> None:
    asked(her, at)
    ((path, _headers, body),) = raw.heard
    assert path == "/r1/HARBOUR/GOV/TRN/VEHICLES/values"
    assert str(UUID(str(her.customer))).encode() not in body
