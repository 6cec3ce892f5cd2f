"""What the bank says is counted once, whatever it says, however often and in whatever order."""

from datetime import datetime
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from onedoor.journal import queries as journal
from onedoor.kernel.actors import ANONYMOUS, SYSTEM, Actor
from onedoor.kernel.errors import Conflict, Invalid, NotAllowed, NotFound
from onedoor.kernel.scope import scoped
from onedoor.payments import actions, ledger, queries
from onedoor.payments.models import Charge
from onedoor.payments.providers import TEST_BANK
from onedoor.payments.types import ChargeState, PaymentState, PaymentView
from tests.payments.conftest import Notify, Raise

START = Decimal("770.00")


@pytest.fixture
def reference(raised: Raise, payer: Actor, at: datetime) -> str:
    return actions.start_payment(charge=raised().id, amount=START, by=payer, at=at).reference


def the_charge(payer: Actor) -> Charge:
    return Charge.objects.get(customer=payer.customer)


def test_the_payer_goes_to_the_banks_page(raised: Raise, payer: Actor, at: datetime) -> None:
    checkout = actions.start_payment(charge=raised().id, amount=START, by=payer, at=at)
    assert checkout.url == f"/pay/{checkout.reference}/"
    with scoped(ANONYMOUS):
        assert queries.find_checkout(checkout.reference) == checkout
        assert queries.find_checkout("nothing") is None


def test_a_full_payment_settles_with_a_receipt(reference: str, notify: Notify, payer: Actor) -> None:
    payment = notify(reference)
    assert payment
    assert payment.applied == START
    charge = the_charge(payer)
    assert charge.state == ChargeState.SETTLED
    assert [r.number for r in queries.list_receipts(charge.customer, by=payer)] == [payment.receipt]


def test_a_notice_that_comes_twice_counts_once(reference: str, notify: Notify, payer: Actor) -> None:
    first, second = notify(reference), notify(reference)
    assert first
    assert second
    assert second.repeated
    assert second.id == first.id
    assert the_charge(payer).paid == START == ledger.balance(ledger.CASH)


def test_less_than_asked_stays_as_part_payment(reference: str, notify: Notify, payer: Actor) -> None:
    notify(reference, "70.00")
    charge = the_charge(payer)
    assert (charge.state, charge.paid) == (ChargeState.PART_PAID, Decimal("70.00"))
    notify(reference, "700.00", payment="B-2")
    assert the_charge(payer).state == ChargeState.SETTLED


def test_more_than_asked_is_kept_for_the_payer(reference: str, notify: Notify, payer: Actor) -> None:
    payment = notify(reference, "800.00")
    assert payment
    assert (payment.applied, payment.over) == (START, Decimal("30.00"))
    assert ledger.balance(ledger.OVERPAID) == Decimal("-30.00")
    events = [entry.event for entry in journal.list_timeline(customer=payer.customer, by=payer)]  # type: ignore[arg-type]
    assert {"payments.charge.settled", "payments.payment.overpaid"} <= set(events)


def test_an_unknown_reference_is_kept_for_an_officer(notify: Notify, officer: Actor, payer: Actor) -> None:
    payment = notify("no-such-reference", "12.34")
    assert payment
    assert payment.state is PaymentState.KEPT
    with scoped(officer):
        assert [kept.amount for kept in queries.list_kept(by=officer)] == [Decimal("12.34")]
    assert queries.list_kept(by=payer) == []


def test_money_for_a_cancelled_bill_is_the_payers(
    raised: Raise, notify: Notify, payer: Actor, officer: Actor, at: datetime
) -> None:
    charge = raised()
    reference = actions.start_payment(charge=charge.id, amount=START, by=payer, at=at).reference
    actions.cancel_charge(charge=charge.id, by=officer, at=at)
    payment = notify(reference)
    assert payment
    assert (payment.state, payment.over) == (PaymentState.KEPT, START)


def test_a_late_failure_does_not_undo_a_payment(reference: str, notify: Notify, payer: Actor) -> None:
    assert notify(reference) is not None
    assert notify(reference, outcome="failed", payment="B-0") is None
    assert the_charge(payer).state == ChargeState.SETTLED


