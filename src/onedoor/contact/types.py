"""What other rooms may know of contact: views and events."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from onedoor.kernel.events import Event
from onedoor.kernel.text import Text
from onedoor.trust.types import PaperSeal


class Channel(StrEnum):
    """``inbox`` is the portal's own and always there; the others carry a copy."""

    INBOX = "inbox"
    EMAIL = "email"
    TEXT = "text"
    PHONE = "phone"
    POST = "post"


class DeliveryState(StrEnum):
    """``created`` waits, ``sending`` was tried in vain and is tried again, ``sent`` has left the house,
    ``delivered`` is known to have arrived; ``bounced`` came back, ``failed`` never left."""

    CREATED = "created"
    SENDING = "sending"
    SENT = "sent"
    DELIVERED = "delivered"
    BOUNCED = "bounced"
    FAILED = "failed"


class InteractionState(StrEnum):
    """An arrival waits, is answered (live) and closed; one that ends unanswered was missed."""

    WAITING = "waiting"
    LIVE = "live"
    CLOSED = "closed"
    MISSED = "missed"


class CallBackState(StrEnum):
    WAITING = "waiting"
    DONE = "done"
    GIVEN_UP = "given_up"


class TicketState(StrEnum):
    WAITING = "waiting"
    CALLED = "called"
    DONE = "done"
    NO_SHOW = "no_show"


class AppointmentState(StrEnum):
    BOOKED = "booked"
    CANCELLED = "cancelled"
    ATTENDED = "attended"
    MISSED = "missed"


