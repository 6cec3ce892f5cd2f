"""Paying at the test bank: whatever the bank sends, nothing is lost and nothing counts twice."""

import pytest
from django.test import Client

from onedoor.kernel.actors import Actor
from onedoor.payments import queries as payments
from onedoor.payments.types import ChargeView
from onedoor.services.applications.types import ApplicationView


@pytest.fixture
def bill(proved: Client, draft: ApplicationView, seen: dict[str, str], citizen: Actor) -> ChargeView:
    """770 dollars of income tax."""
    proved.post(f"/applications/{draft.number}/sign/", seen)
    return payments.list_charges(draft.customer, by=citizen)[0]


def pay(browser: Client, bill: ChargeView, outcome: str, amount: str = "770.00") -> str:
    started = browser.post(f"/payments/{bill.number}/", {"amount": amount})
    assert started["Location"].startswith("/pay/")
    return browser.post(started["Location"], {"outcome": outcome}, follow=True).content.decode()


def test_paid_in_full_gives_a_receipt(proved: Client, bill: ChargeView) -> None:
    page = pay(proved, bill, "paid")

    assert "Paid in full" in page
    assert "HR-" in page
    assert "You owe nothing." in proved.get("/payments/").content.decode()


def test_half_leaves_half(proved: Client, bill: ChargeView) -> None:
    assert "$385.00" in pay(proved, bill, "half")


def test_a_declined_payment_changes_nothing(proved: Client, bill: ChargeView) -> None:
    page = pay(proved, bill, "failed")

    assert "Nothing was paid" in page
    assert "$770.00" in page


def test_too_much_settles_and_stays_the_payers(proved: Client, bill: ChargeView) -> None:
    assert "Paid in full" in pay(proved, bill, "more")


@pytest.mark.parametrize("amount", ["0", "-5", "771", "1.234", "NaN", "lots", ""])
def test_an_amount_that_makes_no_sense_goes_nowhere(proved: Client, bill: ChargeView, amount: str) -> None:
    answer = proved.post(f"/payments/{bill.number}/", {"amount": amount})

    assert answer["Location"] == f"/payments/{bill.number}/"


def test_the_same_page_cannot_pay_twice(proved: Client, bill: ChargeView) -> None:
    address = proved.post(f"/payments/{bill.number}/", {"amount": "770.00"})["Location"]
    proved.post(address, {"outcome": "paid"})

    assert proved.post(address, {"outcome": "paid"}).status_code == 409


def test_instalments_sum_to_the_bill(proved: Client, bill: ChargeView, citizen: Actor) -> None:
    page = proved.post(f"/payments/{bill.number}/instalments/", {"parts": "12"}, follow=True).content.decode()

    parts = payments.get_charge(bill.number, by=citizen).instalments
    assert len(parts) == 12
    assert sum(part.amount for part in parts) == bill.amount
    assert "Pay the next instalment" in page


def test_no_choice_of_parts_is_asked_again(proved: Client, bill: ChargeView) -> None:
    assert proved.post(f"/payments/{bill.number}/instalments/", {}).status_code == 422
