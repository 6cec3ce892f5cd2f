"""A conversation by heart and an exchange of our own: what the door does, whatever is talked about."""

import os
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from onedoor.contact import actions as contact
from onedoor.dialogue.types import Ending, Expects, Option, Profile, Task, Then, Turn
from onedoor.doors.phone import calls, people, recordings
from onedoor.doors.phone.ari import Asterisk
from onedoor.doors.phone.speech import Speaker
from onedoor.doors.phone.switchboard import Switchboard
from onedoor.doors.phone.talking import Talk
from onedoor.doors.phone.voice import Line
from onedoor.kernel.actors import Actor
from onedoor.kernel.ids import new_id
from tests.fakes.asterisk import PASSWORD, USER, FakeAsterisk
from tests.fakes.twilio import TOKEN, FakeTwilio

BASE = "https://phone.harbour.example"
Dial = Callable[..., list[str]]


class Exchange(Protocol):
    """The fake, or a real one where ONEDOOR_ASTERISK names its folder. ``officer``: talks-and-leaves,
    rings, nobody, away."""

    officer: str

    @property
    def address(self) -> str: ...

    def dial(self, presses: list[str], *, number: str = "", stays: bool = False) -> object: ...

    def close(self) -> None: ...


class Told:
    """Writes down what is said; ``speaks`` makes sound of it where somebody listens."""

    def __init__(self, speaks: Speaker | None = None) -> None:
        self.lines: list[str] = []
        self.forgotten: list[UUID] = []
        self.speaks = speaks

    def say(self, line: Line, *, call: UUID) -> str:
        self.lines.append(line.text)
        if self.speaks:
            print(f"    says ({line.language}): {line.text}", flush=True)
        return self.speaks.say(line, call=call) if self.speaks else f"sound:/words/{len(self.lines)}"

    def forget(self, call: UUID) -> None:
        self.forgotten.append(call)
        if self.speaks:
            self.speaks.forget(call)


@dataclass
class Script:
    """Stands for the dialogue: ``language`` then ``menu``, a reference and a PIN, and back to the menu."""

    session: UUID = field(default_factory=new_id)
    at_turn: str = "language"
    language: Any = "en"
    replies: list[str] = field(default_factory=list)
    actors: list[Actor] = field(default_factory=list)
    endings: list[Ending] = field(default_factory=list)

    def begin(
        self, *, profile: Profile, by: Actor, at: datetime, address: str = "", language: str = ""
    ) -> Turn:
        self.address, self.profile = address, profile
        self.actors.append(by)
        return self.turn()

    def reply(self, *, session: UUID, text: str, by: Actor, at: datetime) -> Turn:
        assert session == self.session
        self.replies.append(text)
        self.actors.append(by)
        if text == "0":
            self.at_turn = "person"
        elif text != "*":
            self.at_turn = self._next(text)
        return self.turn()

    def get_turn(self, session: UUID, *, by: Actor, at: datetime) -> Turn:
        return self.turn()

    def end_session(self, *, session: UUID, how: Ending, by: Actor, at: datetime) -> None:
        self.endings.append(how)

    def _next(self, text: str) -> str:
        if self.at_turn == "language":
            self.language = "zh-hans" if text == "2" else "en"
            return "menu"
        if self.at_turn == "menu":
            return {"1": "reference", "2": "bye", "3": "voice", "4": "call-back"}.get(text, "menu")
        return {"reference": "pin", "pin": "status", "voice": "menu", "status": "menu"}[self.at_turn]

    def turn(self) -> Turn:
        facts: dict[str, Any] = {"session": self.session, "language": self.language, "task": Task.MENU}
        if self.at_turn == "language":
            facts["task"] = Task.LANGUAGE
        options = tuple(Option(key=str(key), text=text) for key, text in enumerate(("Status", "End"), 1))
        turns: dict[str, dict[str, Any]] = {
            "language": {
                "says": ("Harbour City.", "For English press 1.", "中文请按 2。"),
                "expects": Expects.CHOICE,
            },
            "menu": {"says": ("What is it about?",), "expects": Expects.CHOICE, "options": options},
            "reference": {"says": ("Type your reference.",), "expects": Expects.DIGITS},
            "pin": {"says": ("Type your PIN.",), "expects": Expects.DIGITS, "digits": 6, "secret": True},
            "status": {"says": ("HC-7K3M-Q9TD-4 is being checked.",), "expects": Expects.CHOICE},
            "voice": {"says": ("Say what happened.",), "expects": Expects.RECORDING},
            "person": {"says": ("A person.",), "expects": Expects.NOTHING, "then": Then.PERSON},
            "call-back": {"says": ("Good.",), "expects": Expects.NOTHING, "then": Then.CALL_BACK},
            "bye": {"says": ("Goodbye.",), "expects": Expects.NOTHING, "then": Then.END},
        }
        return Turn(**(facts | turns[self.at_turn]))


