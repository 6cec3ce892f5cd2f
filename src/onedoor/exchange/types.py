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

from onedoor.exchange.agreed import ConsentRequest as ConsentRequest
from onedoor.exchange.agreed import ConsentView as ConsentView
from onedoor.exchange.agreed import MostAsked as MostAsked
from onedoor.exchange.agreed import NoticeState as NoticeState
from onedoor.exchange.agreed import NoticeView as NoticeView
from onedoor.exchange.agreed import Predicate as Predicate
from onedoor.exchange.agreed import Reason as Reason
from onedoor.exchange.agreed import Removal as Removal
from onedoor.exchange.agreed import Share as Share
from onedoor.exchange.agreed import Side as Side
from onedoor.exchange.agreed import Verdict as Verdict
from onedoor.exchange.news import BATCH_RECEIVED as BATCH_RECEIVED
from onedoor.exchange.news import BATCH_REFUSED as BATCH_REFUSED
from onedoor.exchange.news import BREACH_ASSESSED as BREACH_ASSESSED
from onedoor.exchange.news import BREACH_CLOSED as BREACH_CLOSED
from onedoor.exchange.news import BREACH_NOTICE_APPROVED as BREACH_NOTICE_APPROVED
from onedoor.exchange.news import BREACH_NOTICE_DRAFTED as BREACH_NOTICE_DRAFTED
from onedoor.exchange.news import BREACH_OPENED as BREACH_OPENED
from onedoor.exchange.news import BREACH_REPORTED as BREACH_REPORTED
from onedoor.exchange.news import CONSENT_DECLINED as CONSENT_DECLINED
from onedoor.exchange.news import CONSENT_GIVEN as CONSENT_GIVEN
from onedoor.exchange.news import CONSENT_NARROWED as CONSENT_NARROWED
from onedoor.exchange.news import CONSENT_WITHDRAWN as CONSENT_WITHDRAWN
from onedoor.exchange.news import CORRECTION_ANSWERED as CORRECTION_ANSWERED
from onedoor.exchange.news import CORRECTION_OPENED as CORRECTION_OPENED
from onedoor.exchange.news import NOTICE_ANSWERED as NOTICE_ANSWERED
from onedoor.exchange.news import NOTICE_STUCK as NOTICE_STUCK
from onedoor.exchange.news import PARTNER_CHANGED as PARTNER_CHANGED
from onedoor.exchange.news import PARTNER_REGISTERED as PARTNER_REGISTERED
from onedoor.exchange.news import REGISTER_BACK as REGISTER_BACK
from onedoor.exchange.news import REGISTER_DOWN as REGISTER_DOWN
from onedoor.exchange.news import REGISTER_MATCHED as REGISTER_MATCHED
from onedoor.exchange.news import REPORT_REQUESTED as REPORT_REQUESTED
from onedoor.exchange.news import ROW_SETTLED as ROW_SETTLED
from onedoor.exchange.news import SECRECY_ASKED as SECRECY_ASKED
from onedoor.exchange.news import SECRECY_AUDITED as SECRECY_AUDITED
from onedoor.exchange.news import SECRECY_GRANTED as SECRECY_GRANTED
from onedoor.exchange.news import SECRECY_LIFTED as SECRECY_LIFTED
from onedoor.exchange.news import SECRECY_LONGER_ASKED as SECRECY_LONGER_ASKED
from onedoor.exchange.news import SECRECY_LONGER_REFUSED as SECRECY_LONGER_REFUSED
from onedoor.exchange.news import SECRECY_PROLONGED as SECRECY_PROLONGED
from onedoor.exchange.news import SECRECY_REFUSED as SECRECY_REFUSED
from onedoor.exchange.news import SOURCES_WEIGHED as SOURCES_WEIGHED
from onedoor.exchange.news import USAGE_READ as USAGE_READ
from onedoor.exchange.news import VALUE_RECEIVED as VALUE_RECEIVED
from onedoor.exchange.news import VALUES_DISCLOSED as VALUES_DISCLOSED
from onedoor.exchange.news import VALUES_REFUSED as VALUES_REFUSED
from onedoor.exchange.news import VALUES_REPORTED as VALUES_REPORTED
from onedoor.exchange.news import VALUES_WITHDRAWN as VALUES_WITHDRAWN
from onedoor.exchange.watching import BreachDuties as BreachDuties
from onedoor.exchange.watching import BreachView as BreachView
from onedoor.exchange.watching import BreakerState as BreakerState
from onedoor.exchange.watching import Incident as Incident
from onedoor.exchange.watching import PersonUses as PersonUses
from onedoor.exchange.watching import RegisterHealth as RegisterHealth
from onedoor.exchange.watching import Risk as Risk
from onedoor.exchange.watching import SecrecyLaw as SecrecyLaw
from onedoor.exchange.watching import SecrecyState as SecrecyState
from onedoor.exchange.watching import UsagePage as UsagePage
from onedoor.exchange.watching import UseLine as UseLine
from onedoor.exchange.watching import WithholdingView as WithholdingView
from onedoor.exchange.watching import why_refused as why_refused
from onedoor.kernel.errors import NotAllowed
from onedoor.kernel.text import Text


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
    """What ``receiver``, and those in ``also`` to whom it is passed on, may be told, for which services and
    purpose, by which right, until when. ``asks``: questions that are answered by yes or no alone, of
    which ``most_asked`` about one value. ``lasts`` is for how many days a consent counts; 0: to the end of
    the agreement."""

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
    also: tuple[str, ...] = ()
    asks: Mapping[str, Predicate] = field(default_factory=dict)
    most_asked: MostAsked = field(default_factory=MostAsked)
    lasts: int = 0
    otherwise: Text = field(default_factory=dict)

    @property
    def receivers(self) -> tuple[str, ...]:
        """Everybody who is told."""
        return (self.receiver, *self.also)

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
    attributes); ``many`` asks for every true value of an attribute that repeats; ``asks`` names a question
    of the agreement, whose yes or no is all that is told."""

    register: str
    attribute: str
    period: str = ""
    many: bool = False
    asks: str = ""


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
    ``answers`` are questions asked instead of a value, each with its answer (None: nothing is held);
    ``most_asked`` is how many different ones the agreement lets be asked about one value.
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
    answers: tuple[tuple[Text, bool | None], ...] = ()
    most_asked: MostAsked | None = None


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


class DisclosureRefused(NotAllowed):
    """No agreement, or no live consent, covers everything that was asked for."""

    # exchange writes its own entry, which names the attributes; see actions.values
    record = False
