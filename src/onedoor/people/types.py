"""What other rooms may know of people: kinds, views, drafts, events."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from onedoor.kernel.events import Event
from onedoor.people.wishes import AccessNeed as AccessNeed
from onedoor.people.wishes import Digest as Digest
from onedoor.people.wishes import Door as Door
from onedoor.people.wishes import Hours as Hours
from onedoor.people.wishes import Preferences as Preferences
from onedoor.people.wishes import Wishes as Wishes

EVERY_SERVICE = "*"


class CustomerKind(TextChoices):
    """Who is served."""

    PERSON = "person", _("Person")
    BUSINESS = "business", _("Business")
    AGENCY = "agency", _("Agency")


class IdentifierKind(TextChoices):
    """What an identifier names."""

    PERSON = "person", _("Identity number")
    BUSINESS = "business", _("Business number")
    CHARITY = "charity", _("Charity number")
    AGENCY = "agency", _("Agency number")


class ContactKind(TextChoices):
    """How somebody is reached."""

    EMAIL = "email", _("E-mail")
    PHONE = "phone", _("Phone")
    POST = "post", _("Postal address")


class RelationKind(TextChoices):
    """What the other person is to the customer, as the civil register says it."""

    SPOUSE = "spouse", _("Husband or wife")
    PARENT = "parent", _("Parent")
    CHILD = "child", _("Child")


class MandateRole(TextChoices):
    """As what somebody represents a customer."""

    OWNER = "owner", _("Owner")
    DIRECTOR = "director", _("Director")
    ACCOUNTANT = "accountant", _("Accountant")
    EMPLOYEE = "employee", _("Employee")
    PARENT = "parent", _("Parent")
    GUARDIAN = "guardian", _("Guardian")
    ATTORNEY = "attorney", _("Person with power of attorney")
    CARER = "carer", _("Carer")


class InvitationState(TextChoices):
    """What became of an invitation to represent somebody."""

    OPEN = "open", _("No answer yet")
    ACCEPTED = "accepted", _("Accepted")
    DECLINED = "declined", _("Declined")
    ENDED = "ended", _("Taken back")


class LookPurpose(TextChoices):
    """Why an officer opened a customer's page, in the words that the customer reads."""

    ANSWER = "answer-customer", _("To answer you: you were there or on the line")
    CASE = "work-case", _("To work on a case of yours")
    REPORT = "check-report", _("To check what somebody reported about you")
    COMPLAINT = "complaint", _("To look into your complaint")
    PROTECTED = "read-protected-details", _("To read your protected details (tax, medical)")


@dataclass(frozen=True, slots=True)
class Customer:
    """Somebody who is served."""

    id: UUID
    kind: str
    name: str
    name_zh: str
    birth_date: date | None
    language: str
    created_at: datetime

    def named(self, language: str = "en") -> str:
        """The name as readers of ``language`` know it."""
        return (self.name_zh or self.name) if language.startswith("zh") else (self.name or self.name_zh)


@dataclass(frozen=True, slots=True)
class CustomerCard:
    """A line in a list of found customers: enough to tell two people of one name apart."""

    id: UUID
    kind: str
    name: str
    name_zh: str
    birth_date: date | None
    identifier: str  # masked
    found_by: str  # name, identifier, phone or email


@dataclass(frozen=True, slots=True)
class ContactPoint:
    """One way to reach a customer."""

    id: UUID
    kind: str
    value: str
    verified_at: datetime | None
    is_default: bool


@dataclass(frozen=True, slots=True)
class PinLetter:
    """Where a PIN by letter would go (masked; empty: we hold no address), whether letters leave at all, and
    since when one waits to be printed."""

    address: str
    can_leave: bool
    waits_since: datetime | None


@dataclass(frozen=True, slots=True)
class Relation:
    """A person related to the customer, as a register says it."""

    other: UUID
    kind: str
    name: str
    name_zh: str
    birth_date: date | None
    register: str