@dataclass(frozen=True, slots=True)
class Handed:
    """``failure`` as a word, or nothing. ``external_id`` is the carrier's own name for it, with which
    receipts and bounces come back (``actions.note_delivery``)."""

    failure: str = ""
    external_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SentFile:
    """A file as it came with a message: its name and its bytes; nothing of it is trusted."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class FileView:
    """What is told of a kept file."""

    id: UUID
    name: str
    kind: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageView:
    """``customer`` is None while nobody knows who wrote. ``thread`` is the id of its first message, on
    which stands when the thread was closed and which agency handed it over last."""

    id: UUID
    customer: UUID | None
    thread: UUID
    agency: str
    direction: str
    title: Text
    body: Text
    channel: Channel
    state: DeliveryState
    created_at: datetime
    delivered_at: datetime | None
    read_at: datetime | None
    letter: UUID | None
    application: UUID | None
    case: UUID | None
    sent_at: datetime | None = None
    due_at: datetime | None = None
    failure: str = ""
    files: tuple[FileView, ...] = ()
    written_by_name: str = ""
    closed_at: datetime | None = None
    handed_from: str = ""


class ThreadState(StrEnum):
    """``waiting``: the customer wrote last; ``answered``: we did; ``closed``: nothing more is due."""

    WAITING = "waiting"
    ANSWERED = "answered"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True, kw_only=True)
class ThreadView:
    """A thread as a list shows it. ``since`` is when the customer wrote last; ``is_new``: nobody has
    answered yet."""

    id: UUID
    customer: UUID
    title: Text
    agency: str
    state: ThreadState
    since: datetime
    is_new: bool
    case: UUID | None
    handed_from: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseOfThread:
    """What a thread must know of the case that it belongs to."""

    id: UUID
    number: str
    customer: UUID | None
    agency: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """Another officer who has a thread open now."""

    name: str
    agency: str
    writing: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterView:
    """``pdf_languages`` are those whose PDF is ready; ``content`` is what was signed."""

    id: UUID
    number: str
    verify_code: str
    customer: UUID
    agency: str
    kind: str
    title: Text
    languages: tuple[str, ...]
    content: Mapping[str, Any]
    sha256: str
    issued_at: datetime
    application: UUID | None
    case: UUID | None
    replaced_by: str
    pdf_languages: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicLetter:
    """What anybody who holds the printed code may learn: whether the letter is ours and stands."""

    number: str
    agency: str
    kind: str
    title: Text
    issued_at: datetime
    sha256: str
    intact: bool
    replaced: bool

    @property
    def is_valid(self) -> bool:
        return self.intact and not self.replaced


@dataclass(frozen=True, slots=True)
class CheckedFile:
    """What a PDF that somebody holds turns out to be: ``letter`` when it is, byte for byte, one that we
    issued; ``seal`` what the seal on it says, where it has one."""

    letter: PublicLetter | None
    seal: PaperSeal | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """One question inside a contact."""

    subject: str
    service: str = ""
    case: UUID | None = None
    application: UUID | None = None
    result: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Participant:
    """Who took part. ``customer`` stays empty while we do not know who it is."""

    role: str = "customer"
    customer: UUID | None = None
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """What the officer answered from: an article, a register, a service, a colleague."""

    kind: str
    title: str
    reference: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class InteractionView:
    """``started_at`` is the arrival; ``address`` (unsealed for officers) is never an identity."""

    id: UUID
    customer: UUID | None
    door: str
    agency: str
    officer: UUID | None
    officer_name: str
    state: InteractionState
    queue: str
    language: str
    address: str
    started_at: datetime
    answered_at: datetime | None
    ended_at: datetime | None
    result: str
    topics: tuple[Topic, ...]
    participants: tuple[Participant, ...]
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DoorFigures:
    """What the wall says of one door (or of all: ``door`` is empty)."""

    door: str
    waiting: int
    longest_wait: timedelta
    live: int
    arrived: int
    answered: int
    missed: int
    average_wait: timedelta

    @property
    def connect_rate(self) -> float | None:
        """Answered ÷ (answered + missed), of what arrived since, to a tenth of a percent; None while
        nothing has ended."""
        ended = self.answered + self.missed
        return round(self.answered / ended, 3) if ended else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Wall:
    """A supervisor's wall: everything that arrived ``since``, and what waits now."""

    since: datetime
    at: datetime
    total: DoorFigures
    doors: tuple[DoorFigures, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintItem:
    """One letter for the print house. ``recipient`` is the customer, or the representative who hears
    from us in her place (``on_behalf_of`` then names the customer)."""

    message: UUID
    customer: UUID
    agency: str
    case: UUID | None
    recipient: str
    on_behalf_of: str
    address: str
    language: str
    title: str
    body: str
    access_needs: tuple[str, ...]
    letter: UUID | None
    created_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class CallBackView:
    """Somebody is to be called. ``number`` is shown only to officers who write down contacts."""

    id: UUID
    customer: UUID | None
    number: str
    reason: str
    language: str
    agency: str
    state: CallBackState
    attempts: int
    due_at: datetime
    created_at: datetime
    message: UUID | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketView:
    """``number`` (A012) counts from 001 each day; ``ahead`` is how many are called before it."""

    id: UUID
    number: str
    queue: str
    office: str
    state: TicketState
    desk: str
    language: str
    customer: UUID | None
    appointment: UUID | None
    taken_at: datetime
    called_at: datetime | None
    ahead: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CounterQueue:
    """People wait here for a desk; its numbers begin with ``letter``."""

    code: str
    letter: str
    title: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """A place that people visit."""

    code: str
    title: Text
    address: Text
    agency: str
    queues: tuple[CounterQueue, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """A time at which an office can be visited; ``free`` desks are left."""

    office: str
    starts_at: datetime
    ends_at: datetime
    free: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AppointmentView:
    id: UUID
    number: str
    customer: UUID
    office: str
    office_title: Text
    address: Text
    reason: str
    starts_at: datetime
    ends_at: datetime
    state: AppointmentState
    changes: int


@dataclass(frozen=True, slots=True)
class AnnouncedCount:
    """How many of the messages to many went this way and stand so."""

    channel: str
    state: str
    times: int


@dataclass(frozen=True, slots=True)
class Announcement:
    """What one of many is told; the same ``key`` is written once."""

    customer: UUID
    title: Text
    body: Text
    key: str


SENT = Event("contact.message.sent", _("We wrote to you"))
HANDED_OVER = Event("contact.message.handed_over", _("Our message left the house"), "officer")
DELIVERED = Event("contact.message.delivered", _("Our message reached you"), "officer")
BOUNCED = Event(
    "contact.message.bounced",
    _("Our message came back: check how we can reach you. It is in your inbox here"),
)
FAILED = Event("contact.message.failed", _("Our message could not be sent to you. It is in your inbox here"))
RECEIVED = Event("contact.message.received", _("You wrote to us"))
TAKEN_OUT = Event(
    "contact.message.taken_out", _("A message was taken out of records where it does not belong"), "officer"
)
THREAD_CLOSED = Event("contact.thread.closed", _("What you wrote to us was answered and closed"), "officer")
THREAD_HANDED_OVER = Event(
    "contact.thread.handed_over", _("What you wrote went to the agency that answers it")
)
THREAD_JOINED = Event("contact.thread.joined", _("What you wrote to us now belongs to case %(number)s"))
CHANNEL_CHOSEN = Event("contact.case_channel.chosen", _("How you hear from us about one case was chosen"))
ISSUED = Event("contact.letter.issued", _("You have a new letter: %(number)s"))
REPLACED = Event("contact.letter.replaced", _("Letter %(number)s was replaced by a newer one"))
LOGGED = Event("contact.interaction.logged", _("You were in contact with us"))
MISSED = Event("contact.interaction.missed", _("You tried to reach us and nobody answered"))
DOUBTED = Event(
    "contact.interaction.doubted",
    _("Somebody said that she was you and did not answer our questions rightly"),
)
CALL_BACK_ASKED = Event("contact.call_back.requested", _("You asked us to call you back"))
CALL_BACK_TRIED = Event("contact.call_back.tried", _("We called you and did not reach you"))
CALL_BACK_DONE = Event("contact.call_back.done", _("We called you back"))
BOOKED = Event("contact.appointment.booked", _("You have an appointment"))
MOVED = Event("contact.appointment.moved", _("Your appointment has another time"))
CANCELLED = Event("contact.appointment.cancelled", _("Your appointment was cancelled"))
TICKET_TAKEN = Event("contact.ticket.taken", _("You took number %(number)s at the counter"))
TICKET_CALLED = Event("contact.ticket.called", _("Number %(number)s was called"))
TICKET_ENDED = Event("contact.ticket.ended", _("Your visit with number %(number)s ended"), "officer")
OUTSIDE_SENT = Event("contact.outside_message.sent", _("We wrote to somebody who takes part, as you asked"))
OUTSIDE_FAILED = Event(
    "contact.outside_message.failed",
    _("Our word to somebody who takes part did not arrive. Check the address"),
)
