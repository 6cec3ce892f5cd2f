"""Money to customers: planned, ordered on its day, paid or returned, released, lapsed, stopped."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest

from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.kernel.errors import Conflict, Invalid, NotAllowed, NotFound, StepUpNeeded
from onedoor.kernel.scope import scoped
from onedoor.payments import actions, ledger, queries
from onedoor.payments.iso20022.reports import PartReport, write_report
from onedoor.payments.models import PayeeAccount, PaymentOrder
from onedoor.payments.test_bank import execute
from onedoor.payments.types import OrderView, PayoutView
from onedoor.people import actions as people
from onedoor.people.rules import make_identifier
from tests.payments.statements import camt

GOOD, CLOSED = "123-456-789 012", "555500009999"
Plan = Callable[..., PayoutView]
BENEFITS = ledger.benefits("SOC")


@pytest.fixture(autouse=True)
def _the_test_bank_pays(settings: object) -> None:
    settings.PAYOUT_BANK = "test"  # type: ignore[attr-defined]


@pytest.fixture
def mother(db: None, payer: Actor, at: datetime) -> Actor:
    born = date(1990, 5, 4)
    person = people.register_customer(
        name="Lin Wei", birth_date=born, identifier=make_identifier(born, 3), by=SYSTEM, at=at
    )
    return replace(payer, customer=person.id)


@pytest.fixture
def clerk(officer: Actor) -> Actor:
    return replace(officer, agency="SOC")


@pytest.fixture
def plan(mother: Actor, at: datetime) -> Plan:
    """Plan parts of these amounts, a month apart."""

    def make(*amounts: str, held: bool = False, moment: datetime = at) -> PayoutView:
        parts = [(Decimal(one), date(2025, 3 + n, 10)) for n, one in enumerate(amounts)]
        return actions.plan_payout(
            customer=mother.customer, service="birth", application=uuid4(), step="gift", agency="SOC",
            title={"en": "Birth gift"}, parts=parts, held=held, by=SYSTEM, at=moment,
        )  # type: ignore[arg-type]  # fmt: skip

    return make


def give(mother: Actor, number: str, at: datetime) -> None:
    actions.give_account(customer=mother.customer, number=number, by=mother, at=at)  # type: ignore[arg-type]


def order(at: datetime) -> OrderView | None:
    """What the hourly task does."""
    made = actions.order_payouts(by=SYSTEM, at=at)
    report = execute(made.number, at=at) if made else None
    return actions.take_report(body=report, by=SYSTEM, at=at) if report else made


def states(payout: PayoutView, by: Actor = SYSTEM) -> list[str]:
    return [part.state for part in queries.get_payout(payout.number, by=by).parts]


def test_the_first_part_is_paid_on_the_day_and_the_next_on_its_own(
    plan: Plan, mother: Actor, at: datetime
) -> None:
    payout = plan("3000.00", "1500.00")
    give(mother, GOOD, at)
    assert order(at)
    assert states(payout) == ["paid", "planned"]
    assert order(at + timedelta(days=30)) is None
    assert order(at + timedelta(days=31))
    assert states(payout, mother) == ["paid", "paid"]
    assert ledger.balance(BENEFITS) == Decimal("4500.00") == -ledger.balance(ledger.CASH)
    assert ledger.balance(ledger.PAYABLE) == 0


def test_planning_the_same_step_twice_is_once(plan: Plan, mother: Actor, at: datetime) -> None:
    first = plan("100.00")
    again = actions.plan_payout(
        customer=first.customer, service="birth", application=first.application, step="gift", agency="SOC",
        title={"en": "Birth gift"}, parts=[(Decimal("999.00"), date(2025, 3, 10))], by=SYSTEM, at=at,
    )  # fmt: skip
    assert (again.id, again.amount) == (first.id, first.amount)


@pytest.mark.parametrize("amounts", [[], ["0.00"], ["-1.00"], ["1.001"]])
def test_a_payout_is_money_in_whole_cents(plan: Plan, amounts: list[str]) -> None:
    with pytest.raises(Invalid):
        plan(*amounts)


def test_without_an_account_money_waits(plan: Plan, mother: Actor, at: datetime) -> None:
    payout = plan("100.00")
    assert order(at) is None
    give(mother, GOOD, at)
    assert order(at)
    assert states(payout) == ["paid"]


def test_held_parts_wait_for_their_release_and_one_lapses(plan: Plan, mother: Actor, at: datetime) -> None:
    payout = plan("900.00", "900.00", "900.00", held=True)
    give(mother, GOOD, at)
    order(at)
    later = at + timedelta(days=40)
    assert order(later) is None
    for lapse in (True, False):
        actions.release_part(customer=payout.customer, service="birth", lapse=lapse, by=SYSTEM, at=later)
    assert states(payout) == ["paid", "lapsed", "planned"]
    assert order(at + timedelta(days=60)) is None  # the third part's own day has not come
    order(at + timedelta(days=62))
    assert states(payout) == ["paid", "lapsed", "paid"]
    assert actions.release_part(customer=payout.customer, service="birth", by=SYSTEM, at=later) is None


def test_the_newest_payout_of_the_service_is_released(plan: Plan, at: datetime) -> None:
    old = plan("1.00", "1.00", held=True)
    new = plan("2.00", "2.00", held=True, moment=at + timedelta(days=1))
    actions.release_part(customer=old.customer, service="birth", by=SYSTEM, at=at + timedelta(days=2))
    assert (states(old), states(new)) == (["planned", "held"], ["planned", "planned"])


def test_what_the_bank_gives_back_waits_for_an_officer(
    plan: Plan, mother: Actor, clerk: Actor, at: datetime
) -> None:
    payout = plan("100.00")
    give(mother, CLOSED, at)
    order(at)
    (part,) = queries.get_payout(payout.number, by=mother).parts
    assert (part.state, part.returned_why) == ("returned", "AC04")
    assert (ledger.balance(ledger.CASH), ledger.balance(ledger.PAYABLE)) == (0, Decimal("-100.00"))
    give(mother, GOOD, at)
    with scoped(clerk):
        actions.plan_again(payout=payout.id, position=0, by=clerk, at=at)
    assert order(at) is None  # the account changed less than a day ago
    order(at + timedelta(hours=24))
    assert states(payout) == ["paid"]
    assert ledger.balance(BENEFITS) == Decimal("100.00") == -ledger.balance(ledger.CASH)
    with pytest.raises(Conflict):
        actions.plan_again(payout=payout.id, position=0, by=SYSTEM, at=at)


def test_a_report_that_comes_twice_counts_once(plan: Plan, mother: Actor, at: datetime) -> None:
    plan("100.00")
    give(mother, GOOD, at)
    made = actions.order_payouts(by=SYSTEM, at=at)
    assert made
    report = execute(made.number, at=at)
    assert report
    for _time in range(2):
        assert actions.take_report(body=report, by=SYSTEM, at=at).paid == 1
    assert ledger.balance(ledger.CASH) == Decimal("-100.00")


def test_a_report_on_nothing_of_ours_is_refused(db: None, at: datetime) -> None:
    body = write_report("HO-1", {"HP-1": PartReport(True)}, number="B-1", made_at=at)
    with pytest.raises(NotFound):
        actions.take_report(body=body, by=SYSTEM, at=at)


def test_new_facts_stop_it_with_a_reason(plan: Plan, mother: Actor, clerk: Actor, at: datetime) -> None:
    payout = plan("100.00", "50.00")
    give(mother, GOOD, at)
    order(at)
    with scoped(clerk), pytest.raises(Invalid):
        actions.stop_payout(payout=payout.id, reason=" ", by=clerk, at=at)
    with scoped(clerk):
        stopped = actions.stop_payout(payout=payout.id, reason="New job", by=clerk, at=at)
    assert [part.state for part in stopped.parts] == ["paid", "stopped"]
    assert order(at + timedelta(days=99)) is None
    assert queries.list_charges(payout.customer, by=mother) == []


def test_what_was_paid_is_asked_back_by_a_bill(plan: Plan, mother: Actor, at: datetime) -> None:
    payout = plan("100.00", "50.00")
    give(mother, GOOD, at)
    order(at)
    for _time in range(2):
        actions.stop_payout(payout=payout.id, reason="Undone", reclaim=True, by=SYSTEM, at=at)
    (bill,) = queries.list_charges(payout.customer, by=mother)
    assert (bill.amount, bill.lines[0].agency) == (Decimal("100.00"), "SOC")


def test_what_was_with_the_bank_when_it_was_stopped_is_asked_back_too(
    plan: Plan, mother: Actor, at: datetime
) -> None:
    payout = plan("100.00")
    give(mother, GOOD, at)
    made = actions.order_payouts(by=SYSTEM, at=at)
    actions.stop_payout(payout=payout.id, reason="Undone", reclaim=True, by=SYSTEM, at=at)
    assert queries.list_charges(payout.customer, by=mother) == []
    assert made
    actions.take_report(body=execute(made.number, at=at) or b"", by=SYSTEM, at=at)
    assert [bill.amount for bill in queries.list_charges(payout.customer, by=mother)] == [Decimal("100.00")]


def test_who_may_see_and_stop(
    plan: Plan, mother: Actor, stranger: Actor, officer: Actor, clerk: Actor, at: datetime
) -> None:
    payout = plan("100.00")
    for by in (stranger, officer):
        with scoped(by), pytest.raises(NotFound):
            queries.get_payout(payout.number, by=by)
    with scoped(clerk):
        assert queries.list_agency_payouts(by=clerk)[0].number == payout.number
    with scoped(mother):
        assert queries.list_payouts(payout.customer, by=mother)[0].number == payout.number
        with pytest.raises(NotAllowed):
            actions.stop_payout(payout=payout.id, reason="Mine", by=mother, at=at)


def test_an_account_takes_two_factors_and_is_masked(
    mother: Actor, stranger: Actor, clerk: Actor, at: datetime
) -> None:
    with pytest.raises(StepUpNeeded):
        give(replace(mother, assurance=2), GOOD, at)
    for other in (stranger, clerk):
        with pytest.raises(NotAllowed):
            actions.give_account(customer=mother.customer, number=GOOD, by=other, at=at)  # type: ignore[arg-type]
    give(mother, GOOD, at)
    found = queries.find_account(mother.customer, by=mother)  # type: ignore[arg-type]
    assert found
    assert found.masked == "•••• 9012"
    row = PayeeAccount.objects.get(customer=mother.customer)
    assert b"123456789012" not in bytes(row.sealed)


@pytest.mark.parametrize("number", ["", "12345678", "1" * 19, "12345678x", "１２３４５６７８９"])
def test_what_can_be_no_account_is_refused(mother: Actor, at: datetime, number: str) -> None:
    with pytest.raises(Invalid):
        give(mother, number, at)


def test_a_changed_account_waits_a_day_and_the_same_one_does_not(mother: Actor, at: datetime) -> None:
    give(mother, GOOD, at)
    give(mother, GOOD.replace("-", " "), at)
    assert PayeeAccount.objects.filter(customer=mother.customer).count() == 1
    give(mother, "999988887777", at)
    found = queries.find_account(mother.customer, by=mother)  # type: ignore[arg-type]
    assert found
    assert found.usable_from == at + timedelta(hours=24)


def test_an_order_is_a_file_that_the_bank_can_read(
    plan: Plan, mother: Actor, clerk: Actor, at: datetime
) -> None:
    plan("100.00")
    give(mother, GOOD, at)
    made = actions.order_payouts(by=SYSTEM, at=at)
    assert made
    with scoped(clerk):
        body = queries.write_order_file(made.number, by=clerk).decode()
    assert "<Id>123456789012</Id>" in body
    assert '<InstdAmt Ccy="HCD">100.00</InstdAmt>' in body
    with pytest.raises(NotAllowed):
        queries.write_order_file(made.number, by=replace(clerk, permissions=frozenset()))
    assert PaymentOrder.objects.get().state == "made"


def test_what_we_paid_is_found_at_the_bank_and_may_come_back(
    plan: Plan, mother: Actor, clerk: Actor, at: datetime
) -> None:
    payout = plan("100.00")
    give(mother, GOOD, at)
    order(at)
    reference = payout.parts[0].reference
    rows = [("2025-03-10", reference, "-100.00"), ("2025-03-10", reference, "100.00")]
    found = actions.take_statement(body=camt(rows), by=clerk, at=at)
    assert sorted(item.result for item in found.items) == ["matched", "missing_here"]
    back = next(item for item in found.items if item.may_return)
    settled = actions.settle_item(item=back.id, how="return", by=clerk, at=at)
    assert (settled.open, settled.closes, states(payout)) == (0, True, ["returned"])
    actions.plan_again(payout=payout.id, position=0, by=SYSTEM, at=at)
    order(at)
    again = queries.get_payout(payout.number, by=SYSTEM).parts[0].reference
    assert again != reference
    found = actions.take_statement(
        body=camt([("2025-03-10", again, "-100.00")], opening="5.00"), by=clerk, at=at
    )
    assert [item.result for item in found.items if item.reference == again] == ["matched"]
