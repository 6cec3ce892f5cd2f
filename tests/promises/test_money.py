"""Money that arrives counts once, however it arrives; none is lost and no bill is paid by a forged word."""

from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client

from onedoor.kernel.actors import ANONYMOUS, SYSTEM, Actor
from onedoor.kernel.errors import NotAllowed
from onedoor.payments import actions
from onedoor.payments import queries as payments
from onedoor.payments.providers import TEST_BANK
from onedoor.payments.types import ChargeView, PaymentView
from onedoor.services.applications.types import ApplicationView


@pytest.fixture
def bill(signed: ApplicationView, citizen: Actor) -> ChargeView:
    """770 dollars of income tax."""
    return payments.list_charges(signed.customer, by=citizen)[0]


@pytest.fixture
def reference(proved: Client, bill: ChargeView) -> str:
    """She pressed Pay and stands on the bank's page."""
    started = proved.post(f"/payments/{bill.number}/", {"amount": "770.00"})
    return str(started["Location"].split("/")[2])


def notify(reference: str, at: datetime, payment: str = "B-1", amount: str = "770.00") -> PaymentView | None:
    body, signature = TEST_BANK.write_notice(
        payment=payment, reference=reference, outcome="paid", amount=Decimal(amount), paid_at=at
    )
    return actions.receive_notice(body=body, signature=signature, by=ANONYMOUS, at=at)


def balanced() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("select coalesce(sum(amount), 0) from payments_ledgerentry")
        return bool(cursor.fetchone()[0] == 0)


def owed(bill: ChargeView) -> Decimal:
    return payments.get_charge(bill.number, by=SYSTEM).balance


def test_the_same_notice_five_times_is_one_payment(bill: ChargeView, reference: str, at: datetime) -> None:
    for _ in range(5):
        notify(reference, at)

    assert owed(bill) == 0
    assert len(payments.list_payments(bill.id, by=SYSTEM)) == 1
    assert balanced()


def test_paid_twice_by_mistake_the_second_is_kept_for_her(
    bill: ChargeView, reference: str, at: datetime
) -> None:
    notify(reference, at)
    notify(reference, at, payment="B-2")

    assert [one.state for one in payments.list_payments(bill.id, by=SYSTEM)] == ["applied", "kept"]
    assert balanced()


@pytest.mark.parametrize(("amount", "left"), [("0.01", "769.99"), ("769.99", "0.01"), ("771.00", "0.00")])
def test_a_wrong_amount_counts_as_what_it_is(
    bill: ChargeView, reference: str, at: datetime, amount: str, left: str
) -> None:
    notify(reference, at, amount=amount)

    assert owed(bill) == Decimal(left)
    assert balanced()


def test_late_money_counts_too(bill: ChargeView, reference: str, at: datetime) -> None:
    notify(reference, at + timedelta(days=400))

    assert owed(bill) == 0


def test_money_for_nothing_we_know_is_kept_for_an_officer(bill: ChargeView, at: datetime) -> None:
    notify("never-heard-of", at)

    assert [one.amount for one in payments.list_kept(by=SYSTEM)] == [Decimal("770.00")]
    assert owed(bill) == Decimal("770.00")
    assert balanced()


@pytest.mark.parametrize("forge", ["", "0" * 64, "é", "\0"])
def test_a_forged_notice_pays_nothing(bill: ChargeView, reference: str, at: datetime, forge: str) -> None:
    body, _signature = TEST_BANK.write_notice(
        payment="B-1", reference=reference, outcome="paid", amount=Decimal(770), paid_at=at
    )
    with pytest.raises(NotAllowed):
        actions.receive_notice(body=body, signature=forge, by=ANONYMOUS, at=at)

    assert owed(bill) == Decimal("770.00")


def test_a_notice_changed_on_its_way_pays_nothing(bill: ChargeView, reference: str, at: datetime) -> None:
    body, signature = TEST_BANK.write_notice(
        payment="B-1", reference=reference, outcome="paid", amount=Decimal(1), paid_at=at
    )
    with pytest.raises(NotAllowed):
        actions.receive_notice(body=body.replace(b'"1"', b'"770"'), signature=signature, by=ANONYMOUS, at=at)

    assert owed(bill) == Decimal("770.00")


def test_a_stranger_neither_sees_nor_pays_her_bill(other: Client, bill: ChargeView) -> None:
    assert other.get(f"/payments/{bill.number}/").status_code == 404
    assert other.post(f"/payments/{bill.number}/", {"amount": "770.00"}).status_code == 404
    assert other.post(f"/payments/{bill.number}/instalments/", {"parts": "12"}).status_code == 404


def test_whoever_holds_the_banks_address_learns_no_name(client: Client, reference: str) -> None:
    page = client.get(f"/pay/{reference}/").content.decode()

    assert "770.00" in page
    assert "Mei" not in page