@dataclass
class Front:
    """Writes down what contact is told, and tells it."""

    told: list[tuple[str, dict[str, Any]]] = field(default_factory=list)

    def __getattr__(self, name: str) -> Any:
        def tell(**facts: Any) -> Any:
            self.told.append((name, {key: fact for key, fact in facts.items() if key not in ("at", "by")}))
            return getattr(contact, name)(**facts)

        return tell

    def names(self) -> list[str]:
        return [name for name, _facts in self.told]


@pytest.fixture
def script(monkeypatch: pytest.MonkeyPatch, db: None) -> Script:
    known = Script()
    for module, name in (
        (calls, "dialogue"),
        (people, "dialogue"),
        (recordings, "dialogue"),
        (calls, "dialogues"),
    ):
        monkeypatch.setattr(module, name, known)
    return known


@pytest.fixture
def front(monkeypatch: pytest.MonkeyPatch) -> Front:
    known = Front()
    monkeypatch.setattr(people, "contact", known)
    return known


@pytest.fixture(autouse=True)
def _carrier(settings: Settings) -> None:
    settings.PUBLIC_URL, settings.PHONE_WEBHOOK_TOKEN = BASE, TOKEN
    settings.PHONE_PEOPLE, settings.PHONE_RECORDS = "+6561112222", False


@pytest.fixture
def carrier(client: Client) -> FakeTwilio:
    def send(address: str, fields: Mapping[str, str], headers: Mapping[str, str]) -> tuple[int, str, bytes]:
        path = address.removeprefix(BASE)
        answer = client.post(path, dict(fields), headers=dict(headers))
        return answer.status_code, answer.get("Content-Type", ""), answer.content

    return FakeTwilio(send, BASE)


@pytest.fixture
def exchange() -> Iterator[Exchange]:
    found: Exchange
    if os.environ.get("ONEDOOR_ASTERISK"):
        from tests.telephony.exchange import RealExchange

        found = RealExchange()
    else:
        found = FakeAsterisk()
    yield found
    found.close()


@pytest.fixture
def voice(exchange: Exchange) -> Told:
    return Told(getattr(exchange, "speaker", None))


@pytest.fixture
def dial(exchange: Exchange, voice: Told, settings: Settings) -> Iterator[Dial]:
    """A call whose talk runs in this thread, where the test's transaction is; gives what was said."""
    began: list[Talk] = []
    arrived, stop = threading.Event(), threading.Event()
    patience: float = getattr(exchange, "patience", 0.05)
    client = Asterisk(exchange.address, USER, PASSWORD)

    def begin(talk: Talk) -> None:
        began.append(talk)
        arrived.set()

    board = Switchboard(client, voice, begin=begin, patience=patience)
    reader = threading.Thread(target=board.serve, args=(stop,), daemon=True)
    reader.start()

    def make(presses: list[str], **facts: Any) -> list[str]:
        arrived.clear()
        settings.PHONE_PEOPLE = getattr(exchange, "people", "PJSIP/desk")
        caller = threading.Thread(target=exchange.dial, args=(presses,), kwargs=facts, daemon=True)
        caller.start()
        assert arrived.wait(10)
        began[-1].run()
        caller.join(20)
        assert not caller.is_alive()
        return voice.lines

    yield make
    stop.set()
    reader.join(3)
    client.close()