@dataclass(frozen=True, slots=True)
class Mandate:
    """``holder`` may act for ``giver`` in these services (``*``: in all), in this half-open period."""

    id: UUID
    giver: UUID
    giver_name: str
    giver_name_zh: str
    holder: UUID
    holder_name: str
    holder_name_zh: str
    role: str
    services: tuple[str, ...]
    evidence: str
    active_from: date
    active_to: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class InvitationView:
    """Somebody is asked to act for ``giver`` in these services, until ``active_to``."""

    id: UUID
    giver: UUID
    giver_name: str
    giver_name_zh: str
    name: str
    contact: str
    role: str
    services: tuple[str, ...]
    evidence: str
    active_to: date | None
    state: str
    invited_at: datetime
    expires_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class NewCustomer:
    """A customer to be registered together with many others. ``identifier`` is trusted to be
    well-formed, ``phone`` to be in E.164 (+65…), ``email`` in small letters."""

    id: UUID
    kind: str = "person"
    name: str
    name_zh: str = ""
    birth_date: date | None = None
    identifier: str = ""
    email: str = ""
    phone: str = ""
    address: str = ""
    language: str = "en"
    door: str = "portal"
    access_needs: tuple[str, ...] = field(default=())


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """What somebody who comes in has said of herself; nothing need be known. It is only held in memory.
    ``known_as`` is her record when she has one: it is then compared with all others."""

    name: str = ""
    name_zh: str = ""
    birth_date: date | None = None
    sex: str = ""
    address: str = ""
    phone: str = ""
    email: str = ""
    identifiers: tuple[str, ...] = ()
    known_as: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """What a caller answered when she was asked who she is; what was not asked stays empty."""

    birth_date: date | None = None
    identifier_end: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class Reason:
    """One field's part in a weight: ``level`` says how far both agree, ``weight`` what that counts (in
    doublings of the odds; negative speaks against)."""

    field: str
    level: str
    weight: float


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody known who may be the one who arrives; ``chance`` lies between 0 and 1."""

    customer: UUID
    weight: float
    chance: float
    reasons: tuple[Reason, ...]


class Match(TextChoices):
    """How sure it is."""

    CERTAIN = "certain", _("Certainly known")
    POSSIBLE = "possible", _("Possibly known: a person decides")
    NONE = "none", _("Not known")


@dataclass(frozen=True, slots=True)
class Resolution:
    """Who arrives: ``customer`` only when it is certain; candidates best first. Nothing is kept of it."""

    match: Match
    customer: UUID | None
    candidates: tuple[Candidate, ...]
    model: str


class ArrivalState(TextChoices):
    """What became of a kept arrival."""

    OPEN = "open", _("To be decided")
    SAME = "same", _("The same person")
    DIFFERENT = "different", _("Not the same person")


@dataclass(frozen=True, slots=True, kw_only=True)
class ArrivalView:
    """An arrival that waits for an officer, with the record that was found or made for it."""

    id: UUID
    arrival: Arrival
    state: str
    customer: UUID | None
    door: str
    kept_at: datetime
    unsure: int
    contact: UUID | None = None


@dataclass(frozen=True, slots=True)
class Holding:
    """Rows that belong to a customer: ``field`` of ``model`` (``app.Model``) holds her id. With
    ``choose`` two people in one have one too many, and an officer says whose stays. ``stays`` says why
    rows keep the id under which they were written, and is empty for rows that move. ``given_from`` is the
    field with the moment before which a row stands in no copy that she takes."""

    code: str
    title: str | Any
    model: str
    field: str = "customer"
    choose: bool = False
    stays: str | Any = ""
    given_from: str = ""


@dataclass(frozen=True, slots=True)
class MovedRows:
    """Of one holding: how many rows move, and how many stay behind since the kept record has the same."""

    code: str
    title: str | Any
    moves: int
    stays: int


@dataclass(frozen=True, slots=True)
class MergeConflict:
    """Both records say something of which one can hold: the choice is ``keep`` or ``merge``."""

    code: str
    title: str | Any
    kept_says: str
    merged_says: str


@dataclass(frozen=True, slots=True)
class MergePreview:
    """What would move, and what must be chosen first."""

    kept: Customer
    merged: Customer
    rows: tuple[MovedRows, ...]
    conflicts: tuple[MergeConflict, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MergeView:
    """Two records put together. ``merged`` is another name of ``kept`` until it is undone."""

    id: UUID
    kept: UUID
    merged: UUID
    kept_name: str
    merged_name: str
    reason: str
    merged_at: datetime
    undone_at: datetime | None
    rows: tuple[MovedRows, ...]


class CopyState(TextChoices):
    """What became of a request for everything that is held."""

    ASKED = "asked", _("Being made")
    READY = "ready", _("Ready")
    ENDED = "ended", _("Deleted")


@dataclass(frozen=True, slots=True, kw_only=True)
class CopyView:
    """A copy of everything that is held of a customer, as the page shows it."""

    id: UUID
    state: str
    asked_at: datetime
    ready_at: datetime | None
    expires_at: datetime | None
    size: int
    sha256: str
    taken: int


class DisposalState(TextChoices):
    """How far a disposal is."""

    PROPOSED = "proposed", _("Waits for a second person")
    APPROVED = "approved", _("Being disposed of")
    REFUSED = "refused", _("Not approved")
    DONE = "done", _("Disposed of")


@dataclass(frozen=True, slots=True)
class DueRows:
    """Of one table: how many rows' time is over, since when it counts, and how many a hold keeps.
    ``nightly``: the house deletes them by itself; ``stays``: the row stays without the person."""

    table: str
    title: str | Any
    keep: str
    since: str | Any
    due: int
    held: int
    nightly: bool = False
    stays: bool = False
    law: str | Any = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DisposalView:
    """A disposal as officers see it; ``counts`` and ``gone`` are numbers of rows by table."""

    id: UUID
    state: str
    as_of: datetime
    counts: dict[str, int]
    gone: dict[str, int]
    proposed_by: UUID
    proposed_by_name: str
    decided_by_name: str
    done_at: datetime | None

    @property
    def state_words(self) -> Any:
        """The state as people read it."""
        return DisposalState(self.state).label


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldView:
    """A hold that stands: on a customer (``name``) or on a case."""

    id: UUID
    customer: UUID | None
    name: str
    case: UUID | None
    reason: str
    placed_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class Resealed:
    """How many rows were sealed anew, how many do not open, and the last one's key; None at the end."""

    count: int
    broken: int
    last: Any


