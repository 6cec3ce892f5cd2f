"""Money that is not where it belongs: refunds, kept money put to a bill, a bill taken back whole."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db.models import Sum
from django.utils.translation import gettext_lazy as _

from onedoor.kernel.actions import action
from onedoor.kernel.actors import Actor
from onedoor.kernel.errors import Conflict, Invalid, NotFound
from onedoor.kernel.ids import new_number
from onedoor.kernel.money import to_cents
from onedoor.payments import ledger
from onedoor.payments.access import lock_charge, require_officer, visible_charges
from onedoor.payments.actions.charging import cancel_charge
from onedoor.payments.actions.paying import OPEN, add_to_charge
from onedoor.payments.lines import NOUGHT, drop, give_back, held_of, left_of, list_lines
from onedoor.payments.models import Charge, Payment, Receipt, Refund
from onedoor.payments.providers import get_provider
from onedoor.payments.record import record
from onedoor.payments.types import (
    APPLIED,
    CANCELLED,
    REFUNDED,
    ChargeState,
    ChargeView,
    PaymentState,
    PaymentView,
)
from onedoor.payments.views import to_charge, to_payment


@action(may="payments.refund")
def refund(
    *,
    payment: UUID,
    amount: Decimal,
    reason: str,
    by: Actor,
    at: datetime,
    lines: Mapping[int, Decimal] | None = None,
) -> PaymentView:
    """Pay money back. Without ``lines``: first what was paid too much or belongs to nothing, then what
    was not owed after all, pro rata over the lines. With ``lines``: those amounts by position, which
    sum to ``amount``. Never more than came with this payment, nor than a line has."""
    require_officer(by)
    row = _lock_payment(payment, by)
    if amount <= 0 or amount != to_cents(amount) or amount > row.amount - row.refunded:
        raise Invalid(
            "refund.amount", _("Choose an amount up to what is left of the payment."), field="amount"
        )
    if not reason.strip():
        raise Invalid("refund.reason", _("Say why the money is paid back."), field="reason")
    charge = lock_charge(row.charge_id, by) if row.charge_id else None
    from_lines = _from_lines(row, charge, amount, lines)
    _pay_back(row, charge, amount, from_lines, reason.strip(), by=by, at=at, lines=lines)
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


@action(may="payments.refund")
def take_back_charge(*, charge: UUID, reason: str, by: Actor, at: datetime) -> ChargeView:
    """What a bill was for is not to be after all: what is unpaid is not asked any more, what is paid
    goes back. Lines that stay, stay as they are. Taking back twice is once."""
    require_officer(by)
    row = lock_charge(charge, by)
    if row.state in (ChargeState.CANCELLED, ChargeState.REFUNDED, ChargeState.WAIVED):
        return to_charge(row)
    lines = [line for line in list_lines(row) if not line.stays]
    back = {line.position: held_of(line) for line in lines if held_of(line) > 0}
    for payment in Payment.objects.select_for_update().filter(charge=row).order_by("-received_at"):
        if share := _take(back, lines_left(payment)):
            amount = sum(share.values(), NOUGHT)
            _pay_back(payment, row, amount, amount, reason, by=by, at=at, lines=share)
    if len(lines) == len(list_lines(row)) and not row.paid:
        return cancel_charge(charge=row.id, by=by, at=at)
    for line in lines:
        line.refresh_from_db()
        if left_of(line):
            drop(row, line, left_of(line), at=at)
    record(CANCELLED, row, by=by, at=at)
    return to_charge(row)


def lines_left(payment: Payment) -> Decimal:
    """What of a payment is still with the lines."""
    gone: Decimal | None = payment.refunds.aggregate(total=Sum("from_lines"))["total"]
    return payment.applied - (gone or NOUGHT)


def _take(back: dict[int, Decimal], most: Decimal) -> dict[int, Decimal]:
    """Up to ``most`` out of ``back``, line after line."""
    share: dict[int, Decimal] = {}
    for position in list(back):
        if part := min(most, back[position]):
            share[position], most = part, most - part
            back[position] -= part
    return share


def _from_lines(
    row: Payment, charge: Charge | None, amount: Decimal, lines: Mapping[int, Decimal] | None
) -> Decimal:
    """What of the refund the lines give."""
    if charge is None:
        return NOUGHT
    over = row.amount - row.refunded - lines_left(row)
    from_lines = max(NOUGHT, amount - over) if lines is None else amount
    held = {line.position: held_of(line) for line in list_lines(charge)}
    if from_lines > min(lines_left(row), sum(held.values(), NOUGHT)):
        raise Conflict(
            "refund.more_than_earned", _("This bill did not earn so much. Look at its lines again.")
        )
    if lines is not None and (
        sum(lines.values(), NOUGHT) != amount
        or any(not 0 <= part <= held.get(position, NOUGHT) for position, part in lines.items())
    ):
        raise Invalid("refund.lines", _("No line can give back more than was paid on it."), field="amount")
    return from_lines


def _pay_back(
    row: Payment,
    charge: Charge | None,
    amount: Decimal,
    from_lines: Decimal,
    reason: str,
    *,
    by: Actor,
    at: datetime,
    lines: Mapping[int, Decimal] | None = None,
) -> None:
    by_hand = not get_provider(row.provider).sends_refunds
    made = Refund.objects.create(
        payment=row, customer=row.customer, amount=amount, from_lines=from_lines, reason=reason,
        refunded_by=by.account, refunded_at=at, state="done" if by_hand else "ordered",
    )  # fmt: skip
    sources = {ledger.CASH: -amount, (ledger.OVERPAID if charge else ledger.UNMATCHED): amount - from_lines}
    if charge and from_lines:
        for agency, part in give_back(charge, from_lines, at=at, by_position=lines).items():
            sources[ledger.revenue(agency)] = part
    ledger.post(sources, at=at, charge=charge, customer=row.customer)
    row.refunded += amount
    if row.refunded == row.amount:
        row.state = PaymentState.REFUNDED
    row.save(update_fields=["refunded", "state"])
    if charge:
        record(REFUNDED, charge, by=by, at=at)
    if not by_hand:
        from onedoor.payments.tasks import send_refund

        send_refund.defer(refund=str(made.id))


def _lock_payment(payment: UUID, by: Actor) -> Payment:
    row = Payment.objects.select_for_update().filter(id=payment).first()
    if row is None or (row.charge_id and not visible_charges(by).filter(id=row.charge_id).exists()):
        raise NotFound("payment.unknown", _("There is no such payment."))
    return row
