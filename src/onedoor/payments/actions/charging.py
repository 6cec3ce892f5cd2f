"""Raising, spreading and cancelling what a customer owes."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from onedoor.kernel.actions import action
from onedoor.kernel.actors import Actor
from onedoor.kernel.errors import Conflict, Invalid
from onedoor.kernel.ids import new_number
from onedoor.kernel.money import to_cents
from onedoor.payments import ledger, rules
from onedoor.payments.access import lock_charge, require_officer
from onedoor.payments.lines import NOUGHT, held_of, left_of, list_lines
from onedoor.payments.models import Charge, ChargeLine, Instalment
from onedoor.payments.record import record
from onedoor.payments.types import AGREED, CANCELLED, RAISED, WAIVED, ChargeState, ChargeView, Line
from onedoor.payments.views import to_charge


@action(may="payments.raise")
def raise_charge(
    *,
    customer: UUID,
    service: str,
    lines: Sequence[Line],
    due_date: date,
    by: Actor,
    at: datetime,
    application: UUID | None = None,
    case: UUID | None = None,
) -> ChargeView:
    """Make a bill of one or several agencies' lines, with one voucher number. Lines may be credits.
    The sum must be something to pay, or else all is waived: then the bill says so and is done."""
    _check(lines)
    amount = sum((line.asked for line in lines), Decimal("0.00"))
    charge = Charge.objects.create(
        number=new_number("HV"), customer=customer, service=service, application=application, case=case,
        agencies=sorted({line.agency for line in lines}), amount=amount, due_date=due_date,
        state=ChargeState.DUE if amount else ChargeState.WAIVED, raised_at=at,
        settled_at=None if amount else at,
    )  # fmt: skip
    ChargeLine.objects.bulk_create(
        ChargeLine(
            charge=charge, position=position, agency=line.agency, code=line.code, title=dict(line.title),
            amount=line.amount, waived=line.waived, waived_why=dict(line.waived_why), stays=line.stays,
        )
        for position, line in enumerate(lines)
    )  # fmt: skip
    ledger.post({ledger.RECEIVABLE: amount, **_earned(lines)}, at=at, charge=charge, customer=customer)
    record(RAISED if amount else WAIVED, charge, by=by, at=at)
    return to_charge(charge)


def _check(lines: Sequence[Line]) -> None:
    """Something is asked, or all that would be was waived, and that is worth telling."""
    asked = sum((line.asked for line in lines), Decimal("0.00"))
    odd = any(
        line.amount != to_cents(line.amount) or not NOUGHT <= line.waived <= max(NOUGHT, line.amount)
        for line in lines
    )
    if odd or asked < 0 or (asked == 0 and not any(line.waived for line in lines)):
        raise Invalid("charge.amount", _("A bill needs lines in whole cents that sum to more than nothing."))


@action()
def offer_instalments(
    *, charge: UUID, first_due_date: date, by: Actor, at: datetime, parts: int = 12
) -> ChargeView:
    """Spread an unpaid charge over monthly parts that sum exactly. Asking again changes nothing."""
    row = lock_charge(charge, by)
    if row.instalments.exists():
        return to_charge(row)
    if row.state != ChargeState.DUE:
        raise Conflict("charge.not_due", _("Instalments can be agreed only before anything is paid."))
    if not 2 <= parts <= rules.MOST_PARTS or row.amount < parts * rules.SMALLEST_PART:
        raise Invalid("charge.instalments", _("This bill cannot be spread over so many months."))
    Instalment.objects.bulk_create(
        Instalment(charge=row, position=position, due_date=due, amount=amount)
        for position, (due, amount) in enumerate(rules.spread(row.amount, first_due_date, parts))
    )
    record(AGREED, row, by=by, at=at, parts=parts)
    return to_charge(row)


@action(may="payments.cancel")
def cancel_charge(*, charge: UUID, by: Actor, at: datetime) -> ChargeView:
    """Take a bill back of which nobody has any money: nothing was paid, or all of it went back.
    Cancelling twice is once."""
    require_officer(by)
    row = lock_charge(charge, by)
    if row.state == ChargeState.CANCELLED:
        return to_charge(row)
    held = [line for line in list_lines(row) if held_of(line)]
    if row.state not in (ChargeState.DUE, ChargeState.PART_PAID) or held:
        raise Conflict("charge.paid", _("Money was already paid on this bill. Pay it back instead."))
    for line in list_lines(row):
        if left_of(line):
            ledger.post(
                {ledger.RECEIVABLE: -left_of(line), ledger.revenue(line.agency): left_of(line)},
                at=at, charge=row, customer=row.customer,
            )  # fmt: skip
    row.state, row.cancelled_at = ChargeState.CANCELLED, at
    row.save(update_fields=["state", "cancelled_at"])
    record(CANCELLED, row, by=by, at=at)
    return to_charge(row)


def _earned(lines: Sequence[Line]) -> dict[str, Decimal]:
    earned: dict[str, Decimal] = {}
    for line in lines:
        account = ledger.revenue(line.agency)
        earned[account] = earned.get(account, Decimal("0.00")) - line.asked
    return earned
