"""What other rooms may know of cases: lanes, states, views and events."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from onedoor.cases.ringing import DutyCallState as DutyCallState
from onedoor.cases.ringing import DutyCallView as DutyCallView
from onedoor.cases.ringing import DutyRing as DutyRing
from onedoor.kernel.calendars import Term
from onedoor.kernel.events import Event
from onedoor.kernel.text import Text
from onedoor.trust.types import CONTACT_CENTRE


class Lane(StrEnum):
    """How fast work must move. Queues order by lane, then by promised time, by nothing else."""

    URGENT = "urgent"
    FAST = "fast"
    NORMAL = "normal"


class CaseState(StrEnum):
    OPEN = "open"
    WAITING = "waiting"
    CLOSED = "closed"


class StopReason(StrEnum):
    """Why a clock may stand still; anything else is our own delay and counts."""

    CUSTOMER = "customer"
    REPORTER = "reporter"
    COURT = "court"
    ANOTHER_AUTHORITY = "another-authority"


REASON_SAYS = {
    StopReason.CUSTOMER: _("We need something from you."),
    StopReason.REPORTER: _("We have asked the organisation that reported the value."),
    StopReason.COURT: _("We are waiting for a court or appeal decision."),
    StopReason.ANOTHER_AUTHORITY: _("We are waiting for an authority outside the city."),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class StopView:
    reason: StopReason
    text: Text
    stopped_at: datetime
    resumed_at: datetime | None
    ends_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteView:
    text: str
    audience: str
    written_by_name: str
    agency: str
    written_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseView:
    """A case as officers and its own customer see it. ``promised_at`` already holds finished
    stops; while ``stop`` is set, the promise moves on by the time that passes. ``owned_at`` is since
    when the owner has it, ``taken_at`` when she said that she works on it. ``arrival`` is the message or
    contact that an enquiry began with."""

    id: UUID
    number: str
    kind: str
    customer: UUID | None
    agency: str
    cooperating: tuple[str, ...]
    service: str
    application: UUID | None
    parent: UUID | None
    subject: Text
    lane: Lane
    state: CaseState
    owner: UUID | None
    owner_name: str
    opened_at: datetime
    promised_at: datetime
    legal_due_at: datetime | None
    closed_at: datetime | None
    outcome: str
    reason: str
    calendar: str
    promise: str
    owned_at: datetime | None = None
    taken_at: datetime | None = None
    door: str = ""
    arrival: UUID | None = None
    same_as: UUID | None = None
    stop: StopView | None = None
    stops: tuple[StopView, ...] = ()
    notes: tuple[NoteView, ...] = ()

    @property
    def is_open(self) -> bool:
        return self.state is not CaseState.CLOSED

    def is_late(self, at: datetime) -> bool:
        """Whether the promise is or was broken. A clock stopped in time is not late."""
        end = self.closed_at or (self.stop.stopped_at if self.stop else at)
        return end > self.promised_at


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicStatus:
    """What anybody who knows the number may see: no name, no personal data."""

    number: str
    service: str
    agency: str
    state: CaseState
    lane: Lane
    opened_at: datetime
    promised_at: datetime
    closed_at: datetime | None
    waiting_for: StopReason | None
    late: bool
    steps: tuple["PublicStep", ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicStep:
    """``code`` is received, assigned, waiting, resumed or closed."""

    code: str
    happened_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class CharterFigures:
    """Promised against actual for one service. ``due`` counts every case whose promise has
    fallen due, closed or still open, so that an unfinished case cannot flatter the figure."""

    service: str
    promise: str
    opened: int
    closed: int
    due: int
    kept: int
    overdue_open: int
    median_minutes: int | None

    @property
    def kept_share(self) -> Decimal | None:
        return (Decimal(self.kept) / self.due).quantize(Decimal("0.001")) if self.due else None


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowedUp:
    """Whose work is followed up where no case stands behind it."""

    customer: UUID | None = None
    agency: str = CONTACT_CENTRE
    service: str = "low-rating"


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderView:
    """An order as the dispatcher's lists show it. ``sign_by`` is when its agency had to sign for it."""

    id: UUID
    number: str
    agency: str
    customer: UUID | None
    subject: Text
    sign_by: datetime | None
    promised_at: datetime
    closed_at: datetime | None
    returns: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderFigures:
    """One agency's orders of a time. Signed in time is out of what was signed for or should have been;
    sent back is out of what was closed. The three rates (三率) are out of the customers who were reached
    afterwards: did somebody contact her in time, is it solved, is she satisfied."""

    agency: str
    orders: int
    sign_due: int
    signed_in_time: int
    returned: int
    closed: int
    sent_back: int
    reached: int
    contacted: int
    solved: int
    satisfied: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OnTime:
    """One group's cases, by when they were opened. In time is what closed within its promise, out of
    what closed or is open and overdue: to close late or not at all never betters the share. The promise
    moved only by stops and extensions on legal grounds; ``stopped`` and ``extended`` say for how many.
    ``self_served`` and ``assisted`` part what is closed: without an officer, and with one."""

    group: str
    opened: int
    closed: int
    in_time: int
    overdue_open: int
    stopped: int
    extended: int
    self_served: int
    assisted: int

    @property
    def due(self) -> int:
        return self.closed + self.overdue_open

    @property
    def share(self) -> Decimal | None:
        return (Decimal(self.in_time) / self.due).quantize(Decimal("0.001")) if self.due else None

    @property
    def self_served_share(self) -> Decimal | None:
        return (Decimal(self.self_served) / self.closed).quantize(Decimal("0.001")) if self.closed else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """A legal ground for more time: ``most`` in all and ``times`` for one case; up to ``alone`` an
    officer gives it herself, otherwise a supervisor decides."""

    code: str
    title: Text
    basis: Text
    most: Term
    times: int
    alone: Term | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtensionView:
    """More time that was proposed, granted or refused; ``number`` is the case's."""

    id: UUID
    case: UUID
    number: str
    ground: str
    title: Text
    basis: Text
    term: str
    reason: str
    state: str
    proposed_by: UUID
    proposed_by_name: str
    proposed_at: datetime
    decided_by_name: str
    decided_at: datetime | None
    promised_before: datetime
    promised_after: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class DisputeView:
    """An agency's word that a case is not its own; ``returns``: how often it was upheld for this case."""

    id: UUID
    case: UUID
    number: str
    agency: str
    reason: str
    state: str
    raised_by_name: str
    raised_at: datetime
    answer: str
    decided_at: datetime | None
    promised_at: datetime
    returns: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedAgainView:
    """A second request that was let through, with why; ``knowable``: it broke the rule of asking once."""

    number: str
    agency: str
    service: str
    knowable: bool
    reason: str
    allowed_by_name: str
    asked_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Breaches:
    """Of an agency's service: how many cases asked their customer, and how many broke the rule of
    asking for everything at once."""

    agency: str
    service: str
    asked: int
    breaches: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Contractor:
    """A firm whose people take contacts for an agency, with what its contract asks."""

    code: str
    title: Text
    agency: str
    sample: Decimal
    accuracy: Decimal
    contacts: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ContractorPerson:
    """Somebody whose role never decides, and the code of her firm; empty while she has none."""

    account: UUID
    name: str
    contractor: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleView:
    """A contact to be checked, blind: neither who took it nor for which firm is said before it is
    scored. ``points`` are the four answers once it is."""

    id: UUID
    happened_at: datetime
    interaction: Any
    points: tuple[bool, bool, bool, bool] | None
    contractor: str
    comment: str
    scored_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ContractorMonth:
    """A contractor's month: contacts taken, drawn, checked, right in every point; and each point."""

    contractor: str
    month: str
    contacts: int
    drawn: int
    checked: int
    right: int
    points: tuple[int, int, int, int]

    @property
    def accuracy(self) -> Decimal | None:
        """None until something is checked: nothing checked is not nothing wrong."""
        return (Decimal(self.right) / self.checked).quantize(Decimal("0.001")) if self.checked else None


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueFilters:
    """What an officer narrows the work list by; nothing about the person may be one of them."""

    queue: str = ""
    kind: str = ""
    lane: str = ""
    service: str = ""
    state: str = ""
    mine: bool = False
    unowned: bool = False
    late: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Queue:
    """One named pile of work: the cases of ``agency`` of these kinds and lanes (none: all)."""

    code: str
    title: Text
    agency: str
    kinds: tuple[str, ...] = ()
    lanes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestView:
    """What one agency asked another, and what came of it. ``may_answer`` and ``may_rate`` say what this
    reader can do now; ``follow_up`` is the number of the case that a poor rating opened."""

    case: CaseView
    asker: str
    asked_by_name: str
    needed: str
    basis: str
    purpose: str
    on_time: bool | None
    stars: int | None
    comment: str
    rated_by_name: str
    follow_up: str
    may_answer: bool
    may_rate: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestFigures:
    """Requests that an agency asked or received. ``due`` counts those answered and those overdue."""

    total: int
    answered: int
    due: int
    kept: int
    overdue_open: int
    rated: int
    stars: Decimal | None

    @property
    def kept_share(self) -> Decimal | None:
        return (Decimal(self.kept) / self.due).quantize(Decimal("0.001")) if self.due else None


