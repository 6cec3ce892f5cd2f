"""What other rooms may know of payments: lines, views, notices and events."""

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
