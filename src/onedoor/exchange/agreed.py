"""The shapes of consents, of what is decided about a use of data, and of questions that stand for a value."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from hashlib import sha256
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from onedoor.kernel.text import Text


class Side(TextChoices):
    """Which of the four that must all say yes said no."""

    AGREEMENT = "agreement", _("The agreement")
    CONSENT = "consent", _("The person's consent")
    POLICY = "policy", _("The receiver's policy")
    CLASS = "class", _("The class of the data")


class Reason(TextChoices):
    """Why a use of data is allowed or not, in plain words."""

    ALLOWED = "allowed", _("An agreement allows it, and nothing stands against it.")
    NO_AGREEMENT = "no_agreement", _("No agreement allows this use of data.")
    ENDED = "ended", _("The agreement for this use of data has not begun or has ended.")
    NOT_ASSESSED = "not_assessed", _("The privacy assessment of the agreement is not approved.")
    POLICY = "policy", _("The receiver may not be told data of this kind.")
    CLASS = "class", _("Medical and tax data may be told only by law or with the person's own consent.")
    PROOF = "proof", _("Medical and tax data need a role that may read them and a second factor.")
    NO_CONSENT = "no_consent", _("The person has not agreed to this use of data.")
    WITHDRAWN = "withdrawn", _("The person has taken back her consent to this use of data.")
    LAPSED = "lapsed", _("The time for which the person agreed is over.")
    CHANGED = "changed", _("What the person agreed to has changed since. She has to be asked again.")
    HALVING = (
        "halving",
        _("So many different questions were asked about this value that the answers would give it away."),
    )


SIDES: Mapping[Reason, Side] = {
    Reason.NO_AGREEMENT: Side.AGREEMENT,
    Reason.ENDED: Side.AGREEMENT,
    Reason.NOT_ASSESSED: Side.AGREEMENT,
    Reason.POLICY: Side.POLICY,
    Reason.CLASS: Side.CLASS,
    Reason.PROOF: Side.CLASS,
    Reason.NO_CONSENT: Side.CONSENT,
    Reason.WITHDRAWN: Side.CONSENT,
    Reason.LAPSED: Side.CONSENT,
    Reason.CHANGED: Side.CONSENT,
    Reason.HALVING: Side.AGREEMENT,
}


class Verdict(NamedTuple):
    """What is decided about one value for one receiver, and by which agreement ("": none speaks of it)."""

    reason: Reason
    agreement: str = ""

    @property
    def allowed(self) -> bool:
        """Whether the value may be told."""
        return self.reason is Reason.ALLOWED

    @property
    def side(self) -> Side | None:
        """Who said no."""
        return SIDES.get(self.reason)


class NoticeState(TextChoices):
    """How far the news of a withdrawal has come with one receiver."""

    WAITING = "waiting", _("Not sent yet")
    SENT = "sent", _("Sent; not acknowledged yet")
    ACKNOWLEDGED = "acknowledged", _("Acknowledged")
    REFUSED = "refused", _("Refused by the receiver")
    STUCK = "stuck", _("Could not be reached; an officer looks after it")


@dataclass(frozen=True, slots=True)
class Predicate:
    """A question about an attribute that is answered by yes or no alone. Its limit stands in the agreement,
    so nobody who asks can choose it. Exactly one of the four tests is set."""

    code: str
    text: Text
    register: str
    attribute: str
    at_most: Decimal | None = None
    at_least: Decimal | None = None
    years: int | None = None
    among: tuple[str, ...] = ()

    @property
    def limit(self) -> str:
        """The test itself, in up to 64 letters: two questions with one limit are one question, whatever
        they are called, and a question whose limit was changed is another."""
        if self.at_most is not None:
            return f"at_most {self.at_most.normalize():f}"
        if self.at_least is not None:
            return f"at_least {self.at_least.normalize():f}"
        if self.years is not None:
            return f"years {self.years}"
        return f"among {sha256(json.dumps(sorted(self.among)).encode()).hexdigest()[:32]}"

    def holds(self, value: Any, *, day: date) -> bool:
        """Whether it is true of ``value`` on ``day``. ``years``: so many are over since a date."""
        if self.at_most is not None:
            return bool(Decimal(value) <= self.at_most)
        if self.at_least is not None:
            return bool(Decimal(value) >= self.at_least)
        if self.years is not None:
            return bool(
                (day.year - value.year) - ((day.month, day.day) < (value.month, value.day)) >= self.years
            )
        return value in self.among


class MostAsked(NamedTuple):
    """So many different questions about one value of one person may be asked within so many days. Without
    a word in the agreement: two, which an agreement may hold, and each once more with its limit of next
    year."""

    questions: int = 4
    days: int = 365


class Share(NamedTuple):
    """One attribute of a register."""

    register: str
    attribute: str


class Removal(NamedTuple):
    """A part that she took back: an attribute (``share``) or a receiver; the other one is empty."""

    share: Share | None
    receiver: str
    removed_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeView:
    """What became of telling one receiver that consent was taken back. ``shares``: only these; empty: all."""

    id: UUID
    consent: UUID
    receiver: str
    receiver_name: Text
    shares: tuple[Share, ...]
    state: NoticeState
    made_at: datetime
    sent_at: datetime | None
    answered_at: datetime | None
    attempts: int
    next_try_at: datetime | None
    answer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentView:
    """A customer's consent to one agreement, and what is left of it."""

    id: UUID
    customer: UUID
    agreement: str
    title: Text
    purpose: str
    purpose_title: Text
    given_at: datetime
    withdrawn_at: datetime | None
    until: datetime | None
    fingerprint: str
    shares: tuple[tuple[Share, Text], ...]
    receivers: tuple[tuple[str, Text], ...]
    removals: tuple[Removal, ...] = ()
    notices: tuple[NoticeView, ...] = ()
    reason: Reason = Reason.ALLOWED

    @property
    def live_shares(self) -> tuple[Share, ...]:
        """The attributes that may still be told; none when all of it was withdrawn."""
        gone = {one.share for one in self.removals}
        return () if self.withdrawn_at else tuple(one for one, _title in self.shares if one not in gone)

    @property
    def live_receivers(self) -> tuple[str, ...]:
        """Those who may still be told."""
        gone = {one.receiver for one in self.removals}
        return () if self.withdrawn_at else tuple(one for one, _name in self.receivers if one not in gone)


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentRequest:
    """What she is asked: who would be told what, for what, until when. ``fingerprint`` names exactly what
    was shown; ``otherwise`` says how it goes on if she says no; ``close``: needs her second factor."""

    agreement: str
    title: Text
    purpose: str
    purpose_title: Text
    receivers: tuple[tuple[str, Text], ...]
    shares: tuple[tuple[Share, Text], ...]
    services: tuple[str, ...]
    until: datetime | None
    otherwise: Text
    fingerprint: str
    close: bool
    given: ConsentView | None = None
