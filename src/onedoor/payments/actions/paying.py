"""Starting a payment, and taking in what the provider says became of it."""

import secrets
from datetime import datetime
from decimal import Decimal
from typing import Literal
from uuid import UUID

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from onedoor.journal import actions as journal
from onedoor.kernel.actions import action
from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.kernel.errors import Conflict, Invalid, NotFound
from onedoor.kernel.events import Event
from onedoor.kernel.ids import new_number
from onedoor.kernel.money import to_cents
from onedoor.kernel.scope import scoped
from onedoor.kernel.text import pick
from onedoor.payments import ledger
from onedoor.payments.access import lock_charge
from onedoor.payments.lines import take_in
from onedoor.payments.models import Charge, CheckoutAttempt, Payment, Receipt
from onedoor.payments.providers import TEST_BANK, Order, current_provider, get_provider
from onedoor.payments.record import record
from onedoor.payments.types import (
    CONTRADICTED,
    OVERPAID,
    PART_PAID,
    SETTLED,
    UNMATCHED,
    ChargeState,
    Checkout,
    Notice,
    PaymentState,
    PaymentView,
)
from onedoor.payments.views import to_checkout, to_payment

OPEN = (ChargeState.DUE, ChargeState.PART_PAID)


@action()
def start_payment(*, charge: UUID, amount: Decimal, by: Actor, at: datetime) -> Checkout:
    """Send the payer to the provider with an amount up to the balance. Nothing is owed or paid by
    starting; only the provider's notice counts."""
    row = lock_charge(charge, by)
    if row.state not in OPEN:
        raise Conflict("charge.not_open", _("Nothing is left to pay on this bill."))
    if amount <= 0 or amount != to_cents(amount) or amount > row.amount - row.paid:
        raise Invalid("payment.amount", _("Choose an amount up to what is left to pay."), field="amount")
    provider = current_provider()
    attempt = CheckoutAttempt.objects.create(
        reference=secrets.token_urlsafe(18), charge=row, customer=row.customer, provider=provider.code,
        amount=amount, state="started", started_at=at,
    )  # fmt: skip
    begun = provider.begin(_order(attempt, row))
    attempt.url, attempt.provider_reference = begun.url, begun.provider_reference
    attempt.save(update_fields=["url", "provider_reference"])
    return to_checkout(attempt)


def _order(attempt: CheckoutAttempt, charge: Charge) -> Order:
    language = get_language() or "en"
    line = charge.lines.first()
    return Order(
        reference=attempt.reference, voucher=charge.number, amount=attempt.amount, language=language,
        title=pick(line.title) if line else "",
        return_url=f"{settings.PUBLIC_URL}/pay/{attempt.reference}/back/",
    )  # fmt: skip


@action()
def receive_notice(
    *, body: bytes, signature: str, by: Actor, at: datetime, provider: str = TEST_BANK.code
) -> PaymentView | None:
    """Take in a provider's notice; None when it says that a payment failed, or nothing that counts.

    Every provider reference counts once, however often and in whatever order it arrives. Less than
    the balance stays as part payment; more is kept for the payer; money for an unknown reference is
    kept for an officer. The signature is the permission: ``by`` may be anybody.
    """
    notice = get_provider(provider).read_notice(body, signature)
    return _take_in(notice, by=by, at=at) if notice else None


@action()
def ask_provider(*, reference: str, by: Actor, at: datetime) -> PaymentView | None:
    """Ask what became of a started payment, since notices may be late: what is answered counts as a
    notice does, once. None while it is under way, or when it failed."""
    with scoped(SYSTEM):
        attempt = CheckoutAttempt.objects.filter(reference=reference).first()
    if attempt is None:
        raise NotFound("payment.unknown", _("There is no such payment."))
    if not attempt.provider_reference:
        return None
    notice = get_provider(attempt.provider).ask(attempt.provider_reference)
    return _take_in(notice, by=by, at=at) if notice else None


