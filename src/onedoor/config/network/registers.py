"""A register of the demo city that is asked by calls: vehicles, at the Transport Authority.

It speaks X-Road's REST protocol as docs/how-to/connect-a-register.md says and shares no code with the house,
as no real one would. It believes only what the house has signed, and answers no question a second time.
``POST /mood {"mood": ...}`` on loopback makes it slow, lets it write rubbish, say things twice, say nothing
at all, or be down.
"""

import hashlib
import json
import os
import re
import threading
from base64 import b64decode, b64encode
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from http.server import ThreadingHTTPServer
from typing import Any
from urllib.request import urlopen

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from onedoor.config.network.web import JsonHandler
from onedoor.kernel import clock
from onedoor.kernel.ids import new_id

SERVICE = "HARBOUR/GOV/TRN/VEHICLES"
AGENCIES = frozenset({"GOV/CIV", "GOV/REV", "GOV/TRN"})
MOODS = ("up", "slow", "rubbish", "twice", "never", "down")
VALID_FOR = timedelta(minutes=5)
MOST_BODY = 20_000
SLOW, SILENT = 6.0, 30.0
_PERSON = re.compile(r"TRN-[A-Z2-7]{16}")

Keys = Callable[[str], bytes | None]
"""The public key of that name; None where the house has no such key."""


class Register(ThreadingHTTPServer):
    """The register's system: whose signature it believes, what it was asked, and how it feels."""

    daemon_threads = True

    def __init__(
        self, port: int, keys: Keys, *, mood: str = "up", now: Callable[[], datetime] = clock.now
    ) -> None:
        super().__init__(("127.0.0.1", port), Handler)
        self.keys, self.mood, self.now = keys, mood, now
        self.seen: set[str] = set()
        self.heard: list[tuple[dict[str, str], dict[str, Any]]] = []
        self.knocks = 0
        self.lock = threading.Lock()
        self.closing = threading.Event()

    def shutdown(self) -> None:
        self.closing.set()
        super().shutdown()

    def is_first(self, id: str) -> bool:
        """Whether a question comes for the first time."""
        with self.lock:
            if id in self.seen:
                return False
            self.seen.add(id)
            return True


class Handler(JsonHandler):
    """One question."""

    server: Register
    timeout = 20

    def do_POST(self) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        if length > MOST_BODY:
            self.close_connection = True
            return self.answer(413, {"code": "too-large"})
        body = self.rfile.read(length)
        said = _read(body)
        if self.path == "/mood" and said is not None:
            return self._change_mood(str(said.get("mood")))
        self.server.knocks += 1
        if self._fails():
            return None
        return self._reply(body, *self._judge(body, said))

    def _change_mood(self, mood: str) -> None:
        self.server.mood = mood if mood in MOODS else "up"
        self.answer(200, {"mood": self.server.mood, "knocks": self.server.knocks})

    def _fails(self) -> bool:
        """What a bad day does instead of answering."""
        mood, closing = self.server.mood, self.server.closing
        if mood == "never":
            closing.wait(SILENT)
            self.close_connection = True
        elif mood == "down":
            self.answer(503, {"code": "down"})
        elif mood == "rubbish":
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(b"<html><h1>It works!</h1>" + b"." * 200_000)
        elif mood == "slow":
            closing.wait(SLOW)
            return False
        return mood in ("never", "down", "rubbish")

    def _judge(self, body: bytes, said: dict[str, Any] | None) -> tuple[int, dict[str, Any]]:
        """Status and answer to one question."""
        if not self._is_signed(body):
            return 401, {"code": "not-signed"}
        if self.headers.get("X-Road-Represented-Party") not in AGENCIES:
            return 403, {"code": "not-agreed"}
        if not self.server.is_first(str(self.headers.get("X-Road-Id"))):
            return 409, {"code": "replayed"}
        if said is None or self.path != f"/r1/{SERVICE}/values":
            return 400, {"code": "unreadable"}
        self.server.heard.append((dict(self.headers), said))
        wanted = said.get("attributes", [])
        if not wanted or any(one.get("attribute") != "vehicles" for one in wanted):
            return 422, {"code": "attribute-unknown"}
        name = str(said.get("person", {}).get("pseudonym", ""))
        if not _PERSON.fullmatch(name):
            return 404, {"code": "person-unknown"}
        statement = {"attribute": "vehicles", "period": "", "value": count_vehicles(name), "reference": ""}
        times = 2 if self.server.mood == "twice" else 1
        return 200, {"values": [statement] * times}

    def _is_signed(self, body: bytes) -> bool:
        """Whether the house sent exactly this, less than five minutes ago."""
        id, sent_at = str(self.headers.get("X-Road-Id")), str(self.headers.get("Onedoor-Sent-At"))
        key_id, _, signature = str(self.headers.get("Onedoor-Signature")).partition(":")
        try:
            public = self.server.keys(key_id)
            late = abs(self.server.now() - datetime.fromisoformat(sent_at)) > VALID_FOR
            if public is None or late:
                return False
            signed = f"{id}\n{sent_at}\n{self.path}\n".encode() + body
            Ed25519PublicKey.from_public_bytes(public).verify(bytes.fromhex(signature), signed)
        except (ValueError, TypeError, OSError, InvalidSignature):
            return False
        return True

    def _reply(self, body: bytes, status: int, said: dict[str, Any]) -> None:
        content = json.dumps(said).encode()
        self.send_response(status)
        for name, value in answer_headers(dict(self.headers), body).items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)


