"""Word to somebody of whom the house knows only an address; and what every gateway for texts must do."""

import json
import threading
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any
from uuid import UUID

import pytest
from django.core import mail

from onedoor.contact import actions, queries
from onedoor.contact.actions import outside
from onedoor.contact.models import OutsideMessage
from onedoor.contact.texts import HttpGateway, KeptTexts, TextCarrier
from onedoor.journal.models import JournalEntry
from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.kernel.errors import Invalid, NotAllowed
from onedoor.kernel.scope import scoped

SUBJECT, MEI = UUID(int=70), UUID(int=71)
Write = Callable[..., UUID]


@pytest.fixture(autouse=True)
def _mailbox(settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    settings.DEMO = False


@pytest.fixture
def write(db: None, at: datetime) -> Write:
    def send(**changed: Any) -> UUID:
        facts: dict[str, Any] = {
            "kind": "email", "address": "bo@mail.example", "title": {"en": "Asked", "zh-hans": "请求"},
            "body": {"en": "Look here", "zh-hans": "请看这里"}, "subject": SUBJECT, "customer": MEI,
            "by": SYSTEM, "at": at,
        }  # fmt: skip
        return actions.write_outside(**(facts | changed))

    return send


def test_it_leaves_in_both_languages(write: Write, at: datetime) -> None:
    write()
    actions.deliver_outside(by=SYSTEM, at=at)
    (sent,) = mail.outbox
    assert (sent.subject, sent.body) == ("Asked / 请求", "Look here\n\n请看这里")


def test_it_is_sealed_while_it_waits_and_forgotten_once_it_left(write: Write, at: datetime) -> None:
    write()
    row = OutsideMessage.objects.get()
    assert b"Look here" not in bytes(row.text or b"")
    assert b"bo@mail" not in bytes(row.address)
    actions.deliver_outside(by=SYSTEM, at=at)
    row.refresh_from_db()
    assert (row.state, row.text) == ("delivered", None)
    assert queries.find_demo_text(SUBJECT) == ""


def test_a_text_waits_for_the_morning(write: Write, at: datetime) -> None:
    night = at + timedelta(hours=14)  # 23:00
    write(kind="phone", address="+6591234567", at=night)
    write(subject=UUID(int=72), at=night)
    due = {row.kind: row.due_at for row in OutsideMessage.objects.all()}
    assert due == {"phone": at + timedelta(hours=23), "email": night}


@pytest.mark.parametrize("wrong", [{"kind": "post"}, {"address": ""}])
def test_it_needs_an_address(write: Write, wrong: dict[str, str]) -> None:
    with pytest.raises(Invalid):
        write(**wrong)


def test_what_waits_is_dropped_for_what_is_newer(write: Write, at: datetime) -> None:
    write()
    write(body={"en": "Newer", "zh-hans": "更新"})
    actions.deliver_outside(by=SYSTEM, at=at)
    assert [one.body for one in mail.outbox] == ["Newer\n\n更新"]


def test_what_fails_is_tried_again_and_then_said(
    write: Write, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    write()
    monkeypatch.setattr(outside, "_hand_over", lambda _row: "OSError")
    for hour in range(6):
        actions.deliver_outside(by=SYSTEM, at=at + timedelta(hours=3 * hour))
    assert queries.list_failed_outside([SUBJECT]) == {SUBJECT}
    assert JournalEntry.objects.filter(event="contact.outside_message.failed", customer=MEI).count() == 1


def test_only_the_house_reads_and_delivers(write: Write, at: datetime) -> None:
    write()
    mei = Actor(kind="citizen", account=MEI, door="portal", assurance=3, customer=MEI)
    with scoped(mei):
        assert not OutsideMessage.objects.exists()
    with pytest.raises(NotAllowed):
        actions.deliver_outside(by=mei, at=at)


class _Gateway(BaseHTTPRequestHandler):
    """A gateway as its manual describes it."""

    taken: dict[str, tuple[str, str]]

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        code = 401 if self.headers["Authorization"] != "Bearer key" else 202
        if code == 202 and body["reference"] in self.taken:
            code = 409
        elif code == 202:
            self.taken[body["reference"]] = (body["to"], body["text"])
        self.send_response(code)
        self.end_headers()

    def log_message(self, *_args: Any) -> None: ...


@pytest.fixture
def gateway() -> Iterator[tuple[str, dict[str, tuple[str, str]]]]:
    taken: dict[str, tuple[str, str]] = {}
    server = HTTPServer(("127.0.0.1", 0), type("G", (_Gateway,), {"taken": taken}))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/texts", taken
    server.shutdown()
    server.server_close()


@pytest.fixture(params=["http", "kept"])
def carrier(request: pytest.FixtureRequest, gateway: Any) -> tuple[TextCarrier, dict[str, tuple[str, str]]]:
    """The real client before a gateway, and the one that keeps what it is given."""
    if request.param == "http":
        return HttpGateway(gateway[0], "key"), gateway[1]
    kept = KeptTexts()
    return kept, kept.carried


def test_a_carrier_brings_a_text_once(carrier: Any) -> None:
    carry, taken = carrier
    for _ in range(2):
        assert carry.carry(number="+6591234567", text="Look", reference="r1") == ""
    assert taken == {"r1": ("+6591234567", "Look")}


def test_a_gateway_that_refuses_or_is_away_says_so(gateway: Any) -> None:
    assert HttpGateway(gateway[0], "wrong").carry(number="+65", text="x", reference="r") == "answer-401"
    away = HttpGateway("http://127.0.0.1:9/texts", "key")
    assert away.carry(number="+65", text="x", reference="r") == "ConnectError"


def test_a_text_goes_by_the_gateway_of_the_settings(
    write: Write, gateway: Any, settings: Any, at: datetime
) -> None:
    settings.TEXT_GATEWAY, settings.TEXT_GATEWAY_KEY = gateway[0], "key"
    write(kind="phone", address="+6591234567")
    actions.deliver_outside(by=SYSTEM, at=at)
    assert list(gateway[1].values()) == [("+6591234567", "Look here\n请看这里")]
