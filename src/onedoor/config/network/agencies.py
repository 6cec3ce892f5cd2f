"""Two agencies of the demo city with systems of their own: Elections and the Libraries.

They take tasks as ``services.links.rest`` says, each task once however often it comes, and only what the
house has signed. ``POST /{agency}/mood {"mood": "up" | "down" | "refuses", "reason": {…}}`` on loopback
makes one of them fail, or refuse, as systems and agencies do.
"""

import os
import threading
from dataclasses import dataclass, field
from http.server import ThreadingHTTPServer
from typing import Any

from onedoor.config.network.web import JsonHandler

AGENCIES = ("ELC", "LIB")
MOODS = ("up", "down", "refuses")


@dataclass
class Agency:
    """One agency's system: what it took, by the id of the task, and how it feels."""

    code: str
    mood: str = "up"
    reason: dict[str, str] = field(default_factory=dict)
    answers: dict[str, dict[str, Any]] = field(default_factory=dict)
    knocks: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def take(self, task: str) -> tuple[int, dict[str, Any]]:
        """The answer to a task, the same for the same task. While it is down nobody answers."""
        with self.lock:
            self.knocks += 1
            if self.mood == "down":
                return 503, {}
            if task not in self.answers:
                number = f"{self.code}-{len(self.answers) + 1:06}"
                refused = self.mood == "refuses"
                self.answers[task] = {
                    "state": "refused" if refused else "done",
                    "reference": number,
                    "values": {},
                    "reasons": [self.reason] if refused else [],
                }
            return 200, self.answers[task]


class Systems(ThreadingHTTPServer):
    """Every agency's system below its own code."""

    def __init__(self, port: int, codes: tuple[str, ...] = AGENCIES) -> None:
        super().__init__(("127.0.0.1", port), Handler)
        self.agencies = {code: Agency(code) for code in codes}


class Handler(JsonHandler):
    """One request to one agency."""

    server: Systems

    def do_GET(self) -> None:
        agency, rest = self._find()
        if agency is None or len(rest) != 2:
            self.answer(404, {})
        elif agency.mood == "down":
            self.answer(503, {})
        else:
            found = agency.answers.get(rest[1])
            self.answer(200 if found else 404, found or {})

    def do_POST(self) -> None:
        agency, rest = self._find()
        given = self.read_json() or {}
        if agency is None:
            self.answer(404, {})
        elif rest == ["mood"]:
            agency.mood = given["mood"] if given.get("mood") in MOODS else "up"
            agency.reason = given.get("reason") or {}
            self.answer(200, {"knocks": agency.knocks})
        elif not self.headers.get("Onedoor-Signature"):
            self.answer(401, {})
        else:
            self.answer(*agency.take(str(self.headers.get("Idempotency-Key") or given.get("task"))))

    def _find(self) -> tuple[Agency | None, list[str]]:
        first, *rest = self.path.strip("/").split("/")
        return self.server.agencies.get(first), rest


def serve(stop: threading.Event) -> None:
    """Returns when ``stop`` is set, or at once where no port is given."""
    port = os.environ.get("DEMO_AGENCIES_PORT", "")
    if not port:
        return
    server = Systems(int(port))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    stop.wait()
    server.shutdown()
