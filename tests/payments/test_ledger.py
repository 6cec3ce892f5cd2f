"""The database itself keeps the ledger: every posting balances, nothing is ever changed."""

from datetime import datetime
from decimal import Decimal

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from onedoor.kernel.actors import ANONYMOUS, Actor
from onedoor.kernel.scope import scoped
from onedoor.payments import ledger
from onedoor.payments.models import LedgerEntry
from tests.payments.conftest import Raise


def settle_now() -> None:
    """Check at once what is otherwise checked at commit."""
    with connection.cursor() as cursor:
        cursor.execute("set constraints all immediate")


def test_a_posting_that_does_not_balance_is_refused(db: None, at: datetime) -> None:
    with transaction.atomic():
        ledger.post({ledger.CASH: Decimal("10.00"), ledger.RECEIVABLE: Decimal("-9.99")}, at=at)
        with pytest.raises(IntegrityError), transaction.atomic():
            settle_now()
        transaction.set_rollback(True)


def test_it_is_refused_also_when_the_writer_cannot_read_it(db: None, at: datetime) -> None:
    with transaction.atomic():
        ledger.post({ledger.CASH: Decimal("10.00")}, at=at)
        with scoped(ANONYMOUS), pytest.raises(IntegrityError), transaction.atomic():
            settle_now()
        transaction.set_rollback(True)


def test_a_posting_that_balances_stands(raised: Raise) -> None:
    raised()
    settle_now()
    assert sum(LedgerEntry.objects.values_list("amount", flat=True)) == 0


@pytest.mark.parametrize(
    "change", ["update payments_ledgerentry set amount = 1", "delete from payments_ledgerentry"]
)
def test_a_row_is_never_changed(raised: Raise, change: str) -> None:
    raised()
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(change)


def test_each_customer_reads_her_own_rows(raised: Raise, payer: Actor, stranger: Actor) -> None:
    raised()
    for by, rows in ((payer, 2), (stranger, 0)):
        with scoped(by):
            assert LedgerEntry.objects.count() == rows
