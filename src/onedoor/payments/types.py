"""What other rooms may know of payments: lines, views, notices and events."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Literal
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from onedoor.kernel.events import Event
from onedoor.kernel.text import Text


class ChargeState(StrEnum):
    DUE = "due"
    PART_PAID = "part_paid"
    SETTLED = "settled"
    CANCELLED = "cancelled"
    REFUNDED = "refunded"
    WAIVED = "waived"


class PaymentState(StrEnum):
    """``kept`` money belongs to no charge yet: unknown reference, or the charge was cancelled."""

    APPLIED = "applied"
    KEPT = "kept"
    REFUNDED = "refunded"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """What one agency charges for. Of ``amount``, ``waived`` is not asked, and ``waived_why`` says why;
    ``paid`` is its share of the money that came, ``refunded`` what of that went back. A line that
    ``stays`` is kept when the application is taken back."""

    agency: str
    code: str
    title: Text
    amount: Decimal
    waived: Decimal = Decimal("0.00")
    waived_why: Text = field(default_factory=dict)
    paid: Decimal = Decimal("0.00")
    refunded: Decimal = Decimal("0.00")
    stays: bool = False
    position: int = 0

    @property
    def asked(self) -> Decimal:
        """What is asked after waivers."""
        return self.amount - self.waived

    @property
    def left(self) -> Decimal:
        """What is still to pay on it."""
        return self.asked - self.paid

    @property
    def held(self) -> Decimal:
        """What its agency has of the money."""
        return self.paid - self.refunded


@dataclass(frozen=True, slots=True, kw_only=True)
class WaiverView:
    """An officer's wish to let a line go, and what a second officer made of it."""

    id: UUID
    charge: str
    position: int
    title: Text
    agency: str
    reason: str
    state: str
    asked_by: UUID
    asked_at: datetime
    decided_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RefundView:
    """Money that went back, or is on its way."""

    id: UUID
    charge: str
    amount: Decimal
    state: str
    refunded_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class InstalmentView:
    position: int
    due_date: date
    amount: Decimal
    paid: Decimal

    @property
    def is_paid(self) -> bool:
        return self.paid >= self.amount


@dataclass(frozen=True, slots=True, kw_only=True)
class ChargeView:
    """``number`` is the voucher's; ``balance`` is what is still to pay."""

    id: UUID
    number: str
    customer: UUID
    service: str
    application: UUID | None
    case: UUID | None
    lines: tuple[Line, ...]
    amount: Decimal
    paid: Decimal
    balance: Decimal
    due_date: date
    state: ChargeState
    raised_at: datetime
    settled_at: datetime | None
    instalments: tuple[InstalmentView, ...] = ()

    @property
    def refunded(self) -> Decimal:
        """What of the money paid went back."""
        return sum((line.refunded for line in self.lines), Decimal("0.00"))

    @property
    def waived(self) -> Decimal:
        """What is not asked after all."""
        return sum((line.waived for line in self.lines), Decimal("0.00"))

    @property
    def agencies(self) -> tuple[str, ...]:
        """Who earns something with it, in the order of the lines."""
        return tuple(dict.fromkeys(line.agency for line in self.lines))


@dataclass(frozen=True, slots=True, kw_only=True)
class Checkout:
    """Where the payer goes next. ``url`` is a path of this site, or the provider's address."""

    url: str
    reference: str
    charge: str
    amount: Decimal
    state: str = "started"


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """What a provider says happened, after its signature was checked."""

    provider: str
    provider_reference: str
    reference: str
    outcome: Literal["paid", "failed"]
    amount: Decimal
    paid_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentView:
    """Money that arrived. ``applied`` went to the charge, ``over`` is kept for the payer."""

    id: UUID
    provider: str
    provider_reference: str
    charge: str
    amount: Decimal
    applied: Decimal
    over: Decimal
    refunded: Decimal
    state: PaymentState
    paid_at: datetime
    receipt: str
    repeated: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptView:
    number: str
    charge: str
    amount: Decimal
    paid_at: datetime
    issued_at: datetime
    provider: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Voucher:
    """The facts that a payment voucher prints and its QR code holds."""

    number: str
    payee: str
    amount: Decimal
    due_date: date
    qr: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountView:
    """Where money goes: all that is ever shown of the number is its end."""

    id: UUID
    tail: str
    given_at: datetime
    usable_from: datetime

    @property
    def masked(self) -> str:
        """As it is shown."""
        return f"•••• {self.tail}"


