"""A line is let go by two officers of the agency that charges it; no money is lost by it."""

from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from onedoor.kernel.actors import Actor
from onedoor.kernel.errors import Conflict, Invalid, NotAllowed, NotFound
from onedoor.payments import actions, ledger, queries
from onedoor.payments.models import Waiver
from onedoor.payments.types import ChargeState, ChargeView, WaiverView
from tests.payments.conftest import Notify, Raise, tax

WHY = "Rule 12: disaster victims pay no name fee"


@pytest.fixture
def bill(raised: Raise) -> ChargeView:
    return raised(tax("60.00", "BIZ"), tax("40.00", "REV"))


@pytest.fixture
def second(officer: Actor) -> Actor:
    return replace(officer, account=uuid4(), name="Ravi Lim")


def pay(bill: ChargeView, amount: str, notify: Notify, payer: Actor, at: datetime) -> None:
    notify(actions.start_payment(charge=bill.id, amount=bill.amount, by=payer, at=at).reference, amount)


def waive(
    bill: ChargeView, officer: Actor, second: Actor, at: datetime, *, agrees: bool = True
) -> WaiverView:
    asked = actions.ask_waiver(charge=bill.id, position=1, reason=WHY, by=officer, at=at)
    return actions.decide_waiver(waiver=asked.id, agrees=agrees, by=second, at=at)


def test_nothing_changes_until_a_second_officer_agrees(
    bill: ChargeView, officer: Actor, payer: Actor, at: datetime
) -> None:
    asked = actions.ask_waiver(charge=bill.id, position=1, reason=WHY, by=officer, at=at)
    assert asked.state == "asked"
    assert actions.ask_waiver(charge=bill.id, position=1, reason=WHY, by=officer, at=at).id == asked.id
    assert queries.get_charge(bill.number, by=payer).balance == Decimal("100.00")
    with pytest.raises(NotAllowed):
        actions.decide_waiver(waiver=asked.id, agrees=True, by=officer, at=at)


def test_the_database_too_wants_two_officers(bill: ChargeView, officer: Actor, at: datetime) -> None:
    asked = actions.ask_waiver(charge=bill.id, position=1, reason=WHY, by=officer, at=at)
    with pytest.raises(IntegrityError), transaction.atomic():
        Waiver.objects.filter(id=asked.id).update(state="agreed", decided_by=officer.account, decided_at=at)


def test_a_line_let_go_before_payment_is_not_asked(
    bill: ChargeView, officer: Actor, second: Actor, payer: Actor, at: datetime
) -> None:
    waive(bill, officer, second, at)
    found = queries.get_charge(bill.number, by=payer)
    assert (found.amount, found.balance, found.lines[1].waived) == tuple(map(Decimal, ("60", "60", "40")))
    assert ledger.balance(ledger.revenue("REV")) == 0


def test_money_of_a_line_let_go_pays_the_others(
    bill: ChargeView, notify: Notify, officer: Actor, second: Actor, payer: Actor, at: datetime
) -> None:
    pay(bill, "50.00", notify, payer, at)
    waive(bill, officer, second, at)
    found = queries.get_charge(bill.number, by=payer)
    assert (found.balance, found.state) == (Decimal("10.00"), ChargeState.PART_PAID)
    assert [line.paid for line in found.lines] == [Decimal("50.00"), Decimal("0.00")]
    assert ledger.balance(ledger.RECEIVABLE) == Decimal("10.00")
    assert -ledger.balance(ledger.received("BIZ")) == Decimal("50.00")


def test_what_is_then_too_much_is_kept_for_the_payer_and_goes_back(
    bill: ChargeView, notify: Notify, officer: Actor, second: Actor, payer: Actor, at: datetime
) -> None:
    pay(bill, "80.00", notify, payer, at)
    waive(bill, officer, second, at)
    found = queries.get_charge(bill.number, by=payer)
    assert (found.state, found.balance, found.paid) == (ChargeState.SETTLED, 0, Decimal("60.00"))
    (payment,) = queries.list_payments(bill.id, by=officer)
    assert payment.over == Decimal("20.00") == -ledger.balance(ledger.OVERPAID)
    actions.refund(payment=payment.id, amount=payment.over, reason="Waived", by=officer, at=at)
    assert ledger.balance(ledger.OVERPAID) == 0
    assert queries.get_charge(bill.number, by=payer).state is ChargeState.SETTLED


def test_a_paid_line_let_go_is_money_for_the_payer(
    bill: ChargeView, notify: Notify, officer: Actor, second: Actor, payer: Actor, at: datetime
) -> None:
    pay(bill, "100.00", notify, payer, at)
    waive(bill, officer, second, at)
    (payment,) = queries.list_payments(bill.id, by=officer)
    assert payment.over == Decimal("40.00")
    assert ledger.balance(ledger.received("REV")) == 0


def test_a_bill_of_which_all_is_let_go_is_done(
    raised: Raise, officer: Actor, second: Actor, payer: Actor, at: datetime
) -> None:
    bill = raised(tax("60.00", "REV"))
    asked = actions.ask_waiver(charge=bill.id, position=0, reason=WHY, by=officer, at=at)
    actions.decide_waiver(waiver=asked.id, agrees=True, by=second, at=at)
    found = queries.get_charge(bill.number, by=payer)
    assert (found.state, found.balance, found.amount) == (ChargeState.WAIVED, 0, 0)


def test_a_refused_wish_changes_nothing(
    bill: ChargeView, officer: Actor, second: Actor, payer: Actor, at: datetime
) -> None:
    assert waive(bill, officer, second, at, agrees=False).state == "refused"
    assert queries.get_charge(bill.number, by=payer).balance == Decimal("100.00")


def test_a_wish_is_decided_once(bill: ChargeView, officer: Actor, second: Actor, at: datetime) -> None:
    done = waive(bill, officer, second, at)
    with pytest.raises(Conflict):
        actions.decide_waiver(waiver=done.id, agrees=False, by=replace(second, account=uuid4()), at=at)
    with pytest.raises(Conflict):
        actions.ask_waiver(charge=bill.id, position=1, reason=WHY, by=officer, at=at)


def test_only_the_agency_that_charges_a_line_lets_it_go(
    bill: ChargeView, officer: Actor, second: Actor, payer: Actor, at: datetime
) -> None:
    with pytest.raises(NotAllowed):
        actions.ask_waiver(charge=bill.id, position=0, reason=WHY, by=officer, at=at)
    with pytest.raises(NotAllowed):
        actions.ask_waiver(charge=bill.id, position=1, reason=WHY, by=payer, at=at)
    asked = actions.ask_waiver(charge=bill.id, position=1, reason=WHY, by=officer, at=at)
    with pytest.raises(NotFound):
        actions.decide_waiver(waiver=asked.id, agrees=True, by=replace(second, agency="BIZ"), at=at)


def test_a_wish_has_a_reason(bill: ChargeView, officer: Actor, at: datetime) -> None:
    with pytest.raises(Invalid):
        actions.ask_waiver(charge=bill.id, position=1, reason=" ", by=officer, at=at)


def test_a_role_that_may_not_is_refused(bill: ChargeView, officer: Actor, at: datetime) -> None:
    with pytest.raises(NotAllowed):
        actions.ask_waiver(
            charge=bill.id, position=1, reason=WHY, by=replace(officer, permissions=frozenset()), at=at
        )
