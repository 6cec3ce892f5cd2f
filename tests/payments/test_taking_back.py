"""Refunds by line, and a bill taken back whole: unpaid it is cancelled, paid it goes back."""

from datetime import date, datetime
from decimal import Decimal

import pytest

from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.kernel.errors import Conflict, Invalid
from onedoor.payments import actions, ledger, queries
from onedoor.payments.types import ChargeState, ChargeView, Line, PaymentView
from tests.payments.conftest import Notify, Raise, tax

ACCOUNTS = (ledger.CASH, ledger.RECEIVABLE, ledger.OVERPAID, *map(ledger.revenue, ("BIZ", "REV")))
RECEIVED = tuple(map(ledger.received, ("BIZ", "REV")))


@pytest.fixture
def bill(raised: Raise) -> ChargeView:
    return raised(tax("60.00", "BIZ"), tax("40.00", "REV"))


def pay(bill: ChargeView, amount: str, notify: Notify, payer: Actor, at: datetime) -> PaymentView:
    reference = actions.start_payment(charge=bill.id, amount=bill.balance, by=payer, at=at).reference
    payment = notify(reference, amount, payment=f"B-{amount}")
    assert payment
    return payment


@pytest.mark.parametrize(
    ("paid", "back", "state"), [("50.00", "12.00", "part_paid"), ("100.00", "40.00", "settled")]
)
def test_a_refund_by_line_takes_from_that_line(
    bill: ChargeView,
    notify: Notify,
    payer: Actor,
    officer: Actor,
    at: datetime,
    paid: str,
    back: str,
    state: str,
) -> None:
    payment, amount = pay(bill, paid, notify, payer, at), Decimal(back)
    actions.refund(payment=payment.id, amount=amount, lines={1: amount}, reason="Twice", by=officer, at=at)
    found = queries.get_charge(bill.number, by=payer)
    assert [line.refunded for line in found.lines] == [0, amount]
    assert found.state == state
    assert ledger.balance(ledger.revenue("REV")) == amount - 40


@pytest.mark.parametrize("lines", [{1: "20.01"}, {0: "1"}, {7: "20.01"}, {0: "-1", 1: "21.01"}])
def test_no_line_gives_back_more_than_it_got(
    bill: ChargeView, notify: Notify, payer: Actor, officer: Actor, at: datetime, lines: dict[int, str]
) -> None:
    payment = pay(bill, "50.00", notify, payer, at)
    parts = {position: Decimal(part) for position, part in lines.items()}
    with pytest.raises((Invalid, Conflict)):
        actions.refund(
            payment=payment.id, amount=Decimal("20.01"), lines=parts, reason="x", by=officer, at=at
        )


def test_what_was_too_much_stays_the_payers_when_a_line_gives_back(
    bill: ChargeView, notify: Notify, payer: Actor, officer: Actor, at: datetime
) -> None:
    payment = pay(bill, "130.00", notify, payer, at)
    for lines, amount in (({1: Decimal("40.00")}, "40.00"), (None, "30.00")):
        actions.refund(payment=payment.id, amount=Decimal(amount), lines=lines, reason="x", by=officer, at=at)
    assert ledger.balance(ledger.OVERPAID) == 0
    assert [line.held for line in queries.get_charge(bill.number, by=payer).lines] == [Decimal("60.00"), 0]


def test_an_unpaid_bill_taken_back_is_cancelled(bill: ChargeView, payer: Actor, at: datetime) -> None:
    taken = actions.take_back_charge(charge=bill.id, reason="Withdrawn", by=SYSTEM, at=at)
    assert taken.state is ChargeState.CANCELLED
    assert all(ledger.balance(account) == 0 for account in ACCOUNTS)
    assert actions.take_back_charge(charge=bill.id, reason="Again", by=SYSTEM, at=at).state == taken.state


@pytest.mark.parametrize("paid", ["0.01", "50.00", "100.00", "130.00"])
def test_what_was_paid_goes_back_and_the_rest_is_not_asked(
    bill: ChargeView, notify: Notify, payer: Actor, at: datetime, paid: str
) -> None:
    pay(bill, paid, notify, payer, at)
    taken = actions.take_back_charge(charge=bill.id, reason="Withdrawn", by=SYSTEM, at=at)
    assert (taken.state, taken.balance) == (ChargeState.REFUNDED, 0)
    over = max(Decimal("0.00"), Decimal(paid) - 100)
    assert [ledger.balance(one) for one in ACCOUNTS] == [over, 0, -over, 0, 0]
    assert all(ledger.balance(account) == 0 for account in RECEIVED)


def test_several_payments_go_back_latest_first(
    bill: ChargeView, notify: Notify, payer: Actor, at: datetime
) -> None:
    for amount in ("30.00", "70.00"):
        pay(queries.get_charge(bill.number, by=payer), amount, notify, payer, at)
    actions.take_back_charge(charge=bill.id, reason="Withdrawn", by=SYSTEM, at=at)
    assert {one.state for one in queries.list_payments(bill.id, by=payer)} == {"refunded"}


@pytest.mark.parametrize(("paid", "left"), [("0", "15.00"), ("100.00", "0.00")])
def test_a_fee_that_stays_is_not_given_back(
    notify: Notify, payer: Actor, at: datetime, paid: str, left: str
) -> None:
    names = Line(agency="BIZ", code="name", title={"en": "Name"}, amount=Decimal("15.00"), stays=True)
    bill = actions.raise_charge(
        customer=payer.customer, service="business", lines=[names, tax("85.00", "REV")],
        due_date=date(2025, 4, 1), by=SYSTEM, at=at,
    )  # type: ignore[arg-type]  # fmt: skip
    if paid != "0":
        pay(bill, paid, notify, payer, at)
    taken = actions.take_back_charge(charge=bill.id, reason="Withdrawn", by=SYSTEM, at=at)
    assert taken.balance == Decimal(left)
    assert [line.held for line in taken.lines] == [Decimal("15.00") - Decimal(left), 0]


def test_a_part_paid_bill_is_cancelled_once_its_money_is_back(
    bill: ChargeView, notify: Notify, payer: Actor, officer: Actor, at: datetime
) -> None:
    payment = pay(bill, "50.00", notify, payer, at)
    with pytest.raises(Conflict):
        actions.cancel_charge(charge=bill.id, by=officer, at=at)
    actions.refund(payment=payment.id, amount=Decimal("50.00"), reason="Not owed", by=officer, at=at)
    assert actions.cancel_charge(charge=bill.id, by=officer, at=at).balance == 0
    assert all(ledger.balance(account) == 0 for account in ACCOUNTS)


def test_a_bill_that_is_waived_from_the_start_says_so(payer: Actor, at: datetime, db: None) -> None:
    line = Line(
        agency="BIZ", code="name", title={"en": "Name"}, amount=Decimal("15.00"), waived=Decimal("15.00"),
        waived_why={"en": "Social enterprise"},
    )  # fmt: skip
    bill = actions.raise_charge(
        customer=payer.customer, service="business", lines=[line], due_date=date(2025, 4, 1), by=SYSTEM, at=at
    )  # type: ignore[arg-type]
    assert (bill.state, bill.balance, bill.lines[0].waived_why["en"]) == ("waived", 0, "Social enterprise")
