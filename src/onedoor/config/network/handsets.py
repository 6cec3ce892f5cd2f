"""The telephones of the demo city: what each was sent, and the USSD session it is in."""

import threading
from dataclasses import dataclass, field

MOST_KEPT = 50


@dataclass
class Handset:
    """``messages`` are whole; ``parts`` are the lengths of what brought them, to be counted."""

    messages: list[str] = field(default_factory=list)
    part_lengths: list[int] = field(default_factory=list)
    pending: dict[tuple[int, int], dict[int, str]] = field(default_factory=dict)
    session: int = 0
    screen: str = ""
    screens: list[str] = field(default_factory=list)
    is_open: bool = False


class Handsets:
    """By number; safe to use from several threads."""

    def __init__(self) -> None:
        self._by_number: dict[str, Handset] = {}
        self._changed = threading.Condition()
        self._sessions = 0

    def dial(self, number: str) -> int:
        """A new USSD session."""
        with self._changed:
            self._sessions = self._sessions % 65_535 + 1
            handset = self._of(number)
            handset.session, handset.is_open, handset.screen = self._sessions, True, ""
            return self._sessions

    def session_of(self, number: str) -> int:
        with self._changed:
            handset = self._of(number)
            return handset.session if handset.is_open else 0

    def leave(self, number: str) -> None:
        with self._changed:
            self._of(number).is_open = False

    def get_part(self, number: str, text: str, *, key: tuple[int, int], place: int) -> None:
        """A part of a message came; the message is shown once it is whole."""
        with self._changed:
            handset = self._of(number)
            handset.part_lengths.append(len(text))
            parts = handset.pending.setdefault(key, {})
            parts[place] = text
            if len(parts) == key[1]:
                whole = "".join(parts[one] for one in sorted(parts))
                del handset.pending[key]
                handset.messages = [*handset.messages, whole][-MOST_KEPT:]
            self._changed.notify_all()

    def get_screen(self, number: str, text: str, *, ends: bool) -> None:
        with self._changed:
            handset = self._of(number)
            handset.screen, handset.is_open = text, not ends
            handset.screens = [*handset.screens, text][-MOST_KEPT:]
            self._changed.notify_all()

    def look(self, number: str, *, messages: int = -1, screens: int = -1, seconds: float = 0) -> Handset:
        """The telephone; waits until it has more messages or screens than these, if asked to."""
        with self._changed:
            handset = self._of(number)
            if messages >= 0:
                self._changed.wait_for(lambda: len(handset.messages) > messages, seconds)
            if screens >= 0:
                self._changed.wait_for(lambda: len(handset.screens) > screens, seconds)
            return handset

    def _of(self, number: str) -> Handset:
        return self._by_number.setdefault(number.lstrip("+"), Handset())