def answer_headers(question: Mapping[str, str], body: bytes) -> dict[str, str]:
    """What an answer says of the question it belongs to."""
    return {
        "Content-Type": "application/json; charset=utf-8",
        "X-Road-Client": question.get("X-Road-Client", ""),
        "X-Road-Service": SERVICE,
        "X-Road-Id": question.get("X-Road-Id", ""),
        "X-Road-Request-Id": str(new_id()),
        "X-Road-Request-Hash": hash_of(question, body),
    }


def hash_of(question: Mapping[str, str], body: bytes) -> str:
    """base64 of SHA-512(SHA-512(headers) + SHA-512(body)), over the question's own X-Road- headers."""
    named = {name.lower(): value for name, value in question.items()}
    own = {k: v for k, v in named.items() if k.startswith("x-road-") and k != "x-road-request-hash"}
    told = "".join(f"{name}:{own[name]}\n" for name in sorted(own)).encode()
    both = hashlib.sha512(told).digest() + hashlib.sha512(body).digest()
    return b64encode(hashlib.sha512(both).digest()).decode()


def count_vehicles(name: str) -> int:
    """One or two: the demo's register knows everybody, and says the same each time."""
    return 1 + hashlib.sha256(name.encode()).digest()[0] % 2


def _read(body: bytes) -> dict[str, Any] | None:
    try:
        said = json.loads(body or b"{}")
    except ValueError:
        return None
    return said if isinstance(said, dict) else None


class HouseKeys:
    """The house's public keys, as it publishes them; read again when a key is not among them."""

    def __init__(self, address: str) -> None:
        self._address, self._keys = address, dict[str, bytes]()

    def __call__(self, key_id: str) -> bytes | None:
        if key_id not in self._keys:
            with urlopen(self._address, timeout=3) as answer:  # noqa: S310  # the demo's own house
                told = json.load(answer)
            self._keys = {key["key_id"]: read_key(key["key"]) for key in told["keys"]}
        return self._keys.get(key_id)


def read_key(written: str) -> bytes:
    """The public key of a line as ``journal/keys.json`` has it: name, hash, algorithm and key."""
    return b64decode(written.split("+", 2)[2])[1:]


def serve(stop: threading.Event) -> None:
    """Returns when ``stop`` is set, or at once where no port is given."""
    port = os.environ.get("DEMO_REGISTER_PORT", "")
    if not port:
        return
    house = os.environ.get("PUBLIC_URL", "http://localhost:8000")
    server = Register(int(port), HouseKeys(f"{house}/journal/keys.json"))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    stop.wait()
    server.shutdown()
