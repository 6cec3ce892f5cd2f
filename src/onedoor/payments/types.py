"""What other rooms may know of payments: lines, views, notices and events."""

from dataclasses import dataclass
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


class PaymentState(StrEnum):
    """``kept`` money belongs to no charge yet: unknown reference, or the charge was cancelled."""

    APPLIED = "applied"
    KEPT = "kept"
    REFUNDED = "refunded"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """What one agency charges for."""

    agency: str
    code: str
    title: Text
    amount: Decimal


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
APPLIED = Event(
    "payments.payment.applied", _("An officer put money that you paid towards voucher %(number)s")
)
CONTRADICTED = Event(
    "payments.payment.contradicted", _("The bank reported one payment twice, differently"), "officer"
)
UNMATCHED = Event("payments.payment.unmatched", _("Money arrived that belongs to no open charge"), "officer")