def _take_in(notice: Notice, *, by: Actor, at: datetime) -> PaymentView | None:
    with scoped(SYSTEM):
        attempts = CheckoutAttempt.objects.filter(reference=notice.reference, provider=notice.provider)
        attempt = attempts.first()
        # Notices of one bill come in one after the other, so that each sees the balance before it.
        charge = Charge.objects.select_for_update().get(id=attempt.charge_id) if attempt else None
        if notice.outcome == "failed":
            attempts.filter(state="started").update(state="failed")
            return None
        attempts.update(state="paid")
        return take(notice, charge, by=by, at=at)


@action()
def pay_at_test_bank(
    *,
    reference: str,
    by: Actor,
    at: datetime,
    amount: Decimal | None = None,
    outcome: Literal["paid", "failed"] = "paid",
) -> PaymentView | None:
    """What the payer does on the test bank's page: the bank signs a notice and sends it to us."""
    with scoped(SYSTEM):
        attempt = CheckoutAttempt.objects.select_for_update().filter(reference=reference).first()
    if attempt is None:
        raise NotFound("payment.unknown", _("There is no such payment."))
    if attempt.state == "paid":
        raise Conflict("payment.done", _("This payment was made already."))
    body, signature = TEST_BANK.write_notice(
        payment=f"HPB-{secrets.token_hex(8)}", reference=reference, outcome=outcome,
        amount=amount or attempt.amount, paid_at=at,
    )  # fmt: skip
    return receive_notice(body=body, signature=signature, by=by, at=at)


def take(notice: Notice, charge: Charge | None, *, by: Actor, at: datetime) -> PaymentView:
    """Count what was paid, once for each of the provider's references."""
    applied = (
        min(notice.amount, charge.amount - charge.paid)
        if charge and charge.state in OPEN
        else Decimal("0.00")
    )
    payment, is_new = Payment.objects.get_or_create(
        provider=notice.provider,
        provider_reference=notice.provider_reference,
        defaults={
            "charge": charge, "customer": charge.customer if charge else None,
            "quoted_reference": notice.reference[:60], "amount": notice.amount, "applied": applied,
            "state": PaymentState.APPLIED if applied else PaymentState.KEPT,
            "paid_at": notice.paid_at, "received_at": at,
        },
    )  # fmt: skip
    if not is_new:
        _compare(payment, notice, by=by, at=at)
        return to_payment(payment, repeated=True)
    if charge is None:
        ledger.post({ledger.CASH: notice.amount, ledger.UNMATCHED: -notice.amount}, at=at)
        _record_payment(UNMATCHED, payment, by=by, at=at)
        return to_payment(payment)
    _count(payment, charge, by=by, at=at)
    return to_payment(payment)


def _count(payment: Payment, charge: Charge, *, by: Actor, at: datetime) -> None:
    over = payment.amount - payment.applied
    ledger.post(
        {ledger.CASH: payment.amount, ledger.RECEIVABLE: -payment.applied, ledger.OVERPAID: -over},
        at=at, charge=charge, customer=charge.customer,
    )  # fmt: skip
    receipt = Receipt.objects.create(
        number=new_number("HR"), payment=payment, customer=charge.customer, issued_at=at
    )
    if payment.applied:
        add_to_charge(charge, payment.applied, by=by, at=at, receipt=receipt.number)
    if over:
        record(OVERPAID, charge, by=by, at=at, receipt=receipt.number)


def add_to_charge(charge: Charge, amount: Decimal, *, by: Actor, at: datetime, receipt: str = "") -> None:
    """Count money towards a charge and say whether it is settled now."""
    take_in(charge, amount, at=at)
    settled = charge.state == ChargeState.SETTLED
    record(SETTLED if settled else PART_PAID, charge, by=by, at=at, receipt=receipt)


def _compare(payment: Payment, notice: Notice, *, by: Actor, at: datetime) -> None:
    if (payment.amount, payment.quoted_reference) != (notice.amount, notice.reference[:60]):
        _record_payment(CONTRADICTED, payment, by=by, at=at)


def _record_payment(event: Event, payment: Payment, *, by: Actor, at: datetime) -> None:
    journal.record(
        event, subject_kind="payment", subject=payment.id, customer=payment.customer, by=by, at=at,
        data={"provider": payment.provider, "provider_reference": payment.provider_reference},
    )  # fmt: skip