def test_success_after_failure_counts(reference: str, notify: Notify, payer: Actor) -> None:
    notify(reference, outcome="failed")
    checkout = queries.find_checkout(reference)
    assert checkout
    assert checkout.state == "failed"
    notify(reference, payment="B-2")
    assert the_charge(payer).state == ChargeState.SETTLED


def test_a_contradiction_is_shown_to_officers_and_changes_nothing(
    reference: str, notify: Notify, payer: Actor, officer: Actor
) -> None:
    notify(reference, "700.00")
    notify(reference, "7.00")
    assert the_charge(payer).paid == Decimal("700.00")
    found = journal.list_timeline(customer=the_charge(payer).customer, by=SYSTEM)
    assert "payments.payment.contradicted" in [entry.event for entry in found]


@pytest.mark.parametrize(
    "change",
    [
        lambda b, s: (b + b" ", s),
        lambda b, s: (b, ""),
        lambda b, s: (b, s[:-1] + "0" if s[-1] != "0" else s[:-1] + "1"),
    ],
)
def test_an_unsigned_notice_is_refused(reference: str, payer: Actor, at: datetime, change: object) -> None:
    body, signature = TEST_BANK.write_notice(
        payment="B-1", reference=reference, outcome="paid", amount=START, paid_at=at
    )
    forged, forged_signature = change(body, signature)  # type: ignore[operator]
    with pytest.raises(NotAllowed):
        actions.receive_notice(body=forged, signature=forged_signature, by=ANONYMOUS, at=at)
    assert the_charge(payer).paid == 0


@pytest.mark.parametrize("amount", ["0", "-1", "1.001", "NaN", "Infinity"])
def test_a_notice_about_no_real_amount_is_refused(reference: str, notify: Notify, amount: str) -> None:
    with pytest.raises(Invalid):
        notify(reference, amount)


@pytest.mark.parametrize("body", [b"", b"[]", b"{}", b"\xff\xfe", b'{"payment": 1}'])
def test_a_broken_notice_is_refused(db: None, at: datetime, body: bytes) -> None:
    with pytest.raises(Invalid):
        actions.receive_notice(body=body, signature=TEST_BANK._sign(body), by=ANONYMOUS, at=at)


def test_the_payer_pays_on_the_test_banks_page(reference: str, payer: Actor, at: datetime) -> None:
    with scoped(payer):
        payment = actions.pay_at_test_bank(reference=reference, by=payer, at=at)
        assert payment
        assert payment.applied == START
        with pytest.raises(Conflict):
            actions.pay_at_test_bank(reference=reference, by=payer, at=at)


def test_a_payment_may_fail_and_be_tried_again(reference: str, payer: Actor, at: datetime) -> None:
    assert actions.pay_at_test_bank(reference=reference, outcome="failed", by=payer, at=at) is None
    assert actions.pay_at_test_bank(reference=reference, by=payer, at=at) is not None


@pytest.mark.parametrize("amount", ["0", "-1", "770.01", "0.005"])
def test_nobody_starts_a_payment_of_another_amount(
    raised: Raise, payer: Actor, at: datetime, amount: str
) -> None:
    with pytest.raises(Invalid):
        actions.start_payment(charge=raised().id, amount=Decimal(amount), by=payer, at=at)


def test_a_stranger_cannot_start_a_payment(raised: Raise, stranger: Actor, at: datetime) -> None:
    with pytest.raises(NotFound):
        actions.start_payment(charge=raised().id, amount=START, by=stranger, at=at)


notices = st.lists(
    st.tuples(st.sampled_from(["known", "unknown"]), st.integers(1, 5), st.integers(1, 90_000)), max_size=8
)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(notices)
def test_no_cent_is_lost_or_doubled(
    reference: str, notify: Notify, payer: Actor, said: list[tuple[str, int, int]]
) -> None:
    before = ledger.balance(ledger.CASH)
    taken: list[PaymentView | None] = [
        notify(
            reference if known == "known" else "lost",
            str(Decimal(cents) / 100),
            payment=f"{reference}-{before}-{n}",
        )
        for known, n, cents in said
    ]
    new = {payment.id: payment.amount for payment in taken if payment and not payment.repeated}
    assert ledger.balance(ledger.CASH) - before == sum(new.values())
    charge = the_charge(payer)
    assert ledger.balance(ledger.RECEIVABLE, charge=charge) == charge.amount - charge.paid
