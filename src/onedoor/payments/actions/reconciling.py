"""The bank's statement against our books: taken in once, compared line by line, differences cleared up."""

import hashlib
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from onedoor.journal import actions as journal
from onedoor.kernel.actions import action
from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.kernel.clock import local
from onedoor.kernel.errors import Conflict, Invalid, NotFound
from onedoor.kernel.ids import find_number
from onedoor.kernel.scope import scoped
from onedoor.payments.access import require_officer
from onedoor.payments.actions.ordering import return_part
from onedoor.payments.actions.paying import take
from onedoor.payments.iso20022.statements import Movement, Statement, read_statement
from onedoor.payments.models import BankStatement, Charge, Payment, PayoutPart, Refund, StatementItem
from onedoor.payments.statements import to_statement
from onedoor.payments.types import COMPARED, ITEM_SETTLED, Notice, StatementView

Row = Payment | PayoutPart | Refund
WINDOW = timedelta(days=40)  # how far apart our day and the bank's may be


@action(may="payments.reconcile")
def take_statement(*, body: bytes, by: Actor, at: datetime) -> StatementView:
    """Compare a file of the bank with our books. The same file again changes nothing."""
    require_officer(by)
    digest = hashlib.sha256(body).hexdigest()
    with scoped(SYSTEM):  # an officer reconciles the whole account, not only what is her agency's
        if there := BankStatement.objects.filter(digest=digest).first():
            return to_statement(there, repeated=True)
        found = read_statement(body)
        statement = BankStatement.objects.create(
            number=found.number, digest=digest, form=found.form, first_date=found.first_date,
            last_date=found.last_date, opening=found.opening, closing=found.closing,
            lines=len(found.movements), taken_by=by.account, taken_at=at,
        )  # fmt: skip
        _compare(statement, found, at=at)
        journal.record(
            COMPARED,
            subject_kind="statement",
            subject=statement.id,
            by=by,
            at=at,
            data={"number": statement.number},
        )
        return to_statement(statement)


@action(may="payments.reconcile")
def settle_item(*, item: UUID, how: str, note: str = "", by: Actor, at: datetime) -> StatementView:
    """Clear a difference up. ``enter``: money that only the bank has is taken into our books, for its
    bill if its reference is a voucher's. ``return``: a payout came back. ``note``: it is explained."""
    require_officer(by)
    with scoped(SYSTEM):
        row = StatementItem.objects.select_for_update().filter(id=item).first()
        if row is None:
            raise NotFound("item.unknown", _("There is no such line."))
        if row.result == "matched" or row.settled_at is not None:
            raise Conflict("item.settled", _("This is cleared up already."))
        if (
            how == "enter"
            and row.result == "missing_here"
            and row.theirs
            and row.theirs > 0
            and not row.part_id
        ):
            row.payment = _enter(row, by=by, at=at)
        elif how == "return" and row.result == "missing_here" and row.part_id:
            return_part(part=row.part_id, reason="BACK", by=SYSTEM, at=at)
        elif how != "note" or not note.strip():
            raise Invalid("item.note", _("Say what this difference is."), field="note")
        if how != "note":
            row.result, row.ours, row.our_date = "matched", row.theirs, local(at).date()
        row.settled_by, row.settled_at, row.note = by.account, at, note.strip()
        row.save()
        journal.record(
            ITEM_SETTLED, subject_kind="statement", subject=row.statement_id, by=by, at=at, data={"how": how}
        )
        return to_statement(row.statement)


def _enter(row: StatementItem, *, by: Actor, at: datetime) -> Payment:
    number = find_number(row.reference)
    charge = Charge.objects.select_for_update().filter(number=number).first() if number else None
    assert row.theirs is not None
    notice = Notice(
        provider="bank", provider_reference=str(row.id), reference=row.reference, outcome="paid",
        amount=row.theirs, paid_at=at,
    )  # fmt: skip
    return Payment.objects.get(id=take(notice, charge, by=by, at=at).id)


def _compare(statement: BankStatement, found: Statement, *, at: datetime) -> None:
    books = _Books(found.first_date, found.last_date)
    items = [_item(statement, movement, books) for movement in found.movements]
    items += [_missing(statement, row) for row in books.unseen()]
    StatementItem.objects.bulk_create(items)
    for one in items:
        if one.theirs is not None and one.ours is not None:
            _settle_earlier(one, statement, at=at)


