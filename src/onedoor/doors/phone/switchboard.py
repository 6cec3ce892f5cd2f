"""Hears the exchange's events and gives each call its own; begins a talk for every arrival."""

import json
import threading
from base64 import b64encode
from collections.abc import Callable
from typing import Any, Protocol

import structlog
from websockets.exceptions import WebSocketException
from websockets.sync.client import ClientConnection, connect

from onedoor.doors.phone.ari import Asterisk
from onedoor.doors.phone.line import CallersLine, channel_of
from onedoor.doors.phone.speech import Speaker
from onedoor.doors.phone.talking import Talk

AGAIN_AFTER = 2.0
HIDDEN = frozenset({"", "anonymous", "unknown", "restricted"})
log = structlog.get_logger()
Begin = Callable[[Talk], None]


def begin_in_thread(talk: Talk) -> None:
    """Each call has a thread of its own: it mostly waits."""
    threading.Thread(target=talk.run, name="phone-call", daemon=True).start()


class Hears(Protocol):
    """Whoever has a line whose events it reads."""

    line: CallersLine


class Switchboard:
    """Calls survive a lost web socket: it is opened again, and what they wait for is looked at anew."""

    def __init__(
        self, exchange: Asterisk, speaker: Speaker, *, begin: Begin = begin_in_thread, patience: float = 1.0
    ) -> None:
        self.exchange, self.speaker, self.begin, self.patience = exchange, speaker, begin, patience
        self.talks: dict[str, Hears] = {}

    def send(self, channel: str, talk: Hears) -> None:
        self.talks[channel] = talk

    def serve(self, stop: threading.Event) -> None:
        """Until ``stop`` is set."""
        while not stop.is_set():
            try:
                with connect(
                    self.exchange.events_address, additional_headers={"Authorization": self._login()}
                ) as events:
                    log.info("phone.listening")
                    self._read(events, stop)
            except (OSError, WebSocketException) as error:
                log.warning("phone.exchange_away", error=type(error).__name__)
                stop.wait(AGAIN_AFTER)

    def hear(self, event: dict[str, Any]) -> None:
        """One event, to the call that it is about."""
        channel, kind = channel_of(event), event.get("type", "")
        if kind == "StasisStart" and channel not in self.talks and not event.get("args"):
            self._arrive(channel, event["channel"].get("caller", {}).get("number", ""))
        elif talk := self.talks.get(channel):
            talk.line.events.put(event)
        if kind == "ChannelDestroyed":
            self.talks.pop(channel, None)

    def _read(self, events: ClientConnection, stop: threading.Event) -> None:
        while not stop.is_set():
            try:
                self.hear(json.loads(events.recv(timeout=0.2)))
            except TimeoutError:
                continue

    def _arrive(self, channel: str, number: str) -> None:
        number = "" if number.lower() in HIDDEN else number
        talk = Talk(self.exchange, self.speaker, self, channel=channel, number=number, patience=self.patience)
        self.talks[channel] = talk
        self.begin(talk)

    def _login(self) -> str:
        pair = f"{self.exchange.user}:{self.exchange.password}"
        return f"Basic {b64encode(pair.encode()).decode()}"
