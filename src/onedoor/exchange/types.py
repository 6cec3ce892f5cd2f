"""What other rooms and doors may know of exchange: registers, agreements, values, receipts, events."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Any, Literal, NamedTuple
from uuid import UUID

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from onedoor.exchange.watching import BreachDuties as BreachDuties
from onedoor.exchange.watching import BreachView as BreachView
from onedoor.exchange.watching import Incident as Incident
from onedoor.exchange.watching import PersonUses as PersonUses
from onedoor.exchange.watching import Risk as Risk
from onedoor.exchange.watching import SecrecyLaw as SecrecyLaw
from onedoor.exchange.watching import SecrecyState as SecrecyState
from onedoor.exchange.watching import UsagePage as UsagePage
from onedoor.exchange.watching import UseLine as UseLine
from onedoor.exchange.watching import WithholdingView as WithholdingView
from onedoor.exchange.watching import why_refused as why_refused
from onedoor.kernel.errors import NotAllowed
from onedoor.kernel.events import Event
from onedoor.kernel.text import Text

VALUES_DISCLOSED = Event("exchange.values.disclosed", _("%(receiver)s used your data. Purpose: %(aim)s"))
VALUES_REFUSED = Event(
    "exchange.values.refused", _("%(receiver)s asked for your data and was refused. Purpose given: %(aim)s")
)
VALUES_REPORTED = Event("exchange.values.reported", _("%(register)s took in %(count)s values"), "audit")
VALUES_WITHDRAWN = Event("exchange.values.withdrawn", _("%(register)s took back %(count)s values"), "audit")
REGISTER_MATCHED = Event(
    "exchange.register.matched", _("%(register)s was searched: %(found)s of %(looked_at)s match"), "audit"
)
VALUE_RECEIVED = Event("exchange.value.received", _("%(source)s reported data about you: %(attributes)s"))
BATCH_RECEIVED = Event(
    "exchange.batch.received", _("Batch %(number)s was taken in: %(accepted)s of %(rows)s rows"), "officer"
)
BATCH_REFUSED = Event("exchange.batch.refused", _("Batch %(number)s was refused as a whole"), "officer")
ROW_SETTLED = Event("exchange.row.settled", _("A waiting record from %(source)s was added to your data"))
CORRECTION_OPENED = Event(
    "exchange.correction.opened", _("%(source)s was asked to check what it reported: %(attributes)s")
)
CORRECTION_ANSWERED = Event(
    "exchange.correction.answered", _("%(source)s answered about what it reported: %(attributes)s")
)
REPORT_REQUESTED = Event("exchange.report.requested", _("%(source)s was asked to report: %(attributes)s"))
PARTNER_REGISTERED = Event("exchange.partner.registered", _("Partner %(partner)s was registered"), "officer")
PARTNER_CHANGED = Event("exchange.partner.changed", _("Partner %(partner)s is now %(status)s"), "officer")
REGISTER_DOWN = Event(
    "exchange.register.went_down", _("%(register)s does not answer and is asked no more for now"), "officer"
)
REGISTER_BACK = Event("exchange.register.came_back", _("%(register)s answers again"), "officer")
SOURCES_WEIGHED = Event(
    "exchange.sources.weighed", _("You said which of two sources is right about you: %(attributes)s")
)
USAGE_READ = Event("exchange.usage.read", _("It was read who used your data"))
SECRECY_ASKED = Event("exchange.secrecy.asked", _("Secrecy was proposed, until %(until)s"), "audit")
SECRECY_GRANTED = Event("exchange.secrecy.granted", _("Secrecy was granted, until %(until)s"), "audit")
SECRECY_REFUSED = Event("exchange.secrecy.refused", _("Secrecy was not granted"), "audit")
SECRECY_LONGER_ASKED = Event(
    "exchange.secrecy.longer_asked", _("It was proposed to prolong secrecy, until %(until)s"), "audit"
)
SECRECY_PROLONGED = Event("exchange.secrecy.prolonged", _("Secrecy was prolonged, until %(until)s"), "audit")
SECRECY_LONGER_REFUSED = Event("exchange.secrecy.longer_refused", _("Secrecy was not prolonged"), "audit")
SECRECY_LIFTED = Event("exchange.secrecy.lifted", _("Secrecy ended before its time"), "audit")
SECRECY_AUDITED = Event(
    "exchange.secrecy.audited", _("The list of what is secret was read: %(count)s lines"), "audit"
)
BREACH_OPENED = Event("exchange.breach.opened", _("Breach %(number)s was opened"), "officer")
BREACH_ASSESSED = Event(
    "exchange.breach.assessed",
    _("Breach %(number)s was assessed: %(affected)s persons, risk %(risk)s"),
    "officer",
)
BREACH_NOTICE_DRAFTED = Event(
    "exchange.breach.notice_drafted", _("A notice about breach %(number)s was drafted"), "officer"
)
BREACH_NOTICE_APPROVED = Event(
    "exchange.breach.notice_approved", _("The notice about breach %(number)s was approved"), "officer"
)
BREACH_REPORTED = Event(
    "exchange.breach.reported", _("Breach %(number)s was reported to the authority"), "officer"
)
BREACH_CLOSED = Event("exchange.breach.closed", _("Breach %(number)s was closed"), "officer")
CONSENT_GIVEN = Event("exchange.consent.given", _("You agreed to: %(agreement)s"))
CONSENT_WITHDRAWN = Event("exchange.consent.withdrawn", _("You withdrew your consent to: %(agreement)s"))


class Sensitivity(StrEnum):
    """How closely an attribute is kept."""

    PLAIN = "plain"
    PERSONAL = "personal"
    TAX = "tax"
    MEDICAL = "medical"


class Repeats(StrEnum):
    """How many values of an attribute are true at once."""

    NO = "no"
    SOURCE = "source"
    RECORD = "record"


class Grade(StrEnum):
    """How far a value may be trusted, after the trust grades of electronic documents."""

    A = "A"
    B = "B"
    C = "C"
    D = "D"


class PartnerKind(TextChoices):
    """What a partner organisation is."""

    EMPLOYER = "employer", _("Employer")
    CHARITY = "charity", _("Charity")
    HOSPITAL = "hospital", _("Hospital")
    BANK = "bank", _("Bank")


class PartnerStatus(TextChoices):
    """Whether a partner stands registered; between its periods it is not registered at all."""

    ACTIVE = "active", _("Registered")
    SUSPENDED = "suspended", _("Suspended")
    REVOKED = "revoked", _("Revoked")


class ValueState(TextChoices):
    """Where a reported value stands. Only ``current`` and ``disputed`` values are given out."""

    CURRENT = "current", _("Current")
    SUPERSEDED = "superseded", _("Replaced")
    DISPUTED = "disputed", _("Being checked")
    CORRECTED = "corrected", _("Corrected by the reporter")
    WITHDRAWN = "withdrawn", _("Withdrawn by the reporter")


class Feed(TextChoices):
    """What a partner may send in batches."""

    INCOME = "income", _("Income of employees")
    DONATIONS = "donations", _("Donations")


class BatchState(TextChoices):
    """What became of a whole file."""

    RECEIVED = "received", _("Taken in")
    REFUSED = "refused", _("Refused as a whole")


class RowState(TextChoices):
    """What became of one row."""

    ACCEPTED = "accepted", _("Accepted")
    REJECTED = "rejected", _("Rejected")
    PARKED = "parked", _("Waiting: person not yet known")
    EXPIRED = "expired", _("Person not found within 30 days")


class CorrectionState(TextChoices):
    """Where a question to a reporter stands."""

    OPEN = "open", _("Waiting for an answer")
    CONFIRMED = "confirmed", _("Reporter says the value is right")
    CORRECTED = "corrected", _("Reporter corrected the value")
    WITHDRAWN = "withdrawn", _("Reporter withdrew the value")


@dataclass(frozen=True, slots=True)
class Attribute:
    """One thing a register knows about a customer; the fields are explained in registers.yaml."""

    code: str
    title: Text
    type: str
    sensitivity: Sensitivity
    period: str
    repeats: Repeats
    precedence: tuple[str, ...]
    choices: Mapping[str, Text] = field(default_factory=dict)
    fields: Mapping[str, str] = field(default_factory=dict)
    protected: bool | tuple[str, ...] = False


@dataclass(frozen=True, slots=True)
class Pulled:
    """How a register is asked for what it has not sent; the fields are explained in registers.yaml."""

    service: str
    attributes: tuple[str, ...]
    known_by: Literal["pseudonym", "identifier"]
    answer_within: float
    fresh_for: timedelta
    usable_for: timedelta
    opens_after: int
    tries_again_after: timedelta
    request_hash: Literal["checked", "left-to-server"]


@dataclass(frozen=True, slots=True)
class Register:
    """An authoritative source, who may report to it, and how it is asked where it is."""

    code: str
    title: Text
    agency: str
    reporters: tuple[str, ...]
    grade: Grade
    attributes: Mapping[str, Attribute]
    pulled: Pulled | None = None

    def is_pulled(self, attribute: str) -> bool:
        """Whether the register may be asked for this attribute while somebody waits."""
        return self.pulled is not None and attribute in self.pulled.attributes


@dataclass(frozen=True, slots=True)
class Agreement:
    """What ``receiver`` may be told, for which services and purpose, by which right, until when."""

    id: str
    title: Text
    receiver: str
    services: tuple[str, ...]
    purpose: str
    basis: str
    privacy_assessment: str
    approved: bool
    shares: Mapping[str, frozenset[str]]
    active_from: date
    active_to: date | None = None

    def in_force(self, day: date) -> bool:
        """Whether it may be relied on at ``day``: begun, not ended, privacy assessment approved."""
        return self.approved and self.active_from <= day and (self.active_to is None or day < self.active_to)


class UseCount(NamedTuple):
    """What an agency did with persons' data in a month (``2025-03``): values that it was told, requests
    that were refused, pages of customers that its officers opened. One for each person concerned."""

    month: str
    agency: str
    disclosed: int
    refused: int
    looked: int


class Wanted(NamedTuple):
    """One attribute asked for. ``period`` is a basis year such as "2024" (ignored for standing
    attributes); ``many`` asks for every true value of an attribute that repeats."""

    register: str
    attribute: str
    period: str = ""
    many: bool = False


class Reported(NamedTuple):
    """A value given out, with where it came from. ``conflicts`` are the values of other sources
    that said something else and were believed less; ``weighed`` is the one of them all that the
    person says is right, once she has said so. ``as_of`` is there where the register should have
    been asked again and does not answer: what is given out is what it said then."""

    register: str
    attribute: str
    value: Any
    source: str
    source_name: Text
    received_at: datetime
    grade: Grade
    reference: str
    reported: UUID
    period: str
    state: str = "current"
    conflicts: tuple["Reported", ...] = ()
    weighed: UUID | None = None
    as_of: datetime | None = None


@dataclass(frozen=True, slots=True)
class NewValue:
    """A value that a reporter states about a customer."""

    customer: UUID
    attribute: str
    value: Any
    period: str = ""
    reference: str = ""


@dataclass(frozen=True, slots=True)
class PartnerView:
    """A partner organisation with its standing on the day that was asked."""

    id: UUID
    code: str
    kind: str
    name: Text
    status: str  # a PartnerStatus, or "" when it is not registered on that day


@dataclass(frozen=True, slots=True)
class RowOutcome:
    """What became of one row of a batch; identifiers are masked."""

    line: int
    record: str
    identifier: str
    reference: str
    amount: Decimal | None
    state: str
    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a partner gets for a file. ``repeated`` says that the same file was taken in before.

    For a refused file ``code``, ``detail`` and ``line`` say why; nothing of it was kept."""

    id: UUID
    number: str
    partner: str
    feed: str
    period: str
    indicator: str
    filename: str
    state: str
    received_at: datetime
    rows: int
    accepted: int
    rejected: int
    parked: int
    amount: Decimal
    code: str = ""
    detail: str = ""
    line: int = 0
    repeated: bool = False


