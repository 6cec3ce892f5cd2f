"""A register of a test: real HTTP on localhost, in whatever mood; and the question that is put to it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Any
from uuid import UUID, uuid4

from onedoor.config.network.registers import Register
from onedoor.exchange import actions
from onedoor.exchange.types import Reported, Wanted
from onedoor.kernel.actors import Actor
from onedoor.trust import queries as trust

VEHICLES = Wanted("travel-cards", "vehicles")


@contextmanager
def serving(server: ThreadingHTTPServer) -> Iterator[str]:
    """The address of a server, while it serves."""
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


def house_key(key_id: str) -> bytes | None:
    """The house's public key of that name."""
    return next((key.value for key in trust.list_public_keys() if key.key_id == key_id), None)


def make_register(at: datetime) -> Register:
    """The demo's own register; it believes the house as of ``at``."""
    keys = {key.key_id: key.value for key in trust.list_public_keys()}
    return Register(0, keys.get, now=lambda: at)


def ask(customer: UUID, by: Actor, at: datetime, *, issue: str = "HC-1", **changed: Any) -> list[Reported]:
    """What is said of her vehicles to the service for those who move."""
    asked = {"service": "move", "purpose": "change-address", "agency": "CIV"} | changed
    answer = actions.request_values(
        customer=customer, wanted=[VEHICLES], subject=uuid4(), issue=issue, by=by, at=at, **asked
    )
    return answer[VEHICLES]


class Raw(ThreadingHTTPServer):
    """Answers with exactly ``reply``: status, headers and body; keeps what it heard."""

    daemon_threads = True
    status, body, slow = 200, b"{}", 0.0
    fields: dict[str, str]

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Raw)
        self.heard: list[tuple[str, dict[str, str], bytes]] = []
        self.fields, self.closing = {"Content-Type": "application/json"}, Event()

    def shutdown(self) -> None:
        self.closing.set()
        super().shutdown()

    def says(self, status: int = 200, body: bytes = b"{}", **fields: str) -> None:
        self.status, self.body = status, body
        self.fields = {"Content-Type": "application/json"} | {
            name.replace("_", "-"): value for name, value in fields.items()
        }


class _Raw(BaseHTTPRequestHandler):
    server: Raw

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.heard.append((self.path, dict(self.headers), body))
        self.send_response(self.server.status)
        fields = {"X-Road-Id": self.headers["X-Road-Id"]} | self.server.fields
        for name, value in fields.items():
            self.send_header(name, value)
        self.end_headers()
        for place in range(0, len(self.server.body), 1) if self.server.slow else ():
            self.wfile.write(self.server.body[place : place + 1])
            self.wfile.flush()
            if self.server.closing.wait(self.server.slow):
                return
        if not self.server.slow:
            self.wfile.write(self.server.body)

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing of what a register hears is written down."""
