"""One contract for every link: the agency on paper, and the real one against a server of an agency."""

import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from time import sleep
from typing import Any
from uuid import UUID, uuid4

import pytest

from onedoor.services.links.base import LinkDown, Message
from onedoor.services.links.choosing import choose_link
from onedoor.services.links.in_house import InHouse
from onedoor.services.links.rest import RestLink
from tests.services.flow.agency import PaperAgency


def message(task: UUID | None = None) -> Message:
    return Message(
        task=task or uuid4(), kind="task", agency="ELC", number="HC-1", service="moving-day", step="roll",
        title={"en": "Roll", "zh-hans": "登记"}, told={"address": "7 Quay Street"}, due_at=None,
    )  # fmt: skip


class Server(HTTPServer):
    """An agency's own system, in whatever mood."""

    mood = "well"
    known: dict[str, dict[str, Any]]
    heard: list[tuple[dict[str, str], dict[str, Any]]]


class Desk(BaseHTTPRequestHandler):
    server: Server

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.heard.append((dict(self.headers), body))
        self._answer(body["task"])

    def do_GET(self) -> None:
        if self.server.mood != "slow":
            self.server.known.pop(self.path.rsplit("/", 1)[-1], None)
        self._answer(self.path.rsplit("/", 1)[-1])

    def _answer(self, task: str) -> None:
        mood = self.server.mood
        if mood == "down":
            sleep(3)
        answers = {
            "slow": {"state": "accepted", "reference": "A-1"},
            "no": {"state": "refused", "reasons": ["The cellar is wet.", {"en": "Leaks", "zh-hans": "漏水"}]},
        }
        made = self.server.known.setdefault(task, answers.get(mood, {"state": "done", "values": {"n": "1"}}))
        text = {"rubbish": b"<html>", "silent-no": b'{"state": "refused"}', "huge": b"x" * 100_000}
        self.send_response({"cross": 422, "broken": 503}.get(mood, 200))
        self.end_headers()
        self.wfile.write(text.get(mood, json.dumps(made).encode()))

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing of what an agency hears is written down."""


@pytest.fixture
def server() -> Iterator[Server]:
    served = Server(("127.0.0.1", 0), Desk)
    served.known, served.heard = {}, []
    Thread(target=served.serve_forever, daemon=True).start()
    yield served
    served.shutdown()
    served.server_close()


@pytest.fixture(params=["paper", "rest"])
def agency(request: pytest.FixtureRequest, server: Server) -> Any:
    """(the link, what sets its mood): the same tests for both."""
    if request.param == "paper":
        paper = PaperAgency(values={"n": "1"})
        return paper, lambda mood: setattr(paper, "mood", mood)
    link = RestLink(f"http://127.0.0.1:{server.server_port}/", sign=lambda body: "key:00", seconds=2)
    return link, lambda mood: setattr(server, "mood", mood)


def test_what_is_done_at_once_comes_with_its_values(agency: Any) -> None:
    link, _ = agency
    assert link.send(message()).values == {"n": "1"}


def test_the_same_task_twice_has_the_same_answer(agency: Any) -> None:
    link, _ = agency
    task = uuid4()
    assert link.send(message(task)) == link.send(message(task))


def test_a_slow_agency_accepts_and_is_asked_later(agency: Any) -> None:
    link, be = agency
    be("slow")
    task = message()
    assert link.send(task).outcome == "accepted"
    assert link.ask(task).outcome == "accepted"
    be("well")
    assert link.ask(task).outcome == "done"


def test_a_no_comes_with_every_reason(agency: Any) -> None:
    link, be = agency
    be("no")
    receipt = link.send(message())
    assert (receipt.outcome, len(receipt.reasons)) == ("refused", 2)
    assert all(set(reason) == {"en", "zh-hans"} for reason in receipt.reasons)


@pytest.mark.parametrize(
    ("mood", "code", "for_good"),
    [("down", "timeout", False), ("rubbish", "unreadable", False), ("cross", "status-422", True)],
)
def test_every_failure_is_a_failure_and_says_whether_to_try_again(
    agency: Any, mood: str, code: str, for_good: bool
) -> None:
    link, be = agency
    be(mood)
    with pytest.raises(LinkDown) as told:
        link.send(message())
    assert (told.value.code, told.value.for_good) == (code, for_good)


@pytest.mark.parametrize(
    ("mood", "code"), [("broken", "status-503"), ("silent-no", "unreadable"), ("huge", "unreadable")]
)
def test_the_real_one_takes_no_answer_that_says_nothing(server: Server, mood: str, code: str) -> None:
    server.mood = mood
    link = RestLink(f"http://127.0.0.1:{server.server_port}", sign=lambda body: "key:00", seconds=2)
    with pytest.raises(LinkDown) as told:
        link.send(message())
    assert told.value.code == code


def test_the_agency_knows_who_asks_and_that_it_is_the_same_task(server: Server) -> None:
    link = RestLink(f"http://127.0.0.1:{server.server_port}", sign=lambda body: f"key:{len(body)}", seconds=2)
    sent = message()
    link.send(sent)
    ((headers, body),) = server.heard
    assert headers["Idempotency-Key"] == body["task"] == str(sent.task)
    assert headers["Onedoor-Signature"].startswith("key:")
    assert body["told"] == {"address": "7 Quay Street"}


def test_nobody_at_home_is_a_failure_to_try_again() -> None:
    link = RestLink("http://127.0.0.1:9", sign=lambda body: "key:00", seconds=1)
    with pytest.raises(LinkDown) as told:
        link.send(message())
    assert (told.value.code, told.value.for_good) == ("unreachable", False)


def test_who_has_an_address_has_a_system_and_all_others_are_at_the_desk(settings: Any) -> None:
    settings.AGENCY_LINKS = ["HSG=https://hsg.example/onedoor", "bank = https://bank.example"]
    assert isinstance(choose_link("HSG"), RestLink)
    assert isinstance(choose_link("bank"), RestLink)
    assert isinstance(choose_link("ELC"), InHouse)
