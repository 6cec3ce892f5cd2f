"""Money that is not where it belongs: refunds, and kept money put to a bill."""

from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from onedoor.kernel.actions import action
from onedoor.kernel.actors import Actor
from onedoor.kernel.errors import Conflict, Invalid, NotFound
from onedoor.kernel.ids import new_number
from onedoor.kernel.money import to_cents
from onedoor.payments import ledger
from onedoor.payments.access import lock_charge, require_officer, visible_charges
from onedoor.payments.actions.paying import OPEN, add_to_charge
from onedoor.payments.models import Charge, Payment, Receipt, Refund
from onedoor.payments.record import record
from onedoor.payments.types import APPLIED, REFUNDED, ChargeState, PaymentState, PaymentView
from onedoor.payments.views import to_payment


@action(may="payments.refund")
def refund(*, payment: UUID, amount: Decimal, reason: str, by: Actor, at: datetime) -> PaymentView:
    """Pay money back: first what was paid too much or belongs to nothing, then what was not owed
    after all, out of what the agencies earned with the bill."""
    require_officer(by)
    row = _lock_payment(payment, by)
    left = row.amount - row.refunded
    if amount <= 0 or amount != to_cents(amount) or amount > left:
        raise Invalid(
            "refund.amount", _("Choose an amount up to what is left of the payment."), field="amount"
        )
    if not reason.strip():
        raise Invalid("refund.reason", _("Say why the money is paid back."), field="reason")
    charge = lock_charge(row.charge_id, by) if row.charge_id else None
    Refund.objects.create(
        payment=row,
        customer=row.customer,
        amount=amount,
        reason=reason.strip(),
        refunded_by=by.account,
        refunded_at=at,
    )
    ledger.post(_sources(row, charge, amount), at=at, charge=charge, customer=row.customer)
    row.refunded += amount
    if row.refunded == row.amount:
        row.state = PaymentState.REFUNDED
    row.save(update_fields=["refunded", "state"])
    if charge:
        _mark_refunded(charge)
        record(REFUNDED, charge, by=by, at=at)
    return to_payment(row)


@action(may="payments.refund")
def apply_kept(*, payment: UUID, charge: UUID, by: Actor, at: datetime) -> PaymentView:
    """Put money that came with an unknown reference towards the bill that it was meant for; what is
    more than the balance stays with it as an overpayment."""
    require_officer(by)
    row = _lock_payment(payment, by)
    bill = lock_charge(charge, by)
    if row.charge_id is not None or row.refunded:
        raise Conflict("payment.placed", _("This money is not waiting for a bill."))
    if bill.state not in OPEN:
        raise Conflict("charge.not_open", _("Nothing is left to pay on this bill."))
    row.charge, row.customer, row.applied = bill, bill.customer, min(row.amount, bill.amount - bill.paid)
    row.state = PaymentState.APPLIED
    row.save(update_fields=["charge", "customer", "applied", "state"])
    # The money arrived without an owner, so its first posting stays without one.
    ledger.post(
        {ledger.UNMATCHED: row.amount, ledger.RECEIVABLE: -row.applied,
         ledger.OVERPAID: row.applied - row.amount},
        at=at, charge=bill, customer=bill.customer,
    )  # fmt: skip
    receipt = Receipt.objects.create(
        number=new_number("HR"), payment=row, customer=bill.customer, issued_at=at
    )
    record(APPLIED, bill, by=by, at=at, receipt=receipt.number)
    add_to_charge(bill, row.applied, by=by, at=at, receipt=receipt.number)
    return to_payment(row)


def _sources(payment: Payment, charge: Charge | None, amount: Decimal) -> dict[str, Decimal]:
    """Which accounts a refund comes from; cash is the other side."""
    if charge is None:
        return {ledger.CASH: -amount, ledger.UNMATCHED: amount}
    over = min(amount, max(Decimal("0.00"), payment.amount - payment.applied - payment.refunded))
    sources, rest = {ledger.CASH: -amount, ledger.OVERPAID: over}, amount - over
    for agency in charge.agencies:
        earned = -ledger.balance(ledger.revenue(agency), charge=charge)
        part = min(rest, max(Decimal("0.00"), earned))
        sources[ledger.revenue(agency)], rest = part, rest - part
    if rest:
        raise Conflict(
            "refund.more_than_earned", _("This bill did not earn so much. Look at its lines again.")
        )
    return sources


def _mark_refunded(charge: Charge) -> None:
    """A bill is refunded once nothing that was counted towards it is left."""
    payments = Payment.objects.filter(charge=charge)
    kept = sum((min(p.applied, p.amount - p.refunded) for p in payments), Decimal("0.00"))
    if charge.paid and not kept:
        charge.state = ChargeState.REFUNDED
        charge.save(update_fields=["state"])


def _lock_payment(payment: UUID, by: Actor) -> Payment:
    row = Payment.objects.select_for_update().filter(id=payment).first()
    if row is None or (row.charge_id and not visible_charges(by).filter(id=row.charge_id).exists()):
        raise NotFound("payment.unknown", _("There is no such payment."))
    return row
