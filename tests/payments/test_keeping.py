"""The books stay true to the cent; whose money it was leaves them when the law no longer asks for it."""

from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction

from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.kernel.scope import scoped
from onedoor.payments import actions
from onedoor.payments.models import Charge, LedgerEntry, Payment, Receipt
from onedoor.payments.retention import NOBODY
from onedoor.people import actions as people
from onedoor.people import queries
from tests.payments.conftest import Notify, Raise

YEAR = timedelta(days=366)


@pytest.fixture
def records() -> Actor:
    may = frozenset({"records.dispose", "records.hold"})
    return Actor(
        kind="officer", account=uuid4(), name="Rosa Quek", door="desk", agency="CIO", permissions=may
    )


@pytest.fixture
def paid(raised: Raise, notify: Notify, payer: Actor, at: datetime) -> None:
    """A bill that she paid, with its receipt."""
    started = actions.start_payment(charge=raised().id, amount=Decimal(770), by=payer, at=at)
    notify(started.reference)
    with connection.cursor() as cursor:
        cursor.execute("set constraints all immediate")


def dispose_all(records: Actor, at: datetime) -> None:
    second = replace(records, account=uuid4(), name="Omar Said")
    while any(row.due for row in queries.preview_disposal(by=records, at=at) if not row.nightly):
        proposed = people.propose_disposal(by=records, at=at)
        people.decide_disposal(disposal=proposed.id, approve=True, by=second, at=at)
        while people.dispose_some(disposal=proposed.id, by=SYSTEM, at=at):
            pass


def due(records: Actor, at: datetime) -> dict[str, int]:
    rows = queries.preview_disposal(by=records, at=at)
    return {row.table: row.due for row in rows if row.due and row.table.startswith("payments.")}


def sums() -> list[tuple[str, Decimal]]:
    return sorted(LedgerEntry.objects.values_list("account", "amount"))


def test_nothing_goes_while_the_law_asks_for_the_vouchers(paid: None, records: Actor, at: datetime) -> None:
    assert due(records, at + 6 * YEAR) == {"payments.CheckoutAttempt": 1}  # no voucher: begun, a year ago


def test_after_seven_years_the_vouchers_forget_her_and_after_ten_the_ledger(
    paid: None, records: Actor, at: datetime
) -> None:
    before = sums()
    dispose_all(records, at + 7 * YEAR)
    [charge], [receipt], [payment] = Charge.objects.all(), Receipt.objects.all(), Payment.objects.all()
    assert (charge.customer, charge.application, charge.case) == (NOBODY, None, None)
    assert (charge.amount, charge.paid, charge.state) == (Decimal(770), Decimal(770), "settled")
    assert (receipt.customer, payment.customer, payment.quoted_reference) == (NOBODY, None, "")
    assert LedgerEntry.objects.exclude(customer=None).count() == len(before)

    dispose_all(records, at + 10 * YEAR)
    assert LedgerEntry.objects.exclude(customer=None).count() == 0
    assert sums() == before
    assert due(records, at + 10 * YEAR) == {}  # nothing is over twice


def test_an_unpaid_bill_stays_whole(raised: Raise, records: Actor, payer: Actor, at: datetime) -> None:
    raised()
    dispose_all(records, at + 9 * YEAR)
    assert Charge.objects.get().customer == payer.customer


def test_what_is_held_keeps_its_person(paid: None, records: Actor, payer: Actor, at: datetime) -> None:
    from onedoor.people.models import LegalHold

    LegalHold.objects.create(
        customer=payer.customer, reason="Court order", placed_by=records.account, placed_at=at,
        ends_at=at + 30 * YEAR,
    )  # fmt: skip
    assert due(records, at + 11 * YEAR) == {}
    held = sum(row.held for row in queries.preview_disposal(by=records, at=at + 11 * YEAR))
    assert held >= 5


def test_the_page_says_which_law_asks_for_it(paid: None, records: Actor, at: datetime) -> None:
    rows = {row.table: row for row in queries.preview_disposal(by=records, at=at)}
    assert "ten years" in str(rows["payments.LedgerEntry"].law)
    assert rows["payments.Charge"].stays


def test_the_ledger_forgets_her_and_nothing_else(paid: None, payer: Actor) -> None:
    """Only the house, only the customer, and only to nobody."""
    tries = (
        (SYSTEM, "customer = null, amount = amount + 1"),
        (SYSTEM, f"customer = '{uuid4()}'"),
        (payer, "customer = null"),
    )
    for by, change in tries:
        with scoped(by), pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"update payments_ledgerentry set {change}")
