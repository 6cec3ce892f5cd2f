"""Money is spread over the lines of a bill pro rata, to the cent, so that every agency's part is known."""

from datetime import datetime
from decimal import Decimal
from itertools import pairwise

import pytest
from django.db import IntegrityError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from onedoor.kernel.actors import Actor
from onedoor.payments import actions, ledger, queries
from onedoor.payments.models import Charge, ChargeLine
from onedoor.payments.rules import apportion
from onedoor.payments.types import ChargeView
from tests.payments.conftest import Notify, Raise, tax

CENT = Decimal("0.01")
debits = st.lists(st.integers(0, 500_000), min_size=1, max_size=8).filter(any)
lines = st.lists(st.integers(-50_000, 500_000), min_size=1, max_size=8).filter(lambda found: sum(found) > 0)


def in_cents(found: list[int]) -> list[Decimal]:
    return [one * CENT for one in found]


@pytest.mark.parametrize(
    ("amount", "open_amounts", "shares"),
    [
        ("50.00", ["60.00", "40.00"], ["30.00", "20.00"]),
        ("0.01", ["1.00", "1.00", "1.00"], ["0.01", "0.00", "0.00"]),
        ("1.00", ["1.00", "1.00", "1.00"], ["0.34", "0.33", "0.33"]),
        ("100.00", ["15.00", "300.00", "0.00"], ["4.76", "95.24", "0.00"]),
        ("45.00", ["60.00", "40.00", "-10.00"], ["30.00", "20.00", "-5.00"]),
        ("90.00", ["60.00", "40.00", "-10.00"], ["60.00", "40.00", "-10.00"]),
        ("0.00", ["60.00"], ["0.00"]),
    ],
)
def test_the_table_of_shares(amount: str, open_amounts: list[str], shares: list[str]) -> None:
    found = apportion(Decimal(amount), [Decimal(one) for one in open_amounts])
    assert found == [Decimal(one) for one in shares]


@given(lines, st.data())
def test_shares_sum_and_no_line_gets_more_than_it_asks(found: list[int], data: st.DataObject) -> None:
    whole = data.draw(st.integers(0, sum(found)))
    shares = apportion(whole * CENT, in_cents(found))
    assert sum(shares) == whole * CENT
    assert all(abs(share) <= abs(one) for share, one in zip(shares, in_cents(found), strict=True))
    assert all(share * one >= 0 for share, one in zip(shares, found, strict=True))


@given(debits, st.data())
def test_no_share_is_a_cent_from_the_exact_one(found: list[int], data: st.DataObject) -> None:
    whole = data.draw(st.integers(0, sum(found)))
    for share, one in zip(apportion(whole * CENT, in_cents(found)), found, strict=True):
        assert abs(share - Decimal(one) * whole / sum(found) * CENT) < CENT


@given(debits, st.lists(st.integers(1, 200_000), min_size=1, max_size=6))
def test_no_later_payment_takes_a_cent_from_a_line(found: list[int], payments: list[int]) -> None:
    left = in_cents(found)
    for payment in payments:
        shares = apportion(min(payment * CENT, sum(left)), left)
        assert min(shares) >= 0
        left = [one - share for one, share in zip(left, shares, strict=True)]
    assert min(left) >= 0


@pytest.mark.parametrize("amount", ["-0.01", "100.01"])
def test_more_than_is_open_cannot_be_spread(amount: str) -> None:
    with pytest.raises(ValueError, match="not within"):
        apportion(Decimal(amount), [Decimal("60.00"), Decimal("40.00")])


@pytest.fixture
def bill(raised: Raise) -> ChargeView:
    return raised(tax("60.00", "BIZ"), tax("40.00", "REV"))


def test_each_agency_knows_what_it_really_received(
    bill: ChargeView, notify: Notify, payer: Actor, at: datetime
) -> None:
    reference = actions.start_payment(charge=bill.id, amount=bill.amount, by=payer, at=at).reference
    for amount, payment, got in (("33.33", "B-1", ("20.00", "13.33")), ("66.67", "B-2", ("60.00", "40.00"))):
        notify(reference, amount, payment=payment)
        lines = queries.get_charge(bill.number, by=payer).lines
        assert tuple(str(line.paid) for line in lines) == got
        assert tuple(str(-ledger.balance(ledger.received(code))) for code in ("BIZ", "REV")) == got


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(found=debits, shares=st.lists(st.integers(1, 99), min_size=1, max_size=3))
def test_a_bill_is_always_the_sum_of_its_lines(
    raised: Raise, notify: Notify, payer: Actor, at: datetime, found: list[int], shares: list[int]
) -> None:
    with transaction.atomic():
        bill = raised(*(tax(str(one * CENT), f"A{n}") for n, one in enumerate(found)))
        reference = actions.start_payment(charge=bill.id, amount=bill.amount, by=payer, at=at).reference
        for number, share in enumerate(shares):
            notify(
                reference, str(max(CENT, (bill.amount * share / 100).quantize(CENT))), payment=f"B-{number}"
            )
        charge = Charge.objects.get(id=bill.id)
        received = sum(-ledger.balance(ledger.received(f"A{n}")) for n in range(len(found)))
        assert sum(line.paid for line in charge.lines.all()) == charge.paid == received
        check_now()
        transaction.set_rollback(True)


@pytest.mark.parametrize(
    "change",
    [
        "update payments_chargeline set paid = paid + 1 where position = 0",
        "update payments_chargeline set waived = 1 where position = 1",
        "update payments_charge set paid = 1, state = 'part_paid'",
        "update payments_charge set amount = 99",
    ],
)
def test_the_database_refuses_a_bill_that_is_not_its_lines(bill: ChargeView, change: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        check_now()
        cursor.execute(change)
        with pytest.raises(IntegrityError, match="sum of its lines"), transaction.atomic():
            check_now()
        transaction.set_rollback(True)


@pytest.mark.parametrize("change", [{"paid": 61}, {"refunded": 1}, {"paid": -1}, {"waived": 61}])
def test_the_database_refuses_a_line_with_more_than_it_asks(bill: ChargeView, change: dict[str, int]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        ChargeLine.objects.filter(charge=bill.id, position=0).update(**change)


def test_shares_rise_with_what_is_paid() -> None:
    """A cent more never means a cent less for anybody, when it is paid on top."""
    whole = [Decimal("10.00"), Decimal("6.00"), Decimal("6.00"), Decimal("2.00")]
    totals, left = [], list(whole)
    for _cent in range(2400):
        left = [one - share for one, share in zip(left, apportion(CENT, left), strict=True)]
        totals.append([one - rest for one, rest in zip(whole, left, strict=True)])
    assert all(all(b >= a for a, b in zip(x, y, strict=True)) for x, y in pairwise(totals))
    assert totals[-1] == whole


def check_now() -> None:
    with connection.cursor() as cursor:
        cursor.execute("set constraints all immediate")
        cursor.execute("set constraints all deferred")