@dataclass(frozen=True, slots=True)
class ClaimView:
    """One claim that an agency's own service asks for, and what it would be told."""

    scope: str
    title: Text
    register_title: Text
    held: tuple["HeldValue", ...] = ()


@dataclass(frozen=True, slots=True)
class HeldValue:
    """What is held about a customer, for her own eyes."""

    reported: UUID
    register: str
    register_title: Text
    agency: str
    attribute: str
    attribute_title: Text
    value: Any
    type: str
    period: str
    source: str
    source_name: Text
    received_at: datetime
    grade: str
    reference: str
    state: str
    sensitivity: str


@dataclass(frozen=True, slots=True)
class Disclosure:
    """One use of a customer's data, or an attempt at one: who, for what, by which right.

    ``looked``: an officer opened the customer's page; ``purpose`` is then a ``people.LookPurpose``.
    ``officer`` is the name of the person in whose hands the data was, if it was a person. ``own``: she,
    or who acts for her, read this list through a system. ``code`` says why an attempt was refused.
    ``withheld_until``: it was kept secret until then, ``withheld_under`` a law.
    """

    entry: UUID
    happened_at: datetime
    receiver: str
    receiver_name: Text
    actor_kind: str
    actor: UUID
    door: str
    service: str
    purpose: str
    purpose_title: Text
    basis: str
    agreement: str
    attributes: tuple[Text, ...]
    case: UUID | None
    refused: bool
    looked: bool = False
    officer: str = ""
    code: str = ""
    own: bool = False
    withheld_until: datetime | None = None
    withheld_under: Text = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportRequestView:
    """A partner is asked to report a value that somebody needs; open until it has."""

    id: UUID
    number: str
    partner: str
    register: str
    attribute: str
    attribute_title: Text
    period: str
    identifier: str
    requested_at: datetime
    due_at: datetime
    is_open: bool
    overdue: bool


