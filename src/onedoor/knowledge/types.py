"""What other rooms may know of answers."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from onedoor.kernel.events import Event
from onedoor.kernel.text import Text


class Form(StrEnum):
    """In which form a door says an answer; all forms come from one wording."""

    LONG = "long"
    SPOKEN = "spoken"
    SHORT = "short"
    SCREEN = "screen"


SHORT_AT_MOST = 160
"""Characters of the short form: one text message."""

SCREEN_POINTS = 3
"""Points that one screen of a television or kiosk has room for."""

FORM_OF_DOOR: Mapping[str, Form] = {
    "portal": Form.LONG, "desk": Form.LONG, "counter": Form.LONG, "api": Form.LONG, "email": Form.LONG,
    "post": Form.LONG, "phone": Form.SPOKEN, "text": Form.SHORT, "kiosk": Form.SCREEN, "tv": Form.SCREEN,
    "village": Form.LONG,
}  # fmt: skip
"""The form in which each door says an answer."""

FactsGiver = Callable[[str, datetime], Mapping[str, Text]]
"""Gives the facts of a service (empty: of the house) in force at a moment, by name."""


class VersionState(StrEnum):
    DRAFT = "draft"
    OFFERED = "offered"
    APPROVED = "approved"
    DISCARDED = "discarded"


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerHit:
    """An answer that a search found, best first. ``score`` only orders hits of one search."""

    code: str
    title: str
    score: float
    service: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerView:
    """An answer in one form and language. ``text`` is what a door says; ``sentence`` and ``points`` are
    its parts. ``is_stale``: what it explains has changed and nobody has looked yet. ``internal`` is
    empty but for officers."""

    code: str
    version: int
    title: str
    text: str
    sentence: str
    points: tuple[str, ...]
    form: Form
    language: str
    topic: str
    service: str
    effective_from: datetime
    is_stale: bool
    internal: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicView:
    """A shelf of answers; ``service`` where it explains one. ``answers`` as code and title."""

    code: str
    title: str
    service: str
    answers: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """All the words of an answer, in every language: from it each form is made."""

    title: Text
    sentence: Text
    points: tuple[Text, ...] = ()
    also: Text | None = None
    internal: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionView:
    """One version of an answer, for those who write them. ``source``: file, desk or case."""

    id: UUID
    code: str
    number: int
    state: VersionState
    wording: Wording
    topic: str
    service: str
    source: str
    written_by: UUID
    written_at: datetime
    approved_by: UUID | None
    approved_at: datetime | None
    effective_from: datetime | None
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StaleView:
    """An answer whose service has changed since somebody looked at it last."""

    code: str
    title: str
    service: str
    service_version: str
    stale_since: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Divergence:
    """Where a door would say something else than the answer."""

    code: str
    door: str
    language: str
    says: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ParityView:
    """``checked`` renderings (answer by door by language); ``divergences`` is empty where all doors
    say the same."""

    answers: int
    checked: int
    divergences: tuple[Divergence, ...]

    @property
    def difference(self) -> int:
        return len(self.divergences)


@dataclass(frozen=True, slots=True, kw_only=True)
class HelpfulView:
    """How often an answer helped and did not, over all doors, and what was said, without who."""

    code: str
    title: str
    yes: int
    no: int
    comments: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class UnansweredView:
    """Words that found nothing; digits are masked, who searched is not kept."""

    words: str
    language: str
    times: int
    last_at: datetime


DRAFTED = Event(
    "knowledge.article.drafted", _("A new wording of the answer %(code)s was drafted."), "officer"
)
PUBLISHED = Event(
    "knowledge.article.published", _("Version %(version)s of the answer %(code)s was approved."), "officer"
)
DISCARDED = Event(
    "knowledge.article.discarded", _("A draft of the answer %(code)s was thrown away."), "officer"
)
REVIEWED = Event(
    "knowledge.article.reviewed", _("The answer %(code)s was read again and still holds."), "officer"
)
GREW_STALE = Event(
    "knowledge.article.grew_stale",
    _("The answer %(code)s must be read again: its service changed."),
    "officer",
)
MARKED = Event("knowledge.article.marked", _("Somebody said whether the answer %(code)s helped."), "audit")