NOT_ME = "not-me"  # the purpose of the links by which a change is disowned
NOT_ME_BY_LETTER = "not-me-letter"  # of the same on paper, which takes days to come
REGISTERED = Event("people.customer.registered", _("You were registered as a customer"))
IMPORTED = Event(
    "people.customers.imported", _("%(count)s customers were taken over from a register"), "audit"
)
VIEWED = Event("people.customer.viewed", _("An officer opened your page"))
NAME_CHANGED = Event("people.customer.renamed", _("Your name was changed as the register has it"))
IDENTIFIER_REVEALED = Event(
    "people.identifier.revealed", _("An officer looked at your identity number in full")
)
IDENTIFIER_ADDED = Event("people.identifier.added", _("An identity number was recorded for you"))
CONTACT_ADDED = Event("people.contact_point.added", _("A way to reach you was added"))
CONTACT_VERIFIED = Event("people.contact_point.verified", _("A way to reach you was confirmed"))
CONTACT_DEFAULT = Event("people.contact_point.preferred", _("Your preferred way to be reached was changed"))
CONTACT_REMOVED = Event("people.contact_point.removed", _("A way to reach you was removed"))
PREFERENCES_CHANGED = Event("people.preferences.changed", _("Your preferences were changed"))
RELATION_RECORDED = Event("people.relation.recorded", _("A family relation was taken over from a register"))
MANDATE_GRANTED = Event("people.mandate.granted", _("You let somebody act for you"))
MANDATE_RECEIVED = Event("people.mandate.received", _("Somebody let you act for them"))
MANDATE_ENDED = Event("people.mandate.ended", _("Somebody's right to act for you ended"))
MANDATE_LOST = Event("people.mandate.lost", _("Your right to act for somebody ended"))
INVITED = Event("people.invitation.sent", _("You asked somebody to act for you"))
INVITATION_DECLINED = Event(
    "people.invitation.declined", _("Somebody whom you asked to act for you declined")
)
INVITATION_ENDED = Event("people.invitation.ended", _("You took back an invitation to act for you"))
MERGED = Event("people.customer.merged", _("Two records about you were put together"))
UNMERGED = Event("people.customer.unmerged", _("Two records that had been put together were parted again"))
MARKED_DIFFERENT = Event(
    "people.customer.told_apart", _("An officer noted that you and somebody alike are two people"), "officer"
)
ARRIVAL_KEPT = Event("people.arrival.kept", _("Somebody who may be known waits for a decision"), "officer")
ARRIVAL_DECIDED = Event("people.arrival.decided", _("It was decided who somebody is"), "officer")
ARRIVAL_REOPENED = Event("people.arrival.reopened", _("A decision who somebody is was taken back"), "officer")
EXPORTED = Event("people.customer.exported", _("Everything held about you was put into a file"))
RESEALED = Event(
    "people.fields.resealed", _("%(rows)s fields of %(model)s were sealed with the newest key"), "audit"
)
COPY_ASKED = Event("people.copy.asked", _("You asked for everything that we hold about you"))
COPY_MADE = Event("people.copy.made", _("The copy of everything that we hold about you was made"))
COPY_TAKEN = Event("people.copy.taken", _("The copy of everything that we hold about you was downloaded"))
COPY_ENDED = Event("people.copy.ended", _("The copy of everything that we hold about you was deleted"))
DISPOSAL_PROPOSED = Event(
    "people.disposal.proposed", _("%(rows)s rows whose time is over were proposed for disposal"), "audit"
)
DISPOSAL_APPROVED = Event("people.disposal.approved", _("A second person approved a disposal"), "audit")
DISPOSAL_REFUSED = Event("people.disposal.refused", _("A second person did not approve a disposal"), "audit")
DISPOSED = Event("people.disposal.done", _("%(rows)s rows whose time was over were disposed of"), "audit")
HOLD_PLACED = Event("people.hold.placed", _("It was ordered that nothing be disposed of"), "officer")
HOLD_LIFTED = Event("people.hold.lifted", _("What was held may be disposed of in its time"), "officer")
