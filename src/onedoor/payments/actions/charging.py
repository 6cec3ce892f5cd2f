"""Raising, spreading and cancelling what a customer owes."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from onedoor.journal import actions as journal
from onedoor.kernel.actions import action
from onedoor.kernel.actors import Actor
from onedoor.kernel.errors import Conflict, Invalid, NotAllowed, NotFound
from onedoor.kernel.events import Event
from onedoor.kernel.ids import new_number
from onedoor.kernel.money import to_cents
from onedoor.payments import ledger, rules
from onedoor.payments.models import Charge, ChargeLine, Instalment
from onedoor.payments.types import AGREED, CANCELLED, RAISED, ChargeState, ChargeView, Line
from onedoor.payments.views import to_charge


@action()
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
    """Make a bill of one or several agencies' lines, with one voucher number. Lines may be
    credits, the sum must be something to pay."""
    amount = sum((line.amount for line in lines), Decimal("0.00"))
    if amount <= 0 or any(line.amount != to_cents(line.amount) for line in lines):
        raise Invalid("charge.amount", _("A bill needs lines in whole cents that sum to more than nothing."))
    charge = Charge.objects.create(
        number=new_number("HV"), customer=customer, service=service, application=application, case=case,
        agencies=sorted({line.agency for line in lines}), amount=amount, due_date=due_date,
        state=ChargeState.DUE, raised_at=at,
    )  # fmt: skip
    ChargeLine.objects.bulk_create(
        ChargeLine(
            charge=charge, position=position, agency=line.agency, code=line.code, title=dict(line.title),
            amount=line.amount,
        )
        for position, line in enumerate(lines)
    )  # fmt: skip
    ledger.post({ledger.RECEIVABLE: amount, **_earned(lines)}, at=at, charge=charge, customer=customer)
    _record(RAISED, charge, by=by, at=at)
    return to_charge(charge)


@action()
def offer_instalments(
    *, charge: UUID, first_due_date: date, by: Actor, at: datetime, parts: int = 12
) -> ChargeView:
    """Spread an unpaid charge over monthly parts that sum exactly. Asking again changes nothing."""
    row = lock_charge(charge)
    require_own(row, by)
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
    _record(AGREED, row, by=by, at=at, parts=parts)
    return to_charge(row)


@action(may="payments.cancel")
def cancel_charge(*, charge: UUID, by: Actor, at: datetime) -> ChargeView:
    """Take a bill back before anything was paid on it. Cancelling twice is once."""
    row = lock_charge(charge)
    require_officer(by)
    if row.state == ChargeState.CANCELLED:
        return to_charge(row)
    if row.state != ChargeState.DUE:
        raise Conflict("charge.paid", _("Money was already paid on this bill. Pay it back instead."))
    row.state, row.cancelled_at = ChargeState.CANCELLED, at
    row.save(update_fields=["state", "cancelled_at"])
    reversed_lines = {account: -amount for account, amount in _earned(to_charge(row).lines).items()}
    ledger.post({ledger.RECEIVABLE: -row.amount, **reversed_lines}, at=at, charge=row, customer=row.customer)
    _record(CANCELLED, row, by=by, at=at)
    return to_charge(row)


def lock_charge(charge: UUID) -> Charge:
    """The row, held until the transaction ends, so that two payers cannot both be first."""
    row = Charge.objects.select_for_update().filter(id=charge).first()
    if row is None:
        raise NotFound("charge.unknown", _("There is no such bill, or it is not yours."))
    return row


def require_own(charge: Charge, by: Actor) -> None:
    """A citizen acts on her own bills only."""
    if by.kind == "citizen" and by.customer != charge.customer:
        raise NotAllowed("charge.not_yours", _("This bill is not yours."), customer=charge.customer)


def require_officer(by: Actor) -> None:
    if by.kind not in ("officer", "system"):
        raise NotAllowed("payments.officers_only", _("Only an officer can do this."))


def _earned(lines: Sequence[Line]) -> dict[str, Decimal]:
    earned: dict[str, Decimal] = {}
    for line in lines:
        account = ledger.revenue(line.agency)
        earned[account] = earned.get(account, Decimal("0.00")) - line.amount
    return earned


def _record(event: Event, charge: Charge, *, by: Actor, at: datetime, **data: object) -> None:
    journal.record(
        event, subject_kind="charge", subject=charge.id, customer=charge.customer, agency=charge.agencies[0],
        by=by, at=at, case=charge.case, data={"number": charge.number, "service": charge.service, **data},
    )  # fmt: skip
