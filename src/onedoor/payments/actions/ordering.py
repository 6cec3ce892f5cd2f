"""Orders to the bank, and what the bank reports of them."""

from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from onedoor.kernel.actions import action
from onedoor.kernel.actors import Actor
from onedoor.kernel.clock import local
from onedoor.kernel.errors import NotFound
from onedoor.kernel.ids import new_number
from onedoor.payments import ledger
from onedoor.payments.access import require_officer
from onedoor.payments.actions.payouts import reclaim_from, record_payout
from onedoor.payments.iso20022.reports import PartReport, read_report
from onedoor.payments.models import PayeeAccount, PaymentOrder, PayoutPart
from onedoor.payments.types import ORDERED, PAID_OUT, RETURNED, OrderView
from onedoor.payments.views import to_order
from onedoor.trust import queries as trust

AT_ONCE = 500


@action(may="payments.pay_out")
def order_payouts(*, by: Actor, at: datetime, limit: int = AT_ONCE) -> OrderView | None:
    """Order from the bank all parts whose day has come and whose account may be used; None when there
    are none. A part without an account, or with one that changed less than a day ago, waits;
    so does one that was named since her identity was taken over."""
    require_officer(by)
    today = local(at).date()
    due = PayoutPart.objects.select_for_update(skip_locked=True, of=("self",)).select_related("payout")
    parts = list(due.filter(state="planned", due_date__lte=today).order_by("due_date", "id")[:limit])
    accounts = {
        row.customer: row
        for row in PayeeAccount.objects.filter(
            customer__in={part.customer for part in parts}, replaced_at=None, usable_from__lte=at
        )
    }
    parts = [part for part in parts if part.customer in accounts and _is_trusted(accounts[part.customer])]
    if not parts:
        return None
    order = PaymentOrder.objects.create(
        number=new_number("HO"), execution_date=today, parts_count=len(parts), state="made", made_at=at,
        amount=sum((part.amount for part in parts), Decimal("0.00")),
    )  # fmt: skip
    for part in parts:
        _order(part, order, accounts[part.customer], by=by, at=at)
    return to_order(order)


@action(may="payments.pay_out")
def take_report(*, body: bytes, by: Actor, at: datetime) -> OrderView:
    """Take in the bank's status report (pain.002) on an order. Each part is paid or returned once;
    the same report again changes nothing, and parts that it does not settle stay ordered."""
    require_officer(by)
    report = read_report(body)
    order = PaymentOrder.objects.select_for_update().filter(number=report.order).first()
    if order is None:
        raise NotFound("order.unknown", _("This report is about an order that we did not give."))
    parts = order.parts.select_for_update().select_related("payout").filter(state="ordered")
    for part in parts:
        found = report.about(part.reference)
        if found is not None:
            _settle(part, found, by=by, at=at)
    if not order.parts.filter(state="ordered").exists():
        order.state, order.answered_at = "answered", order.answered_at or at
        order.save(update_fields=["state", "answered_at"])
    return to_order(order)


@action(may="payments.pay_out")
def return_part(*, part: UUID, reason: str, by: Actor, at: datetime) -> None:
    """Money that was paid comes back: the account is closed, or is somebody else's."""
    require_officer(by)
    row = (
        PayoutPart.objects.select_for_update().select_related("payout").filter(id=part, state="paid").first()
    )
    if row is None:
        raise NotFound("payout.not_paid", _("No part of a payout was paid that could come back."))
    ledger.post({ledger.CASH: row.amount, ledger.PAYABLE: -row.amount}, at=at, customer=row.customer)
    row.paid_at = None
    _return(row, reason, by=by, at=at)


def _is_trusted(account: PayeeAccount) -> bool:
    """Not one that was named after somebody may have taken her identity over."""
    lock = trust.find_lock(account.customer)
    return lock is None or account.given_at < lock.since


def _order(part: PayoutPart, order: PaymentOrder, account: PayeeAccount, *, by: Actor, at: datetime) -> None:
    again = part.tries > 0
    part.state, part.order, part.account, part.tries = "ordered", order, account, part.tries + 1
    part.returned_why = ""
    part.save(update_fields=["state", "order", "account", "tries", "returned_why"])
    if not again:  # what came back is still promised
        ledger.post(
            {ledger.benefits(part.payout.agency): part.amount, ledger.PAYABLE: -part.amount},
            at=at, customer=part.customer,
        )  # fmt: skip
    record_payout(ORDERED, part.payout, by=by, at=at, part=part.position + 1)


def _settle(part: PayoutPart, found: PartReport, *, by: Actor, at: datetime) -> None:
    if not found.paid:
        _return(part, found.reason, by=by, at=at)
        return
    part.state, part.paid_at = "paid", at
    part.save(update_fields=["state", "paid_at"])
    ledger.post({ledger.PAYABLE: part.amount, ledger.CASH: -part.amount}, at=at, customer=part.customer)
    record_payout(PAID_OUT, part.payout, by=by, at=at, part=part.position + 1)
    if part.payout.reclaimed:  # it was with the bank already when the payout was stopped
        reclaim_from(part.payout, part.amount, by=by, at=at)


def _return(part: PayoutPart, reason: str, *, by: Actor, at: datetime) -> None:
    part.state, part.returned_why = "returned", reason[:10]
    part.save(update_fields=["state", "paid_at", "returned_why"])
    record_payout(RETURNED, part.payout, by=by, at=at, part=part.position + 1)
    if part.payout.stopped_at is not None:
        part.state = "stopped"
        part.save(update_fields=["state"])
        ledger.post(
            {ledger.PAYABLE: part.amount, ledger.benefits(part.payout.agency): -part.amount},
            at=at, customer=part.customer,
        )  # fmt: skip
