"""Reads of payments: bills, receipts, a started payment, kept money, and what a voucher prints."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.kernel.errors import NotAllowed
from onedoor.kernel.ids import find_number
from onedoor.kernel.scope import scoped
from onedoor.payments.access import READ, unknown_charge, visible_charges
from onedoor.payments.models import Charge, CheckoutAttempt, Payment, Receipt
from onedoor.payments.types import ChargeView, Checkout, PaymentView, ReceiptView, Voucher
from onedoor.payments.views import to_charge, to_checkout, to_payment, to_receipt


def get_charge(number: str, *, by: Actor) -> ChargeView:
    """The bill with this voucher number, however it was typed. Raises NotFound."""
    return _found(visible_charges(by).filter(number=find_number(number) or "").first())


def get_charge_by_id(charge: UUID, *, by: Actor) -> ChargeView:
    """The bill of that id. Raises NotFound."""
    return _found(visible_charges(by).filter(id=charge).first())


def list_charges(customer: UUID, *, by: Actor, limit: int = 50) -> list[ChargeView]:
    """The customer's bills that ``by`` may see, newest first."""
    _require_reader(customer, by)
    rows = visible_charges(by).filter(customer=customer).order_by("-raised_at")
    return [to_charge(row) for row in rows.prefetch_related("lines", "instalments")[:limit]]


def list_receipts(customer: UUID, *, by: Actor, limit: int = 50) -> list[ReceiptView]:
    """The customer's receipts for bills that ``by`` may see, newest first."""
    _require_reader(customer, by)
    rows = Receipt.objects.filter(customer=customer, payment__charge__in=visible_charges(by))
    return [to_receipt(row) for row in rows.select_related("payment__charge").order_by("-issued_at")[:limit]]


def list_payments(charge: UUID, *, by: Actor) -> list[PaymentView]:
    """What was paid on one bill, oldest first."""
    rows = Payment.objects.filter(charge__in=visible_charges(by).filter(id=charge))
    return [to_payment(row) for row in rows.select_related("charge").order_by("received_at")]


def list_kept(*, by: Actor) -> list[PaymentView]:
    """Money that waits for an officer to find its bill, oldest first."""
    if by.kind not in ("officer", "system") or not by.may(READ):
        return []
    rows = Payment.objects.filter(charge=None).exclude(state="refunded").order_by("received_at")
    return [to_payment(row) for row in rows]


def find_checkout(reference: str) -> Checkout | None:
    """A started payment, for the page of the bank. Whoever holds the reference is the payer."""
    with transaction.atomic(), scoped(SYSTEM):
        attempt = CheckoutAttempt.objects.select_related("charge").filter(reference=reference).first()
        return to_checkout(attempt) if attempt else None


def get_voucher(number: str, *, by: Actor) -> Voucher:
    """What a payment voucher prints. Its code names bill, amount and day, and no person."""
    charge = get_charge(number, by=by)
    return Voucher(
        number=charge.number,
        payee=charge.lines[0].agency,
        amount=charge.balance,
        due_date=charge.due_date,
        qr=f"HARBOURPAY:1;{charge.number};{charge.balance};{charge.due_date.isoformat()}",
    )


def _found(row: Charge | None) -> ChargeView:
    if row is None:
        raise unknown_charge()
    return to_charge(row)


def _require_reader(customer: UUID, by: Actor) -> None:
    if by.kind == "officer" and not by.may(READ) and by.customer != customer:
        raise NotAllowed("payments.may_not_read", _("Your role does not see bills."), customer=customer)
