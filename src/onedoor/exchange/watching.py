"""What may be known of how uses of data are watched: secrecy by law, uses counted, breaches, registers that
answer or do not. Others import it from ``types``."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple
from uuid import UUID

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from onedoor.exchange.agreed import Reason
from onedoor.kernel.text import Text

if TYPE_CHECKING:
    from onedoor.exchange.types import Disclosure

WHY_REFUSED: Mapping[str, Any] = {
    "exchange.values.no_agreement": _("No agreement allows this use of your data."),
    "exchange.values.no_consent": _("You have not agreed to this use of your data."),
    "exchange.values.not_yours": _("Whoever asked may not ask about you."),
}


def why_refused(code: str) -> str:
    """Why somebody was not told, in plain words for the person concerned."""
    reason = code.removeprefix("exchange.values.")
    known = Reason(reason).label if reason in Reason.values else _("Whoever asked had no right to this data.")
    return str(WHY_REFUSED.get(code, known))


class SecrecyState(TextChoices):
    """Where a proposal to keep uses of data secret stands. What is over is told by its end."""

    ASKED = "asked", _("Waits for a second person")
    GRANTED = "granted", _("Granted")
    REFUSED = "refused", _("Not granted")


@dataclass(frozen=True, slots=True)
class SecrecyLaw:
    """A law that lets ``agencies`` keep a use of data from the person: ``longest`` at once,
    ``longest_in_all`` when it is prolonged."""

    code: str
    title: Text
    agencies: tuple[str, ...]
    longest: timedelta
    longest_in_all: timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class WithholdingView:
    """Uses of one person's data that are secret until ``ends_at``. ``uses`` counts them; ``name`` says
    whose, to those who may know."""

    id: UUID
    name: str
    agency: str
    law: str
    law_title: Text
    reference: str
    reason: str
    state: str
    state_words: str
    ends_at: datetime
    is_secret: bool
    asked_at: datetime
    asked_by: UUID
    asked_by_name: str
    decided_by_name: str
    longer_until: datetime | None
    longer_reason: str
    longer_by: UUID | None
    uses: int


class Risk(TextChoices):
    """What a breach may mean for the persons concerned."""

    UNKNOWN = "unknown", _("Not assessed yet")
    NONE = "none", _("No risk for anybody is likely")
    RISK = "risk", _("A risk for the persons concerned")
    HIGH = "high", _("A high risk for the persons concerned")


class BreachDuties(NamedTuple):
    """Who must be told of a breach: the authority, by when; the persons themselves."""

    authority: bool
    persons: bool
    due_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class BreachView:
    """A breach as its officers see it: counts, and no names. ``duties`` say who must be told."""

    id: UUID
    number: str
    what: str
    source: str
    began_at: datetime
    ended_at: datetime
    found_at: datetime
    agency: str
    register: str
    attribute: str
    risk: str
    risk_words: str
    affected: int
    duties: BreachDuties
    overdue: bool
    opened_by_name: str
    notice: Text
    drafted_by: UUID | None
    drafted_by_name: str
    approved_by_name: str
    approved_at: datetime | None
    assessed_at: datetime | None
    reported_at: datetime | None
    measures: str
    closed_at: datetime | None


class Incident(NamedTuple):
    """A breach as everybody may know of it."""

    month: str
    affected: int
    risk: str
    persons_told: bool
    closed: bool


@dataclass(frozen=True, slots=True)
class UsagePage:
    """``total`` uses in a period, and some of them, newest first."""

    total: int
    uses: "tuple[Disclosure, ...]"


@dataclass(frozen=True, slots=True, kw_only=True)
class UseLine:
    """How often a body used a person's data for one purpose: ``disclosed``, ``looked`` (an officer opened
    her page) or ``refused``, then ``code`` says why."""

    kind: str
    receiver: str
    receiver_name: Text
    purpose: str
    purpose_title: Text
    code: str
    times: int


@dataclass(frozen=True, slots=True)
class PersonUses:
    """All of one person's lines, the most frequent first."""

    customer: UUID
    lines: tuple[UseLine, ...]


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