def _item(statement: BankStatement, movement: Movement, books: "_Books") -> StatementItem:
    item = StatementItem(
        statement=statement, booked_date=movement.booked_date, reference=movement.reference,
        theirs=movement.amount, result="missing_here",
    )  # fmt: skip
    row = books.take(movement)
    if isinstance(row, PayoutPart) and movement.amount > 0:
        item.part = row  # what we paid out comes back
    elif row is not None:
        _name(item, row)
        item.result = "matched" if item.ours == movement.amount else "amount_differs"
    return item


def _missing(statement: BankStatement, row: Row) -> StatementItem:
    item = StatementItem(statement=statement, result="missing_at_bank", reference=_reference(row))
    _name(item, row)
    item.booked_date = item.our_date or statement.last_date
    return item


def _name(item: StatementItem, row: Row) -> None:
    """Say which of our rows it is."""
    if isinstance(row, Payment):
        item.payment, item.ours, item.our_date = row, row.amount, local(row.received_at).date()
    elif isinstance(row, Refund):
        item.refund, item.ours, item.our_date = row, -row.amount, local(row.refunded_at).date()
    else:
        item.part, item.ours = row, -row.amount
        item.our_date = local(row.paid_at).date() if row.paid_at else None


def _reference(row: Row) -> str:
    if isinstance(row, Payment):
        return row.provider_reference
    return row.reference if isinstance(row, PayoutPart) else row.provider_reference or row.id.hex


def _settle_earlier(item: StatementItem, statement: BankStatement, *, at: datetime) -> None:
    """What an earlier statement lacked has come."""
    same = Q(payment=item.payment_id) if item.payment_id else Q(part=item.part_id)
    same = Q(refund=item.refund_id) if item.refund_id else same
    earlier = StatementItem.objects.filter(same, result="missing_at_bank", settled_at=None)
    earlier.exclude(statement=statement).update(settled_at=at, note=statement.number)


class _Books:
    """Our rows of about these days that no statement had yet, by every reference they go by."""

    def __init__(self, first: date, last: date) -> None:
        self._first, self._last = first, last
        self._found: dict[str, Row] = {}
        self._rows: dict[UUID, Row] = {}
        between = (first - WINDOW, last + WINDOW)
        seen = StatementItem.objects.filter(theirs__isnull=False, ours__isnull=False)
        payments = Payment.objects.filter(received_at__date__range=between)
        for payment in payments.exclude(id__in=seen.exclude(payment=None).values("payment")):
            self._add(payment, payment.provider_reference, payment.quoted_reference)
        refunds = Refund.objects.filter(refunded_at__date__range=between, state="done")
        for refund in refunds.exclude(id__in=seen.exclude(refund=None).values("refund")):
            self._add(refund, refund.provider_reference, refund.id.hex)
        parts = PayoutPart.objects.filter(paid_at__date__range=between)
        self._paid_out = {part.reference: part for part in parts}
        known = set(seen.exclude(part=None).values_list("reference", flat=True))
        for part in self._paid_out.values():
            if part.reference not in known:
                self._add(part, part.reference)

    def _add(self, row: Row, *references: str) -> None:
        self._rows[row.id] = row
        for reference in filter(None, references):
            self._found.setdefault(reference, row)

    def take(self, movement: Movement) -> Row | None:
        """The row that a movement is about; each only once."""
        if movement.amount > 0 and movement.reference in self._paid_out:
            return self._paid_out[movement.reference]
        row = self._found.get(movement.reference)
        if row is None or row.id not in self._rows:
            return None
        if (movement.amount > 0) != isinstance(row, Payment):
            return None
        return self._rows.pop(row.id)

    def unseen(self) -> list[Row]:
        """What of these days the bank does not have."""
        return [row for row in self._rows.values() if self._first <= self._day(row) <= self._last]

    def _day(self, row: Row) -> date:
        moment = row.received_at if isinstance(row, Payment) else None
        moment = row.refunded_at if isinstance(row, Refund) else moment
        moment = row.paid_at if isinstance(row, PayoutPart) else moment
        return local(moment).date() if moment else date.min
