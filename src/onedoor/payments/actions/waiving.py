"""Letting a line of a bill go: one officer asks, a second one agrees or does not."""

from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from onedoor.kernel.actions import action
from onedoor.kernel.actors import Actor
from onedoor.kernel.errors import Conflict, Invalid, NotAllowed, NotFound
from onedoor.payments import ledger
from onedoor.payments.access import lock_charge, require_officer
from onedoor.payments.actions.returning import lines_left
from onedoor.payments.lines import NOUGHT, drop, let_go
from onedoor.payments.models import Charge, ChargeLine, Payment, Waiver
from onedoor.payments.record import record
from onedoor.payments.types import (
    LINE_WAIVED,
    OVERPAID,
    SETTLED,
    WAIVED,
    WAIVER_ASKED,
    WAIVER_REFUSED,
    ChargeState,
    WaiverView,
)
from onedoor.payments.views import to_waiver

OPEN = (ChargeState.DUE, ChargeState.PART_PAID, ChargeState.SETTLED)


@action(may="payments.waive")
def ask_waiver(*, charge: UUID, position: int, reason: str, by: Actor, at: datetime) -> WaiverView:
    """Ask to let a line of one's own agency go. Nothing changes until a second officer agrees."""
    require_officer(by)
    row = lock_charge(charge, by)
    line = row.lines.filter(position=position).first()
    if line is None or (by.kind == "officer" and line.agency != by.agency):
        raise NotAllowed("waiver.other_agency", _("Only the agency that charges a line can let it go."))
    if not reason.strip():
        raise Invalid(
            "waiver.reason", _("Say why this is not to be paid, and name the rule."), field="reason"
        )
    if row.state not in OPEN or _waivable(line) <= 0:
        raise Conflict("waiver.nothing_left", _("Nothing is left on this line to let go."))
    if waiting := line.waivers.filter(state="asked").first():
        return to_waiver(waiting)
    made = Waiver.objects.create(
        line=line, customer=row.customer, reason=reason.strip(), asked_by=by.account, asked_at=at
    )
    record(WAIVER_ASKED, row, by=by, at=at)
    return to_waiver(made)


@action(may="payments.waive")
def decide_waiver(*, waiver: UUID, agrees: bool, by: Actor, at: datetime) -> WaiverView:
    """A second officer of the same agency looks. Agreed: the line asks nothing more; money that was
    paid on it goes to the other lines as far as they are open, and the rest is kept for the payer,
    who can have it back."""
    require_officer(by)
    found = Waiver.objects.select_related("line").filter(id=waiver).first()
    if found is None or (by.kind == "officer" and found.line.agency != by.agency):
        raise NotFound("waiver.unknown", _("There is no such request."))
    charge = lock_charge(found.line.charge_id, by)
    row = Waiver.objects.select_for_update().get(id=waiver)
    if row.state != "asked":
        raise Conflict("waiver.decided", _("Somebody has decided this already."))
    if row.asked_by == by.account:
        raise NotAllowed(
            "waiver.own", _("A second officer must agree. You cannot agree to your own request.")
        )
    row.state, row.decided_by, row.decided_at = "agreed" if agrees else "refused", by.account, at
    row.save(update_fields=["state", "decided_by", "decided_at"])
    if agrees:
        _waive(charge, ChargeLine.objects.get(id=row.line_id), by=by, at=at)
    else:
        record(WAIVER_REFUSED, charge, by=by, at=at)
    return to_waiver(row)


def _waivable(line: ChargeLine) -> Decimal:
    """All that was asked, but what went back already."""
    asked: Decimal = line.amount - line.waived - line.refunded
    return asked


def _waive(charge: Charge, line: ChargeLine, *, by: Actor, at: datetime) -> None:
    if charge.state not in OPEN or _waivable(line) <= 0:
        raise Conflict("waiver.nothing_left", _("Nothing is left on this line to let go."))
    was_open = charge.state != ChargeState.SETTLED
    over = let_go(charge, line, at=at)
    line.waived_why = {"en": "Let go by the agency", "zh-hans": "由部门予以减免"}
    drop(charge, line, _waivable(line), at=at)
    record(LINE_WAIVED, charge, by=by, at=at)
    if over:
        _keep_for_payer(charge, over, at=at)
        record(OVERPAID, charge, by=by, at=at)
    if was_open and charge.state in (ChargeState.SETTLED, ChargeState.WAIVED):
        record(SETTLED if charge.paid else WAIVED, charge, by=by, at=at)


def _keep_for_payer(charge: Charge, over: Decimal, *, at: datetime) -> None:
    """Money that no line needs any more is the payer's: the latest payments first."""
    ledger.post(
        {ledger.RECEIVABLE: over, ledger.OVERPAID: -over}, at=at, charge=charge, customer=charge.customer
    )
    for payment in Payment.objects.select_for_update().filter(charge=charge).order_by("-received_at"):
        if freed := min(over, lines_left(payment)):
            payment.applied -= freed
            payment.save(update_fields=["applied"])
            over -= freed
    assert over == NOUGHT
