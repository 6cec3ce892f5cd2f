"""What is owed: one bill, one voucher number, lines of one or several agencies."""

from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.kernel.errors import Conflict, Invalid, NotAllowed, NotFound
from onedoor.kernel.scope import scoped
from onedoor.payments import actions, queries
from onedoor.payments.rules import spread
from onedoor.payments.types import ChargeState
from tests.payments.conftest import Notify, Raise, tax


def test_one_bill_holds_lines_of_several_agencies(raised: Raise) -> None:
    charge = raised(tax("60.00", "REV"), tax("40.00", "LIC"), tax("-10.00", "REV"))
    assert (charge.amount, charge.balance, charge.state) == (
        Decimal("90.00"),
        Decimal("90.00"),
        ChargeState.DUE,
    )
    assert charge.number.startswith("HV-")


@pytest.mark.parametrize("amount", ["0.00", "-5.00", "1.005"])
def test_a_bill_asks_for_whole_cents_above_nothing(raised: Raise, amount: str) -> None:
    with pytest.raises(Invalid):
        raised(tax(amount))


def test_a_bill_without_lines_is_refused(db: None, payer: Actor, at: datetime) -> None:
    with pytest.raises(Invalid):
        actions.raise_charge(
            customer=payer.customer,
            service="x",
            lines=[],
            due_date=date(2025, 4, 1),
            by=SYSTEM,
            at=at,  # type: ignore[arg-type]
        )


def test_twelve_months_sum_to_the_cent(raised: Raise, payer: Actor, at: datetime) -> None:
    charge = actions.offer_instalments(charge=raised().id, first_due_date=date(2025, 5, 31), by=payer, at=at)
    assert len(charge.instalments) == 12
    assert sum(part.amount for part in charge.instalments) == charge.amount
    assert [part.due_date.isoformat() for part in charge.instalments][:2] == ["2025-05-31", "2025-06-30"]
    assert charge.instalments[9].due_date == date(2026, 2, 28)


@given(st.decimals("20.00", "99999999.99", places=2), st.integers(2, 12))
def test_any_amount_is_spread_to_the_cent(amount: Decimal, parts: int) -> None:
    amounts = [part for _day, part in spread(amount, date(2025, 1, 31), parts)]
    assert sum(amounts) == amount
    assert max(amounts) - min(amounts) < Decimal("0.01") * parts


def test_agreeing_twice_is_once(raised: Raise, payer: Actor, at: datetime) -> None:
    charge = raised()
    first = actions.offer_instalments(charge=charge.id, first_due_date=date(2025, 5, 1), by=payer, at=at)
    again = actions.offer_instalments(
        charge=charge.id, first_due_date=date(2025, 6, 1), parts=6, by=payer, at=at
    )
    assert again == first


@pytest.mark.parametrize("parts", [0, 1, 13])
def test_instalments_are_two_to_twelve(raised: Raise, payer: Actor, at: datetime, parts: int) -> None:
    with pytest.raises(Invalid):
        actions.offer_instalments(
            charge=raised().id, first_due_date=date(2025, 5, 1), parts=parts, by=payer, at=at
        )


def test_money_pays_the_earliest_instalment_first(
    raised: Raise, notify: Notify, payer: Actor, at: datetime
) -> None:
    charge = raised(tax("120.00"))
    actions.offer_instalments(charge=charge.id, first_due_date=date(2025, 5, 1), by=payer, at=at)
    checkout = actions.start_payment(charge=charge.id, amount=Decimal("15.00"), by=payer, at=at)
    notify(checkout.reference, "15.00")
    parts = queries.get_charge(charge.number, by=payer).instalments
    assert [(part.paid, part.is_paid) for part in parts[:3]] == [
        (Decimal("10.00"), True), (Decimal("5.00"), False), (Decimal("0.00"), False)
    ]  # fmt: skip


def test_a_cancelled_bill_asks_for_nothing(raised: Raise, officer: Actor, payer: Actor, at: datetime) -> None:
    charge = raised()
    for _ in range(2):
        cancelled = actions.cancel_charge(charge=charge.id, by=officer, at=at)
        assert (cancelled.state, cancelled.balance) == (ChargeState.CANCELLED, 0)
    with pytest.raises(Conflict):
        actions.start_payment(charge=charge.id, amount=Decimal("1.00"), by=payer, at=at)


def test_a_paid_bill_is_not_cancelled(
    raised: Raise, notify: Notify, officer: Actor, payer: Actor, at: datetime
) -> None:
    charge = raised()
    notify(actions.start_payment(charge=charge.id, amount=charge.amount, by=payer, at=at).reference)
    with pytest.raises(Conflict):
        actions.cancel_charge(charge=charge.id, by=officer, at=at)


def test_who_sees_a_bill(
    raised: Raise, payer: Actor, stranger: Actor, officer: Actor, elsewhere: Actor
) -> None:
    number = raised().number
    for by in (payer, officer):
        with scoped(by):
            assert queries.get_charge(number.lower(), by=by).number == number
    for by in (stranger, elsewhere, Actor(kind="partner", partner="good-works")):
        with scoped(by), pytest.raises(NotFound):
            queries.get_charge(number, by=by)


def test_a_citizen_cannot_cancel(raised: Raise, payer: Actor, at: datetime) -> None:
    with pytest.raises(NotAllowed):
        actions.cancel_charge(charge=raised().id, by=payer, at=at)


def test_the_voucher_names_no_person(raised: Raise, payer: Actor) -> None:
    charge = raised()
    voucher = queries.get_voucher(charge.number, by=payer)
    assert voucher.qr == f"HARBOURPAY:1;{charge.number};770.00;2025-04-10"
    assert (voucher.payee, voucher.amount) == ("REV", Decimal("770.00"))
