"""Bank and books are compared line by line; every difference is somebody's, and the day closes."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal

import pytest

from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.kernel.errors import Conflict, Invalid, NotAllowed
from onedoor.kernel.scope import scoped
from onedoor.payments import actions, ledger, queries
from onedoor.payments.types import ChargeState, StatementView
from tests.payments.conftest import Notify, Raise
from tests.payments.statements import Row, camt, table

Take = Callable[..., StatementView]
DAY = "2025-03-10"


@pytest.fixture
def take(db: None, officer: Actor, at: datetime) -> Take:
    def make(*rows: Row, moment: datetime = at, day: str = DAY) -> StatementView:
        with scoped(officer):
            return actions.take_statement(body=camt(rows, day=day), by=officer, at=moment)

    return make


@pytest.fixture
def paid(raised: Raise, notify: Notify, payer: Actor, at: datetime) -> str:
    """770 dollars came as B-1; gives the voucher's number."""
    charge = raised()
    notify(actions.start_payment(charge=charge.id, amount=charge.amount, by=payer, at=at).reference)
    return charge.number


def results(found: StatementView) -> dict[str, str]:
    return {item.reference: item.result for item in found.items}


def test_what_both_have_is_matched_and_the_day_closes(paid: str, take: Take) -> None:
    found = take((DAY, "B-1", "770.00"))
    assert results(found) == {"B-1": "matched"}
    assert (found.moved, found.books, found.unexplained, found.closes) == (
        Decimal("770.00"), Decimal("770.00"), 0, True
    )  # fmt: skip


def test_the_four_results(paid: str, take: Take, notify: Notify) -> None:
    for payment, amount in (("B-2", "5.00"), ("B-3", "7.00")):
        notify("nobody's", amount, payment=payment)
    found = take((DAY, "B-1", "770.00"), (DAY, "B-2", "6.00"), (DAY, "B-9", "1.00"))
    assert results(found) == {
        "B-1": "matched", "B-2": "amount_differs", "B-9": "missing_here", "B-3": "missing_at_bank"
    }  # fmt: skip
    assert (found.open, found.difference, found.unexplained) == (3, Decimal("-5.00"), 0)


def test_a_file_taken_in_twice_is_once(paid: str, take: Take) -> None:
    first = take((DAY, "B-1", "770.00"))
    again = take((DAY, "B-1", "770.00"))
    assert (again.id, again.repeated, len(again.items)) == (first.id, True, 1)


def test_what_the_bank_booked_twice_is_matched_once(paid: str, take: Take) -> None:
    found = take((DAY, "B-1", "770.00"), (DAY, "B-1", "770.00"))
    assert sorted(item.result for item in found.items) == ["matched", "missing_here"]


def test_what_comes_with_tomorrows_statement_clears_todays(
    paid: str, take: Take, at: datetime, officer: Actor
) -> None:
    today = take()
    assert (results(today), today.closes) == ({"B-1": "missing_at_bank"}, True)
    tomorrow = take(("2025-03-11", "B-1", "770.00"), day="2025-03-11", moment=at + timedelta(days=1))
    assert (results(tomorrow), tomorrow.closes) == ({"B-1": "matched"}, True)
    assert queries.get_statement(today.id, by=officer).open == 0


def test_money_that_only_the_bank_has_is_entered_for_its_bill(
    raised: Raise, take: Take, officer: Actor, payer: Actor, at: datetime
) -> None:
    charge = raised()
    (item,) = take((DAY, charge.number, "770.00")).items
    assert item.may_enter
    with scoped(officer):
        found = actions.settle_item(item=item.id, how="enter", by=officer, at=at)
        with pytest.raises(Conflict):
            actions.settle_item(item=item.id, how="enter", by=officer, at=at)
    assert (found.open, found.closes, results(found)) == (0, True, {charge.number: "matched"})
    assert queries.get_charge(charge.number, by=payer).state is ChargeState.SETTLED


def test_money_for_nobody_is_entered_and_kept(take: Take, officer: Actor, at: datetime) -> None:
    (item,) = take((DAY, "who knows", "12.34")).items
    actions.settle_item(item=item.id, how="enter", by=officer, at=at)
    assert ledger.balance(ledger.UNMATCHED) == Decimal("-12.34")


def test_another_difference_is_explained_in_words(
    paid: str, take: Take, officer: Actor, at: datetime
) -> None:
    item = next(item for item in take((DAY, "B-1", "769.50")).items)
    for how, note in (("note", " "), ("enter", "x"), ("return", "x"), ("forget", "x")):
        with pytest.raises(Invalid):
            actions.settle_item(item=item.id, how=how, note=note if how == "note" else "", by=officer, at=at)
    assert actions.settle_item(item=item.id, how="note", note="Bank fee", by=officer, at=at).open == 0


def test_refunds_are_found_by_their_own_reference(
    paid: str, take: Take, officer: Actor, at: datetime
) -> None:
    charge = queries.get_charge(paid, by=SYSTEM)
    (payment,) = queries.list_payments(charge.id, by=SYSTEM)
    actions.refund(payment=payment.id, amount=Decimal("70.00"), reason="Twice", by=officer, at=at)
    (refund,) = queries.list_refunds(charge.id, by=officer)
    found = take((DAY, "B-1", "770.00"), (DAY, refund.id.hex, "-70.00"))
    assert (set(results(found).values()), found.closes) == ({"matched"}, True)


def test_a_csv_does_as_well(paid: str, officer: Actor, at: datetime) -> None:
    found = actions.take_statement(body=table([(DAY, "B-1", "770.00")]), by=officer, at=at)
    assert (found.form, results(found)) == ("csv", {"B-1": "matched"})


def test_only_who_may_reconciles(officer: Actor, payer: Actor, at: datetime, db: None) -> None:
    for by in (payer, replace(officer, permissions=frozenset())):
        with pytest.raises(NotAllowed):
            actions.take_statement(body=camt([]), by=by, at=at)
        with pytest.raises(NotAllowed):
            queries.list_statements(by=by)


def test_agencies_read_what_they_received(paid: str, officer: Actor) -> None:
    with scoped(officer):
        assert queries.list_received(by=officer) == [("REV", Decimal("770.00"))]
