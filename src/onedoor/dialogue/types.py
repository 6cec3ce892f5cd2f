"""What doors know of a conversation: what a door can do, and the turns it renders."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from onedoor.dialogue.packets.types import LARGEST_PACKET as LARGEST_PACKET
from onedoor.dialogue.packets.types import EntryState as EntryState
from onedoor.dialogue.packets.types import EntryView as EntryView
from onedoor.dialogue.packets.types import KitContent as KitContent
from onedoor.dialogue.packets.types import PacketView as PacketView
from onedoor.kernel.events import Event
from onedoor.kernel.text import Language

PERSON, AGAIN, MORE, BACK = "0", "*", "9", "#"
"""The keys that mean the same at every turn of every door: a person, say it again, more choices, back."""


class Expects(StrEnum):
    """What the next reply may be."""

    CHOICE = "choice"
    DIGITS = "digits"
    TEXT = "text"
    RECORDING = "recording"
    NOTHING = "nothing"


class Then(StrEnum):
    """What the door does after it has said the turn."""

    LISTEN = "listen"
    PERSON = "person"
    CALL_BACK = "call-back"
    END = "end"


class Task(StrEnum):
    """What the conversation is about at this turn."""

    LANGUAGE = "language"
    MENU = "menu"
    STATUS = "status"
    ANSWER = "answer"
    APPLY = "apply"
    RATE = "rate"
    APPOINTMENT = "appointment"
    IDENTIFY = "identify"
    LOCK = "lock"
    PERSON = "person"


class Ending(StrEnum):
    """How a session ended."""

    DONE = "done"
    HUNG_UP = "hung-up"
    TIMED_OUT = "timed-out"
    HANDED_OVER = "handed-over"


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """What a door can do. ``choices``: at most so many in a menu, the fixed keys apart. ``form``: which
    form of an answer it gives (a ``knowledge.types.Form``). ``digits_only``: its customers have keys,
    no letters."""

    door: str
    form: str
    choices: int = 4
    digits_only: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One choice of a menu: the key to press or write, and the words beside it."""

    key: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """What is said now, and what is expected. The words are in the session's language and the door's form.

    ``says`` are sentences in their order; ``options`` exist for Expects.CHOICE. ``digits``: at most so
    many (0: until #). A ``secret`` reply is never echoed, logged or kept. ``kind`` is the type of the
    question that is asked (date, money, boolean, …), empty elsewhere. ``reference`` is the case or
    application that the turn speaks of; ``sources`` are the codes of the answers it was taken from.
    """

    session: UUID
    language: Language
    task: Task
    says: tuple[str, ...]
    expects: Expects
    then: Then = Then.LISTEN
    options: tuple[Option, ...] = ()
    digits: int = 0
    secret: bool = False
    kind: str = ""
    reference: str = ""
    sources: tuple[str, ...] = ()


BEGAN = Event("dialogue.session.began", _("A conversation began"), "audit")
IDENTIFIED = Event("dialogue.session.identified", _("You said who you are, by {door}"))
ENDED = Event("dialogue.session.ended", _("A conversation ended"), "audit")