@dataclass(frozen=True, slots=True, kw_only=True)
class PartView:
    """One part of a payout: when, how much, and where it stands."""

    id: UUID
    position: int
    number: int
    amount: Decimal
    due_date: date
    state: str
    reference: str
    account: str
    paid_at: datetime | None
    returned_why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PayoutView:
    """What a customer gets of one application, and when."""

    id: UUID
    number: str
    customer: UUID
    service: str
    application: UUID
    agency: str
    title: Text
    amount: Decimal
    planned_at: datetime
    stopped_at: datetime | None
    stopped_why: str
    parts: tuple[PartView, ...]

    @property
    def paid(self) -> Decimal:
        """What she got of it so far."""
        return sum((part.amount for part in self.parts if part.state == "paid"), Decimal("0.00"))

    @property
    def upcoming(self) -> PartView | None:
        """The part that is next."""
        return next((part for part in self.parts if part.state in ("ordered", "planned", "held")), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderView:
    """A file of orders to the bank."""

    id: UUID
    number: str
    execution_date: date
    parts_count: int
    amount: Decimal
    state: str
    made_at: datetime
    answered_at: datetime | None
    paid: int
    returned: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemView:
    """One movement as the bank has it and as we have it."""

    id: UUID
    result: str
    booked_date: date
    reference: str
    theirs: Decimal | None
    ours: Decimal | None
    kind: str
    settled_at: datetime | None
    note: str
    may_enter: bool
    may_return: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementView:
    """A statement against our books. ``unexplained`` is nought when the days close: every cent by
    which bank and books differ is one of the items."""

    id: UUID
    number: str
    form: str
    first_date: date
    last_date: date
    opening: Decimal
    closing: Decimal
    books: Decimal
    explained: Decimal
    taken_at: datetime
    counts: Mapping[str, int]
    open: int
    items: tuple[ItemView, ...] = ()
    repeated: bool = False

    @property
    def moved(self) -> Decimal:
        """What the bank says came in, less what went out."""
        return self.closing - self.opening

    @property
    def difference(self) -> Decimal:
        """What the bank has more than our books."""
        return self.moved - self.books

    @property
    def unexplained(self) -> Decimal:
        """What no item accounts for."""
        return self.difference - self.explained

    @property
    def closes(self) -> bool:
        """Whether bank and books agree but for what the items name."""
        return not self.unexplained


RAISED = Event("payments.charge.raised", _("You have a new bill: voucher %(number)s"))
SETTLED = Event("payments.charge.settled", _("Voucher %(number)s is paid in full"))
PART_PAID = Event("payments.charge.part_paid", _("We received part of the money for voucher %(number)s"))
CANCELLED = Event("payments.charge.cancelled", _("Voucher %(number)s was cancelled. You owe nothing for it"))
REFUNDED = Event("payments.charge.refunded", _("Money was paid back to you for voucher %(number)s"))
AGREED = Event("payments.instalments.agreed", _("You may pay voucher %(number)s by instalments"))
OVERPAID = Event(
    "payments.payment.overpaid", _("You paid more than voucher %(number)s asks. The rest is yours")
)
WAIVED = Event("payments.charge.waived", _("You have nothing to pay for voucher %(number)s"))
LINE_WAIVED = Event("payments.line.waived", _("A part of voucher %(number)s was let go. You pay less"))
WAIVER_ASKED = Event(
    "payments.waiver.asked", _("An officer asked to let a part of voucher %(number)s go"), "officer"
)
WAIVER_REFUSED = Event(
    "payments.waiver.refused",
    _("A second officer did not agree to let a part of voucher %(number)s go"),
    "officer",
)
REFUND_FAILED = Event(
    "payments.refund.failed", _("The bank did not pay money back for voucher %(number)s"), "officer"
)
APPLIED = Event(
    "payments.payment.applied", _("An officer put money that you paid towards voucher %(number)s")
)
CONTRADICTED = Event(
    "payments.payment.contradicted", _("The bank reported one payment twice, differently"), "officer"
)
UNMATCHED = Event("payments.payment.unmatched", _("Money arrived that belongs to no open charge"), "officer")
PLANNED = Event("payments.payout.planned", _("You will be paid: payout %(number)s"))
RELEASED = Event("payments.payout.released", _("The next part of payout %(number)s will be paid"))
LAPSED = Event("payments.payout.lapsed", _("A part of payout %(number)s is not paid"))
ORDERED = Event("payments.payout.ordered", _("We ordered a part of payout %(number)s from the bank"))
PAID_OUT = Event("payments.payout.paid", _("The bank paid you a part of payout %(number)s"))
RETURNED = Event(
    "payments.payout.returned",
    _("The bank could not pay you a part of payout %(number)s. Look at your account"),
)
STOPPED = Event("payments.payout.stopped", _("Payout %(number)s was stopped"))
ACCOUNT_GIVEN = Event(
    "payments.account.given", _("You named the account ending in %(tail)s for money to you")
)
ACCOUNT_CHANGED = Event(
    "payments.account.changed", _("The account for money to you was changed. It now ends in %(tail)s")
)
COMPARED = Event(
    "payments.statement.compared", _("The bank's statement was compared with our books"), "officer"
)
ITEM_SETTLED = Event(
    "payments.statement.settled", _("A difference between bank and books was cleared up"), "officer"
)
