"""A caller's line over ARI: what is played to it, and the events that come from it."""

import queue
import time
from typing import Any

from onedoor.doors.phone.ari import Asterisk, LineGone
from onedoor.doors.phone.speech import Speaker
from onedoor.doors.phone.voice import FIRST_KEY_SECONDS, NEXT_KEY_SECONDS, Step

KEYS = frozenset("0123456789*#")
LONGEST_WORDS = 180.0  # an event may be lost on the way; nobody listens longer than this
LONGEST_TALK = 4 * 3600.0
HUNG_UP = ("ChannelHangupRequest", "ChannelDestroyed", "StasisEnd")


class CallersLine:
    """Reads ``events`` that the switchboard puts there. ``patience`` shortens the waiting for keys."""

    def __init__(self, exchange: Asterisk, speaker: Speaker, *, channel: str, patience: float = 1.0) -> None:
        self.exchange, self.speaker = exchange, speaker
        self.channel, self.patience = channel, patience
        self.events: queue.Queue[dict[str, Any]] = queue.Queue()
        self.playing = ""

    def play(self, step: Step) -> None:
        """Begins to say the lines."""
        media = [self.speaker.say(line, call=step.call) for line in step.lines]
        self.playing = self.exchange.play(self.channel, media) if media else ""

    def cut_short(self) -> None:
        """A key was pressed: she has heard enough."""
        if self.playing:
            self.exchange.stop_playing(self.playing)
            self.playing = ""

    def say_all(self, step: Step, *, keys_end_it: bool = False) -> str:
        """Says the lines to their end; with ``keys_end_it`` a key ends them and is given back."""
        self.play(step)
        until = time.monotonic() + LONGEST_WORDS
        while self.playing and (event := self.next(until)) is not None:
            self._note_end_of_words(event)
            if keys_end_it and (key := key_of(event)):
                self.cut_short()
                return key
        return ""

    def take_keys(self, step: Step) -> str:
        """What is pressed, over the words or after them; empty when nothing is in time."""
        self.play(step)
        first, following = FIRST_KEY_SECONDS * self.patience, NEXT_KEY_SECONDS * self.patience
        keys, until = "", time.monotonic() + (LONGEST_WORDS if self.playing else first)
        while (event := self.next(until)) is not None:
            if self._note_end_of_words(event) and not keys:
                until = time.monotonic() + first
            if not (key := key_of(event)):
                continue
            self.cut_short()
            if key == step.ends_with:
                return keys or key
            keys += key
            if len(keys) == step.digits or keys == "*":
                return keys
            until = time.monotonic() + following
        return keys

    def wait_for(
        self, *kinds: str, channel: str = "", seconds: float = LONGEST_TALK
    ) -> dict[str, Any] | None:
        """The first event of these kinds (of that channel); None when it does not come in time."""
        until = time.monotonic() + seconds
        while (event := self.next(until)) is not None:
            if event["type"] in kinds and channel in ("", channel_of(event)):
                return event
        return None

    def next(self, until: float) -> dict[str, Any] | None:
        """The next event; None when time is up. That she hangs up is no event but LineGone."""
        try:
            event = self.events.get(timeout=max(0.0, until - time.monotonic()))
        except queue.Empty:
            return None
        if event["type"] in HUNG_UP and channel_of(event) == self.channel:
            raise LineGone
        return event

    def _note_end_of_words(self, event: dict[str, Any]) -> bool:
        ended: bool = event["type"] == "PlaybackFinished" and event["playback"]["id"] == self.playing
        if ended:
            self.playing = ""
        return ended


def key_of(event: dict[str, Any]) -> str:
    """The key that was pressed; empty for other events and for tones that no telephone has keys for."""
    key = event.get("digit", "") if event["type"] == "ChannelDtmfReceived" else ""
    return key if key in KEYS else ""


def channel_of(event: dict[str, Any]) -> str:
    """The channel that an event is about."""
    if "channel" in event:
        return str(event["channel"]["id"])
    about = event.get("playback") or event.get("recording") or {}
    return str(about.get("target_uri", "")).removeprefix("channel:")
