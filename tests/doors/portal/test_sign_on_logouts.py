"""Whoever is out here is out at every service: told by a signed token, again until it hears, and seen at the
desk where it never does."""

import hashlib
import threading
from collections.abc import Iterator
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs
from uuid import UUID

import pytest
from django.test import Client
from joserfc import jwt
from joserfc.jwk import KeySet

from onedoor.journal import queries as journal
from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.kernel.calls import CallFailed, call
from onedoor.kernel.errors import Invalid, NotAllowed, NotFound
from onedoor.kernel.ids import new_id
from onedoor.trust import actions as trust
from onedoor.trust import queries
from onedoor.trust.actions.sign_on_logouts import PAUSES
from onedoor.trust.models import LogoutNotice
from onedoor.trust.protection import LockedBy
from tests.doors.portal.relying import LIB, Service, register, room

__all__ = ["room"]
EVENT = "http://schemas.openid.net/event/backchannel-logout"


class Ear(ThreadingHTTPServer):
    """The service's own server, which hears who signed out."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Hears)
        self.heard: list[str] = []
        self.answers = 200

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/told"


class _Hears(BaseHTTPRequestHandler):
    server: Ear

    def log_message(self, *_what: object) -> None:
        """Quiet."""

    def do_POST(self) -> None:
        said = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        self.server.heard += said["logout_token"]
        self.send_response(self.server.answers)
        self.send_header("Content-Length", "0")
        self.end_headers()


@pytest.fixture
def ear(settings: Any) -> Iterator[Ear]:
    settings.SIGN_ON_INSIDE_HOSTS = ["127.0.0.1"]
    server = Ear()
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def told(room: Service, ear: Ear, at: datetime) -> Service:
    """The reading room with an ear, and Mei Lin signed in there."""
    back = "http://127.0.0.1/back"
    issued = register(at, **LIB, redirect_uris=(back,), logout_uri=ear.address)  # type: ignore[arg-type]
    service = Service(issued, room.browser, back=back)
    service.signed = service.sign_in()  # type: ignore[attr-defined]
    return service


def claims_of(token: str) -> dict[str, Any]:
    keys = KeySet.import_key_set(Client().get("/sign-on/keys.json").json())
    read = jwt.decode(token, keys, algorithms=["ES256"])
    assert read.header["typ"] == "logout+jwt"
    return dict(read.claims)


def test_who_signs_out_here_is_told_of_by_a_token_that_anybody_can_check(
    told: Service, ear: Ear, at: datetime
) -> None:
    signed = told.signed  # type: ignore[attr-defined]
    assert trust.tell_logouts(by=SYSTEM, at=at) == 0
    told.browser.post("/sign-out/")
    assert trust.tell_logouts(by=SYSTEM, at=at) == 1
    claims = claims_of(ear.heard[0])
    assert (claims["iss"], claims["aud"]) == ("http://localhost:8000", told.issued.client.code)
    assert (claims["sid"], claims["sub"]) == (signed["sid"], signed["sub"])
    assert (claims["events"], claims["exp"] - claims["iat"]) == ({EVENT: {}}, 120)
    assert "nonce" not in claims
    assert trust.tell_logouts(by=SYSTEM, at=at + timedelta(days=1)) == 0  # once


@pytest.mark.parametrize("way", ["list", "service", "session", "identity", "account"])
def test_however_it_ends_the_service_is_told(
    told: Service, ear: Ear, at: datetime, way: str, mei: UUID, account: UUID, citizen: Actor
) -> None:
    from tests.doors.portal.test_sign_on import actor_of_session

    by = actor_of_session(told.browser)
    if way == "list":
        [one] = queries.list_sign_ons(by=by, at=at)
        trust.end_sign_on(sign_on=one.id, by=by, at=at)
    elif way == "service":
        told.browser.get("/sign-on/end/", {"id_token_hint": told.signed["id_token"]})  # type: ignore[attr-defined]
    elif way == "session":
        trust.end_session(session=UUID(told.browser.session["browser_session"]), by=by, at=at)
    elif way == "identity":
        trust.lock_identity(customer=mei, how=LockedBy.HERSELF, by=by, at=at)
    else:
        trust.lock_account(account=account, by=SYSTEM, at=at)
    assert trust.tell_logouts(by=SYSTEM, at=at) == 1
    assert claims_of(ear.heard[0])["sid"] == told.signed["sid"]  # type: ignore[attr-defined]


def test_a_service_that_does_not_hear_is_told_again_and_then_stands_at_the_desk(
    told: Service, ear: Ear, at: datetime
) -> None:
    ear.answers = 503
    told.browser.post("/sign-out/")
    for pause in (*PAUSES, timedelta()):
        assert trust.tell_logouts(by=SYSTEM, at=at) == 1
        assert trust.tell_logouts(by=SYSTEM, at=at) == 0
        at += pause
    assert trust.tell_logouts(by=SYSTEM, at=at + timedelta(days=9)) == 0
    assert len({claims_of(one)["jti"] for one in ear.heard}) == len(PAUSES) + 1
    standing = queries.list_logouts_told("LIB")[told.issued.client.id]
    assert (standing.stuck, standing.waiting, standing.failure) == (1, 0, "status-503")

    ear.answers = 204
    assert trust.retry_logouts(client=told.issued.client.id, by=SYSTEM, at=at) == 1
    assert trust.tell_logouts(by=SYSTEM, at=at) == 1
    assert queries.list_logouts_told("LIB")[told.issued.client.id].told == 1


def test_what_was_told_is_proved_by_its_digest_and_names_nobody(
    told: Service, ear: Ear, at: datetime, mei: UUID
) -> None:
    told.browser.post("/sign-out/")
    trust.tell_logouts(by=SYSTEM, at=at)
    entries = journal.list_about(told.issued.client.id, by=SYSTEM)
    [entry] = [one for one in entries if one.event == "trust.sign_on.logout_told"]
    digest = hashlib.sha256(ear.heard[0].encode()).hexdigest()
    assert entry.data["proof"] == LogoutNotice.objects.get().proof == digest
    assert entry.customer is None
    assert str(mei) not in str(entry.data)


def test_one_service_that_is_down_keeps_no_other_waiting(
    told: Service, ear: Ear, at: datetime, room: Service
) -> None:
    gone = register(at, "LAB", redirect_uris=("http://127.0.0.1/back",), logout_uri="http://127.0.0.1:1/told")
    Service(gone, room.browser, scope="openid", back="http://127.0.0.1/back").sign_in()
    room.browser.post("/sign-out/")
    assert trust.tell_logouts(by=SYSTEM, at=at) == 2
    assert queries.list_logouts_told("LIB")[told.issued.client.id].told == 1
    waiting = queries.list_logouts_told("LAB")[gone.client.id]
    assert (waiting.waiting, waiting.failure) == (1, "unreachable")


@pytest.mark.parametrize(
    ("address", "code"),
    [
        ("https://other.example/told", "sign_on_client.logout_host"),
        ("http://127.0.0.1/told", "sign_on_client.logout_inside"),
        ("https://10.0.0.8/told", "sign_on_client.logout_inside"),
        ("https://[::1]/told", "sign_on_client.logout_inside"),
        ("https://intranet/told", "sign_on_client.logout_inside"),
        ("ftp://reading.example/told", "sign_on_client.address"),
    ],
)
def test_the_house_calls_nothing_inside(db: None, at: datetime, address: str, code: str) -> None:
    back = "https://reading.example/back" if "other" in address else address.replace("ftp", "https")
    with pytest.raises(Invalid) as refusal:
        register(at, redirect_uris=(back,), logout_uri=address)
    assert refusal.value.code == code


@pytest.mark.parametrize(
    "address", ["http://127.0.0.1:9/", "http://localhost:9/", "http://[::ffff:10.0.0.1]/"]
)
def test_a_name_that_leads_inside_is_not_called(address: str) -> None:
    with pytest.raises(CallFailed) as failure:
        call("POST", address, headers={}, seconds=1, outside=True)
    assert failure.value.code == "inside"


def test_only_the_house_carries_the_news_and_only_the_agency_begins_anew(
    told: Service, citizen: Actor, at: datetime
) -> None:
    client = told.issued.client.id
    with pytest.raises(NotAllowed):
        trust.find_logouts(by=citizen, at=at)
    with pytest.raises(NotAllowed):
        trust.claim_logout(by=citizen, at=at)
    with pytest.raises(NotFound):
        trust.retry_logouts(client=client, by=citizen, at=at)
    other = Actor(
        kind="officer", account=new_id(), door="desk", assurance=3, agency="REV",
        permissions=frozenset({"sign_on.manage"}),
    )  # fmt: skip
    with pytest.raises(NotFound):
        trust.retry_logouts(client=client, by=other, at=at)
