"""Money that is not where it belongs goes back, or to its bill."""

from datetime import datetime
from decimal import Decimal

import pytest

from onedoor.kernel.actors import Actor
from onedoor.kernel.errors import Conflict, Invalid, NotAllowed
from onedoor.kernel.scope import scoped
from onedoor.payments import actions, ledger, queries
from onedoor.payments.types import ChargeState, PaymentState, PaymentView
from tests.payments.conftest import Notify, Raise, tax

BACK = Decimal("30.00")


@pytest.fixture
def paid(raised: Raise, notify: Notify, payer: Actor, at: datetime) -> PaymentView:
    """800 dollars for a bill of 770, of two agencies."""
    charge = raised(tax("700.00", "REV"), tax("70.00", "PRF"))
    reference = actions.start_payment(charge=charge.id, amount=charge.amount, by=payer, at=at).reference
    payment = notify(reference, "800.00")
    assert payment
    return payment


def test_what_was_paid_too_much_goes_back(
    paid: PaymentView, officer: Actor, payer: Actor, at: datetime
) -> None:
    with scoped(officer):
        payment = actions.refund(payment=paid.id, amount=BACK, reason="Paid too much", by=officer, at=at)
    assert (payment.refunded, payment.state) == (BACK, PaymentState.APPLIED)
    assert ledger.balance(ledger.OVERPAID) == 0
    assert queries.get_charge(paid.charge, by=payer).state is ChargeState.SETTLED


def test_a_refund_of_everything_refunds_the_bill(
    paid: PaymentView, officer: Actor, payer: Actor, at: datetime
) -> None:
    payment = actions.refund(payment=paid.id, amount=Decimal("800.00"), reason="Not owed", by=officer, at=at)
    assert payment.state is PaymentState.REFUNDED
    charge = queries.get_charge(paid.charge, by=payer)
    assert (charge.state, charge.balance) == (ChargeState.REFUNDED, 0)
    for account in (ledger.CASH, ledger.OVERPAID, ledger.revenue("REV"), ledger.revenue("PRF")):
        assert ledger.balance(account) == 0


@pytest.mark.parametrize(
    ("amount", "reason"), [("0", "x"), ("-1", "x"), ("800.01", "x"), ("0.001", "x"), ("1", " ")]
)
def test_a_refund_is_an_amount_with_a_reason(
    paid: PaymentView, officer: Actor, at: datetime, amount: str, reason: str
) -> None:
    with pytest.raises(Invalid):
        actions.refund(payment=paid.id, amount=Decimal(amount), reason=reason, by=officer, at=at)


def test_nothing_goes_back_twice(paid: PaymentView, officer: Actor, at: datetime) -> None:
    actions.refund(payment=paid.id, amount=Decimal("500.00"), reason="Not owed", by=officer, at=at)
    with pytest.raises(Invalid):
        actions.refund(payment=paid.id, amount=Decimal("301.00"), reason="Not owed", by=officer, at=at)


def test_only_officers_pay_back(paid: PaymentView, payer: Actor, at: datetime) -> None:
    with pytest.raises(NotAllowed):
        actions.refund(payment=paid.id, amount=BACK, reason="Mine", by=payer, at=at)


def test_lost_money_is_put_to_its_bill(
    raised: Raise, notify: Notify, officer: Actor, payer: Actor, at: datetime
) -> None:
    charge, kept = raised(), notify("HV typed wrong", "780.00")
    assert kept
    with scoped(officer):
        placed = actions.apply_kept(payment=kept.id, charge=charge.id, by=officer, at=at)
    assert (placed.applied, placed.over, placed.charge) == (
        Decimal("770.00"),
        Decimal("10.00"),
        charge.number,
    )
    assert queries.get_charge(charge.number, by=payer).state is ChargeState.SETTLED
    assert queries.list_receipts(charge.customer, by=payer)[0].number == placed.receipt
    assert ledger.balance(ledger.UNMATCHED) == 0
    with pytest.raises(Conflict):
        actions.apply_kept(payment=kept.id, charge=charge.id, by=officer, at=at)


def test_lost_money_can_go_back(notify: Notify, officer: Actor, at: datetime) -> None:
    kept = notify("nobody's", "5.00")
    assert kept
    assert actions.refund(
        payment=kept.id, amount=kept.amount, reason="To the sender", by=officer, at=at
    ).refunded
    assert ledger.balance(ledger.CASH) == ledger.balance(ledger.UNMATCHED) == 0
