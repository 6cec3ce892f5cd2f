"""The states of paper on its way out and in, what is printed on it, and the journal's events."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from onedoor.kernel.events import Event

ANSWER_WITHIN, CALENDAR = "P2D", "working-days"
"""A letter is answered, or its sender told who answers, within two working days, as at every door."""


class BatchState(StrEnum):
    """A batch is made, printed by the print house, then handed to the post."""

    MADE = "made"
    PRINTED = "printed"
    POSTED = "posted"


class PaperKind(StrEnum):
    """Why a sheet was printed."""

    MESSAGE = "message"
    ANSWER = "answer"
    FORM = "form"


class PaperState(StrEnum):
    """Where a printed letter or form is."""

    MADE = "made"
    PRINTED = "printed"
    POSTED = "posted"
    RETURNED = "returned"


class LetterState(StrEnum):
    """A letter that came in waits for a person, or is filed; junk and doubles are set aside."""

    WAITING = "waiting"
    FILED = "filed"
    ANSWERED = "answered"
    SET_ASIDE = "set-aside"


class MatchedBy(StrEnum):
    """How it was known where a letter belongs."""

    MARK = "mark"
    REFERENCE = "reference"
    PERSON = "person"
    NOBODY = ""


class ReadingState(StrEnum):
    """What became of one answer that was read from paper."""

    READ = "read"
    ACCEPTED = "accepted"
    CORRECTED = "corrected"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """One place on a sheet to be read back, in millimetres from its top left corner.

    ``kind``: ``tick`` (``value`` is what a cross means), ``comb`` (``cells`` boxes of one character
    each), ``lines`` (free writing) or ``sign``. ``expects`` is digits, letters, money, date or any.
    """

    name: str
    kind: str
    x: float
    y: float
    width: float
    height: float
    value: str = ""
    part: str = ""
    cells: int = 0
    expects: str = "any"

    def to_json(self) -> dict[str, Any]:
        """As kept with the printed sheet."""
        return {slot: getattr(self, slot) for slot in self.__slots__}


@dataclass(frozen=True, slots=True)
class Sheet:
    """The boxes of one printed page; ``page`` is the form's page of questions that they answer."""

    page: str
    boxes: tuple[Box, ...] = ()

    def to_json(self) -> dict[str, Any]:
        return {"page": self.page, "boxes": [box.to_json() for box in self.boxes]}

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> "Sheet":
        return cls(kept["page"], tuple(Box(**box) for box in kept["boxes"]))


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One answer as it was read. ``confidence`` is 0 to 100; ``crop`` is left, top, width and height in
    parts of a thousand of the sheet's picture; ``label`` is the question in the form's language."""

    page: str
    name: str
    part: str = ""
    kind: str
    label: str = ""
    value: str
    confidence: int
    sheet: int
    crop: tuple[int, int, int, int]
    state: ReadingState = ReadingState.READ
    choices: tuple[tuple[str, str], ...] = ()

    @property
    def key(self) -> str:
        """Its name on the verification page."""
        return ".".join(filter(None, (self.page, self.name, self.part)))

    def to_json(self) -> dict[str, Any]:
        return {slot: getattr(self, slot) for slot in self.__slots__}

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> "Reading":
        pairs = tuple((code, text) for code, text in kept["choices"])
        state = ReadingState(kept["state"])
        return cls(**{**kept, "crop": tuple(kept["crop"]), "choices": pairs, "state": state})


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchView:
    """A batch and its control figures."""

    id: UUID
    number: str
    state: BatchState
    letters: int
    pages: int
    sheets: int
    sha256: str
    made_at: datetime
    printed_at: datetime | None
    posted_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperView:
    """One printed letter or form."""

    id: UUID
    number: str
    kind: PaperKind
    state: PaperState
    customer: UUID | None
    case: UUID | None
    application: str
    service: str
    language: str
    pages: int
    made_at: datetime
    posted_at: datetime | None
    returned_at: datetime | None
    returned_why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterView:
    """A letter that came in. ``due_at`` is when it must be answered; ``reference`` is the number of the
    case or application it was indexed to; ``text`` and ``readings`` are for those who may read it."""

    id: UUID
    number: str
    state: LetterState
    source: str
    matched_by: MatchedBy
    customer: UUID | None
    case: UUID | None
    reference: str
    asks: tuple[str, ...]
    why: str
    pages: int
    received_at: datetime
    due_at: datetime
    settled_at: datetime | None
    settled_by_name: str
    is_form: bool
    text: str = ""
    readings: tuple[Reading, ...] = field(default=())


POSTED = Event("post.letter.posted", _("We posted a letter to you: %(number)s"))
RETURNED = Event(
    "post.letter.returned", _("Our letter %(number)s came back to us. Check the address that we have")
)
BATCH_MADE = Event("post.batch.made", _("Letters were made ready for the print house"), "officer")
BATCH_PRINTED = Event("post.batch.printed", _("The print house printed a batch"), "officer")
RECEIVED = Event("post.letter.received", _("Your letter %(number)s arrived"))
WAITS = Event("post.letter.put-aside", _("A letter waits for a person to index it"), "officer")
FILED = Event("post.letter.filed", _("Your letter %(number)s was put to your records"))
FORM_READ = Event("post.form.read", _("What you wrote on paper was taken over into your form %(reference)s"))
SET_ASIDE = Event("post.letter.set-aside", _("A letter was set aside"), "officer")