EMERGENCY_REVIEW, BREACH_AUTHORITY, BREACH_PERSONS = "emergency-review", "breach-authority", "breach-persons"
ENDED_ELSEWHERE = frozenset({EMERGENCY_REVIEW, BREACH_AUTHORITY, BREACH_PERSONS})
"""Cases that end by what is done on a page of their own; closed by hand, that would never be done."""

AGENCY_REQUEST, POOR_RATING = "agency-request", "poor-rating"
ENQUIRY, LOW_RATING, SENT_BACK = "enquiry", "low-rating", "sent-back"
ORDERS = (ENQUIRY, SENT_BACK)
"""What the contact centre gives to an agency, and asks the customer about afterwards."""

MISTAKEN = "mistaken"
"""The outcome of a case that was opened in the wrong person's name."""

OPENED = Event("cases.case.opened", _("We opened case %(number)s"))
ASSIGNED = Event("cases.case.assigned", _("An officer now looks after case %(number)s"))
GIVEN_BACK = Event("cases.case.given_back", _("Case %(number)s waits for another officer"), "officer")
ESCALATED = Event("cases.case.escalated", _("Case %(number)s was passed to the next officer on duty"))
TRANSFERRED = Event(
    "cases.case.transferred", _("Another agency now leads case %(number)s. You need do nothing")
)
PAUSED = Event("cases.case.paused", _("The clock of case %(number)s stopped while we wait for an answer"))
ASKED = Event("cases.case.asked", _("You must act: we need something from you for case %(number)s"))
ASKED_AGAIN = Event(
    "cases.case.asked_again",
    _("The customer was asked a second time in case %(number)s; its clock ran on"),
    "officer",
)
EXTENSION_PROPOSED = Event(
    "cases.case.extension_proposed", _("More time was proposed for case %(number)s"), "officer"
)
EXTENDED = Event("cases.case.extended", _("Case %(number)s was given more time. You can read why and object"))
EXTENSION_REFUSED = Event(
    "cases.case.extension_refused", _("More time was refused for case %(number)s"), "officer"
)
SCORED = Event("cases.sample.scored", _("A contact of a contractor was checked"), "officer")
STAFFED = Event("cases.contractor.staffed", _("An officer now works for a contractor"), "officer")
RESUMED = Event("cases.case.resumed", _("The clock of case %(number)s runs again"))
HURRIED = Event("cases.case.hurried", _("Case %(number)s became urgent"))
NOTED = Event("cases.case.noted", _("An officer wrote to you about case %(number)s"))
ANSWERED = Event("cases.case.answered", _("You wrote to us about case %(number)s"))
NOTED_INSIDE = Event(
    "cases.case.noted_inside", _("An officer wrote a working note in case %(number)s"), "officer"
)
CLOSED = Event("cases.case.closed", _("Case %(number)s is finished"))
RATED = Event("cases.case.rated", _("The answer in case %(number)s was rated %(stars)s of 5"), "officer")
DISPUTED = Event("cases.case.disputed", _("An agency says that case %(number)s is not its own"), "officer")
DISPUTE_DECIDED = Event("cases.case.dispute_decided", _("It was decided whose case %(number)s is"), "officer")
PROBLEM = Event(
    "cases.case.problem", _("Case %(number)s went from hand to hand: a supervisor has it"), "officer"
)
JOINED = Event("cases.case.joined", _("Case %(number)s is answered together with others about the same"))
SENT_BACK_AGAIN = Event(
    "cases.case.sent_back", _("You said that case %(number)s is not solved: its agency works on it again")
)
ASKED_AFTER = Event("cases.case.asked_after", _("We asked you how case %(number)s was answered"), "customer")
PARTED = Event("cases.case.parted", _("Case %(number)s is answered by itself again"))
