"""Money to customers: planned, released, stopped, planned again."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from onedoor.journal import actions as journal
from onedoor.kernel.actions import action
from onedoor.kernel.actors import Actor
from onedoor.kernel.clock import local
from onedoor.kernel.errors import Conflict, Invalid, NotFound
from onedoor.kernel.events import Event
from onedoor.kernel.ids import new_number
from onedoor.kernel.money import to_cents
from onedoor.kernel.text import Text
from onedoor.payments import ledger
from onedoor.payments.access import require_officer, visible_payouts
from onedoor.payments.actions.charging import raise_charge
from onedoor.payments.models import Payout, PayoutPart
from onedoor.payments.types import LAPSED, PLANNED, RELEASED, STOPPED, Line, PayoutView
from onedoor.payments.views import to_payout

TIME_TO_GIVE_BACK = timedelta(days=30)
OPEN = ("planned", "held", "returned")
RECLAIM: Text = {"en": "Paid to you before: to be given back", "zh-hans": "此前拨付的款项，须予退还"}


@action(may="payments.pay_out")
def plan_payout(
    *,
    customer: UUID,
    service: str,
    application: UUID,
    step: str,
    agency: str,
    title: Text,
    parts: Sequence[tuple[Decimal, date]],
    by: Actor,
    at: datetime,
    held: bool = False,
    held_first: bool = False,
    case: UUID | None = None,
) -> PayoutView:
    """Promise a customer money in one part or several. With ``held`` all but the first wait until each
    is released; with ``held_first`` that one as well. Planning a step of an application twice is once."""
    require_officer(by)
    if there := Payout.objects.filter(application=application, step=step).first():
        return to_payout(there)
    if not parts or any(amount <= 0 or amount != to_cents(amount) for amount, _day in parts):
        raise Invalid("payout.amount", _("A payout needs parts in whole cents, each more than nothing."))
    amount = sum((part for part, _day in parts), Decimal("0.00"))
    payout = Payout.objects.create(
        number=new_number("HP"), customer=customer, service=service, application=application, step=step,
        case=case, agency=agency, title=dict(title), amount=amount, planned_at=at,
    )  # fmt: skip
    PayoutPart.objects.bulk_create(
        PayoutPart(
            payout=payout, customer=customer, position=position, amount=part, due_date=day,
            state="held" if held and (position or held_first) else "planned",
            reference=f"{payout.number}-{position + 1:02}",
        )
        for position, (part, day) in enumerate(parts)
    )  # fmt: skip
    record_payout(PLANNED, payout, by=by, at=at)
    return to_payout(payout)


@action(may="payments.pay_out")
def release_part(
    *, customer: UUID, service: str, by: Actor, at: datetime, lapse: bool = False
) -> PayoutView | None:
    """Free the next held part of the customer's newest payout of a service, or let it lapse: then it is
    not paid, and the one after it is next. A released part is due on its day, or today if that is over.
    None when nothing is held."""
    require_officer(by)
    payout = (
        Payout.objects.filter(customer=customer, service=service, stopped_at=None)
        .order_by("-planned_at")
        .first()
    )
    if payout is None:
        return None
    part = payout.parts.select_for_update().filter(state="held").order_by("position").first()
    if part is None:
        return None
    part.state = "lapsed" if lapse else "planned"
    part.due_date = max(part.due_date, local(at).date()) if not lapse else part.due_date
    part.save(update_fields=["state", "due_date"])
    record_payout(LAPSED if lapse else RELEASED, payout, by=by, at=at, part=part.position + 1)
    return to_payout(payout)


@action(may="payments.stop")
def stop_payout(*, payout: UUID, reason: str, by: Actor, at: datetime, reclaim: bool = False) -> PayoutView:
    """Pay no more, because new facts say so. What is with the bank already is not called back. With
    ``reclaim`` what was paid is asked back by a bill. Stopping twice is once."""
    require_officer(by)
    row = lock_payout(payout, by)
    if row.stopped_at is not None:
        return to_payout(row)
    if not reason.strip():
        raise Invalid("payout.reason", _("Say which new fact stops this money."), field="reason")
    _unpost(row, row.parts.filter(state="returned"), at=at)
    row.parts.filter(state__in=OPEN).update(state="stopped")
    row.stopped_at, row.stopped_why, row.reclaimed = at, reason.strip(), reclaim
    row.save(update_fields=["stopped_at", "stopped_why", "reclaimed"])
    record_payout(STOPPED, row, by=by, at=at)
    paid = sum((part.amount for part in row.parts.filter(state="paid")), Decimal("0.00"))
    if reclaim and paid:
        reclaim_from(row, paid, by=by, at=at)
    return to_payout(row)


@action(may="payments.stop")
def plan_again(*, payout: UUID, position: int, by: Actor, at: datetime) -> PayoutView:
    """A part that the bank gave back goes out again with the next orders, to the account of then."""
    require_officer(by)
    row = lock_payout(payout, by)
    part = row.parts.filter(position=position, state="returned").first()
    if part is None or row.stopped_at is not None:
        raise Conflict("payout.not_returned", _("The bank has not given this part back."))
    part.state, part.due_date = "planned", local(at).date()
    part.reference = f"{row.number}-{position + 1:02}-{part.tries + 1}"  # the bank takes each name once
    part.save(update_fields=["state", "due_date", "reference"])
    record_payout(RELEASED, row, by=by, at=at, part=part.position + 1)
    return to_payout(row)


def lock_payout(payout: UUID, by: Actor) -> Payout:
    row = visible_payouts(by).select_for_update().filter(id=payout).first()
    if row is None:
        raise NotFound("payout.unknown", _("There is no such payout, or it is not yours."))
    return row


def record_payout(event: Event, payout: Payout, *, by: Actor, at: datetime, **data: object) -> None:
    """The journal's line about a payout; amounts and accounts are never in it."""
    journal.record(
        event, subject_kind="payout", subject=payout.id, customer=payout.customer, agency=payout.agency,
        by=by, at=at, case=payout.case,
        data={
            "number": payout.number, "service": payout.service, "application": str(payout.application), **data
        },
    )  # fmt: skip


def _unpost(payout: Payout, returned: QuerySet[PayoutPart], *, at: datetime) -> None:
    """Money that came back and will not go out again is the agency's."""
    for part in returned:
        ledger.post(
            {ledger.PAYABLE: part.amount, ledger.benefits(payout.agency): -part.amount},
            at=at, customer=payout.customer,
        )  # fmt: skip


def reclaim_from(payout: Payout, amount: Decimal, *, by: Actor, at: datetime) -> None:
    """Ask back by a bill what was paid."""
    line = Line(agency=payout.agency, code="reclaim", title=RECLAIM, amount=amount)
    raise_charge(
        customer=payout.customer, service=payout.service, application=payout.application, case=payout.case,
        lines=[line], due_date=local(at).date() + TIME_TO_GIVE_BACK, by=by, at=at,
    )  # fmt: skip
