"""A statement as its report: the items, and whether bank and books close."""

from collections import Counter
from datetime import datetime, time, timedelta
from decimal import Decimal

from django.db.models import Sum

from onedoor.kernel.clock import ZONE
from onedoor.payments import ledger
from onedoor.payments.models import BankStatement, LedgerEntry, StatementItem
from onedoor.payments.types import ItemView, StatementView

NOUGHT = Decimal("0.00")


def to_statement(row: BankStatement, *, repeated: bool = False) -> StatementView:
    """The report of now: differences that were entered since are differences no more."""
    items = list(row.items.all())
    return StatementView(
        id=row.id, number=row.number, form=row.form, first_date=row.first_date, last_date=row.last_date,
        opening=row.opening, closing=row.closing, books=_books(row), explained=_explained(row, items),
        taken_at=row.taken_at, counts=Counter(item.result for item in items),
        open=sum(item.result != "matched" and item.settled_at is None for item in items),
        items=tuple(_to_item(item) for item in items), repeated=repeated,
    )  # fmt: skip


def _books(row: BankStatement) -> Decimal:
    """What our cash account says of the same days."""
    begin = datetime.combine(row.first_date, time(), ZONE)
    end = datetime.combine(row.last_date + timedelta(days=1), time(), ZONE)
    found = LedgerEntry.objects.filter(account=ledger.CASH, posted_at__gte=begin, posted_at__lt=end)
    return found.aggregate(total=Sum("amount"))["total"] or NOUGHT


def _explained(row: BankStatement, items: list[StatementItem]) -> Decimal:
    """By how much the items make the bank differ: what one side lacks, what is another amount, and
    what is in our books on a day of another statement."""
    total = NOUGHT
    for item in items:
        inside = item.our_date is not None and row.first_date <= item.our_date <= row.last_date
        total += (item.theirs or NOUGHT) - ((item.ours or NOUGHT) if inside else NOUGHT)
    return total


def _to_item(item: StatementItem) -> ItemView:
    kind = "payment" if item.payment_id else "payout" if item.part_id else "refund" if item.refund_id else ""
    is_open = item.settled_at is None and item.result == "missing_here" and (item.theirs or NOUGHT) > 0
    return ItemView(
        id=item.id, result=item.result, booked_date=item.booked_date, reference=item.reference,
        theirs=item.theirs, ours=item.ours, kind=kind, settled_at=item.settled_at, note=item.note,
        may_enter=is_open and item.part_id is None, may_return=is_open and item.part_id is not None,
    )  # fmt: skip
