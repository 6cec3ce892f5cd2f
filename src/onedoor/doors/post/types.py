"""The states of paper on its way out and in, what is printed on it, and the journal's events."""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from onedoor.doors.post.shapes import Box as Box
from onedoor.doors.post.shapes import Reading as Reading
from onedoor.doors.post.shapes import ReadingState as ReadingState
from onedoor.doors.post.shapes import Sheet as Sheet
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
    ALERT = "alert"
    PIN = "pin"


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


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchView:
    """A batch and its control figures; ``is_secret``: PINs stand in it, and nobody here opens it."""

    id: UUID
    number: str
    state: BatchState
    letters: int
    pages: int
    sheets: int
    sha256: str
    is_secret: bool
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
class Sender:
    """Somebody known who may have written a letter: ``share`` of a hundred that it is she, the fields in
    which letter and record agree, and those in which they differ."""

    customer: UUID
    name: str
    name_zh: str
    birth_date: date | None
    identifier: str
    share: int
    agrees: tuple[str, ...]
    differs: tuple[str, ...]


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
    agency: str
    room: str
    text: str = ""
    readings: tuple[Reading, ...] = field(default=())

    @property
    def is_to_check(self) -> bool:
        """A person looks at each answer that was read from its boxes."""
        return self.state is LetterState.WAITING and self.why in ("verify", "check")


POSTED = Event("doors.post_letter.posted", _("We posted a letter to you: %(number)s"))
ALERTED = Event("doors.post_letter.alerted", _("A letter about it goes to your old address: %(number)s"))
RETURNED = Event(
    "doors.post_letter.returned", _("Our letter %(number)s came back to us. Check the address that we have")
)
BATCH_MADE = Event("doors.post_batch.made", _("Letters were made ready for the print house"), "officer")
BATCH_PRINTED = Event("doors.post_batch.printed", _("The print house printed a batch"), "officer")
RECEIVED = Event("doors.post_letter.received", _("Your letter %(number)s arrived"))
WAITS = Event("doors.post_letter.put_aside", _("A letter waits for a person to index it"), "officer")
FILED = Event("doors.post_letter.filed", _("Your letter %(number)s was put to your records"))
FORM_READ = Event(
    "doors.post_form.read", _("What you wrote on paper was taken over into your form %(reference)s")
)
GIVEN = Event("doors.post_letter.given", _("A letter was given to another agency"), "officer")
TAKEN_BACK = Event(
    "doors.post_letter.taken_back", _("A letter that was filed by mistake was taken back"), "officer"
)
SET_ASIDE = Event("doors.post_letter.set_aside", _("A letter was set aside"), "officer")
