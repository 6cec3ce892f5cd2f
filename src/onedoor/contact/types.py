"""What other rooms may know of contact: views and events."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from onedoor.kernel.events import Event
from onedoor.kernel.text import Text


class Channel(StrEnum):
    """``inbox`` is the portal's own and always there; the others carry a copy."""

    INBOX = "inbox"
    EMAIL = "email"


class DeliveryState(StrEnum):
    CREATED = "created"
    SENDING = "sending"
    DELIVERED = "delivered"
    FAILED = "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageView:
    id: UUID
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
    id: UUID
    customer: UUID | None
    door: str
    agency: str
    officer: UUID | None
    officer_name: str
    started_at: datetime
    ended_at: datetime | None
    result: str
    topics: tuple[Topic, ...]
    participants: tuple[Participant, ...]
    sources: tuple[Source, ...]


SENT = Event("contact.message.sent", _("We wrote to you"))
DELIVERED = Event("contact.message.delivered", _("Our message reached you"), "officer")
FAILED = Event(
    "contact.message.failed", _("Our message did not reach you by e-mail. It is in your inbox here")
)
RECEIVED = Event("contact.message.received", _("You wrote to us"))
ISSUED = Event("contact.letter.issued", _("You have a new letter: %(number)s"))
REPLACED = Event("contact.letter.replaced", _("Letter %(number)s was replaced by a newer one"))
LOGGED = Event("contact.interaction.logged", _("You were in contact with us"))
OUTSIDE_SENT = Event("contact.outside_message.sent", _("We wrote to somebody who takes part, as you asked"))
OUTSIDE_FAILED = Event(
    "contact.outside_message.failed",
    _("Our word to somebody who takes part did not arrive. Check the address"),
)
