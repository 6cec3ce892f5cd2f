"""What a line of the journal is, for those who write and those who read it."""

import functools
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.utils.translation import get_language, override
from django.utils.translation import gettext_lazy as _

from onedoor.journal import notes
from onedoor.kernel.actors import Actor
from onedoor.kernel.events import Event, find_event
from onedoor.kernel.text import pick

ATTEMPT_REFUSED = Event("journal.attempt.refused", _("An attempt was refused: %(action)s"), "customer")


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """An entry to be written. ``data`` holds codes, counts and references: never an identifier
    and never a sensitive value."""

    event: Event
    subject_kind: str
    subject: UUID
    by: Actor
    at: datetime
    customer: UUID | None = None
    agency: str = ""
    basis: str = ""
    purpose: str = ""
    case: UUID | None = None
    data: Mapping[str, Any] = field(default_factory=dict)
    visible_from: datetime | None = None


class Concerned(NamedTuple):
    """One customer of many to whom the same happened: about which subject, with which ``data``."""

    customer: UUID | None
    subject: UUID
    data: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One line of the journal as it was written."""

    id: UUID
    happened_at: datetime
    event: str
    customer: UUID | None
    subject_kind: str
    subject: UUID
    agency: str
    actor_kind: str
    actor: UUID
    on_behalf_of: UUID | None
    door: str
    basis: str
    purpose: str
    case: UUID | None
    data: dict[str, Any]
    visible_from: datetime | None

    def sentence(self, language: str | None = None) -> str:
        """What happened, in plain words. Values of ``data`` that are texts are translated too."""
        says = _say(self.event, language or get_language() or "en")
        if says is None:
            return self.event
        facts = {key: pick(value, language) if _is_text(value) else value for key, value in self.data.items()}
        return says % _Gaps(facts)


class MonthCount(NamedTuple):
    """How often an event happened in a month (``2025-03``) at an agency; ``code`` says what refused it."""

    month: str
    agency: str
    event: str
    code: str
    times: int


class CustomerCount(NamedTuple):
    """How often an event happened to one customer; ``code`` says what refused it."""

    customer: UUID
    agency: str
    purpose: str
    event: str
    code: str
    times: int


@dataclass(frozen=True, slots=True)
class TreeHead:
    """A signed statement that the journal held ``size`` sealed entries with this root."""

    size: int
    root: bytes
    signed_at: datetime
    key_id: str
    signature: bytes
    origin: str = ""
    cosignatures: tuple["Cosignature", ...] = ()

    @property
    def message(self) -> bytes:
        """The bytes that the signature covers."""
        return notes.head_message(self.origin, self.size, self.root, self.signed_at)


@dataclass(frozen=True, slots=True)
class Cosignature:
    """A witness's word for one head. ``witness`` is its public key as C2SP notes write it."""

    size: int
    witness: str
    cosigned_at: datetime
    signature: bytes


@dataclass(frozen=True, slots=True)
class Proof:
    """Everything needed to check, away from the house, that an entry stands in the journal."""

    entry: bytes
    index: int
    path: tuple[bytes, ...]
    head: TreeHead


@dataclass(frozen=True, slots=True)
class Extension:
    """The proof that the journal of the later head only appended to that of the earlier one."""

    earlier: TreeHead
    later: TreeHead
    path: tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class Verdict:
    """The outcome of checking the whole journal; ``faults`` names each entry that does not hold."""

    entries: int
    sealed: int
    heads: int
    faults: tuple[str, ...]
    witnessed: tuple[Cosignature, ...] = ()

    @property
    def intact(self) -> bool:
        return not self.faults


@functools.cache
def _say(event: str, language: str) -> str | None:
    """The event's words in that language; None for an event that no room declares any more."""
    found = find_event(event)
    with override(language):
        return str(found.says) if found else None


class _Gaps(dict[str, Any]):
    def __missing__(self, key: str) -> str:
        return "…"


def _is_text(value: object) -> bool:
    return isinstance(value, Mapping) and "en" in value