@dataclass(frozen=True, slots=True)
class CorrectionView:
    """A question to a reporter about a value that a person says is wrong. ``shut``: the figures and
    words are not for the reader's role and are left out."""

    id: UUID
    number: str
    partner: str
    agency: str
    state: str
    register: str
    attribute: str
    attribute_title: Text
    period: str
    value: Any
    reference: str
    identifier: str
    reason: str
    claimed: Any
    opened_at: datetime
    due_at: datetime
    answered_at: datetime | None
    answer: str
    customer: UUID
    case: UUID | None
    application: UUID | None
    overdue: bool = False
    shut: bool = False


class BreakerState(TextChoices):
    """Whether a register is asked: closed, every time; open, not at all; half-open, by one at a time."""

    CLOSED = "closed", _("It answers")
    OPEN = "open", _("Not asked for now")
    HALF_OPEN = "half-open", _("Being tried again")


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterHealth:
    """How a register that is asked by calls has done of late. Counts are of the last 24 hours."""

    code: str
    title: Text
    agency: str
    linked: bool  # whether the operator has said where it is reached
    state: BreakerState
    down_since: datetime | None
    answered_at: datetime | None
    failed_at: datetime | None
    failure: str
    calls: int
    failures: int
    slowest: int  # milliseconds within which nineteen of twenty answered
    waiting: int
    waiting_since: datetime | None

    @property
    def failed_percent(self) -> int:
        return round(100 * self.failures / self.calls) if self.calls else 0


@dataclass(frozen=True, slots=True)
class ConsentView:
    """A customer's consent to one agreement."""

    id: UUID
    agreement: str
    title: Text
    given_at: datetime
    withdrawn_at: datetime | None


class DisclosureRefused(NotAllowed):
    """No agreement, or no live consent, covers everything that was asked for."""

    # exchange writes its own entry, which names the attributes; see actions.values
    record = False
