"""An order that is not an agency's own, orders about the same, and orders that go from hand to hand."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from onedoor.cases import actions, queries
from onedoor.cases.types import CaseView
from onedoor.journal.queries import list_about
from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.kernel.errors import Conflict, Invalid, NotAllowed, NotFound
from tests.cases.conftest import Hire, citizen

__all__ = ["citizen"]


@pytest.fixture
def mei(db: None) -> UUID:
    return uuid4()


@pytest.fixture
def order(mei: UUID, at: datetime) -> CaseView:
    return ask(mei, at)


def ask(customer: UUID | None, at: datetime, **known: Any) -> CaseView:
    facts: dict[str, Any] = {
        "topic": "income-tax",
        "text": "My pass?",
        "door": "mail",
        "interaction": uuid4(),
    }
    return actions.open_enquiry(customer=customer, by=SYSTEM, at=at, **(facts | known))


def dispute(order: CaseView, by: Actor, at: datetime) -> UUID:
    return actions.dispute_dispatch(case=order.id, reason="A work pass: Labour Office.", by=by, at=at).id


def test_it_stays_where_it_is_until_a_dispatcher_has_decided(
    order: CaseView, tax: Actor, dispatcher: Actor, at: datetime
) -> None:
    said = dispute(order, tax, at)
    assert queries.get_case(order.id, by=tax).agency == "REV"
    assert [one.id for one in queries.list_disputes(by=dispatcher)] == [said]

    decided = actions.decide_dispute(dispute=said, agency="LAB", by=dispatcher, at=at + timedelta(hours=1))

    moved = queries.get_case(order.id, by=dispatcher)
    assert (decided.state, moved.agency, moved.number) == ("upheld", "LAB", order.number)
    assert (moved.opened_at, moved.promised_at) == (order.opened_at, order.promised_at)
    assert queries.list_disputes(by=dispatcher) == []


def test_refused_it_stays_with_a_reason_and_is_not_said_again(
    order: CaseView, tax: Actor, dispatcher: Actor, at: datetime
) -> None:
    said = dispute(order, tax, at)
    with pytest.raises(Invalid):
        actions.decide_dispute(dispute=said, by=dispatcher, at=at)
    actions.decide_dispute(dispute=said, answer="It asks about tax.", by=dispatcher, at=at)

    with pytest.raises(Conflict, match="this is yours"):
        dispute(order, tax, at)
    with pytest.raises(Conflict, match="decided already"):
        actions.decide_dispute(dispute=said, agency="LAB", by=dispatcher, at=at)


def test_the_third_return_is_a_problem_that_the_centre_leads(
    order: CaseView, dispatcher: Actor, hire: Hire, tax: Actor, at: datetime
) -> None:
    officers = {"REV": tax, "LAB": hire("L O", agency="LAB"), "PRF": hire("P O", agency="PRF")}
    for agency, to in (("REV", "LAB"), ("LAB", "PRF"), ("PRF", "BIZ")):
        said = dispute(order, officers[agency], at)
        actions.decide_dispute(dispute=said, agency=to, by=dispatcher, at=at)

    held = queries.get_case(order.id, by=dispatcher)
    assert (held.agency, held.lane, held.number) == ("CTC", "urgent", order.number)
    assert held.promised_at == order.promised_at
    assert "cases.case.problem" in {entry.event for entry in list_about(order.id, by=SYSTEM)}
    with pytest.raises(Conflict, match="no other agency"):
        dispute(order, dispatcher, at)


def test_it_is_said_in_time_by_the_leader_and_with_a_reason(
    order: CaseView, tax: Actor, hire: Hire, at: datetime
) -> None:
    with pytest.raises(Conflict, match="Eight office hours"):
        dispute(order, tax, at + timedelta(days=2))
    with pytest.raises(Invalid, match="whose it is"):
        actions.dispute_dispatch(case=order.id, reason=" ", by=tax, at=at)
    with pytest.raises(NotFound):
        dispute(order, hire("O T", agency="LAB"), at)
    with pytest.raises(NotAllowed):
        dispute(order, hire("Om Az", agency="REV", role="contact-centre"), at)
    said = dispute(order, tax, at)
    with pytest.raises(Conflict, match="waits for a dispatcher"):
        dispute(order, tax, at)
    with pytest.raises(NotAllowed):
        actions.decide_dispute(dispute=said, agency="LAB", by=tax, at=at)
    supervisor = hire("Ro La", agency="REV", role="supervisor")
    with pytest.raises(NotAllowed):
        actions.decide_dispute(dispute=said, agency="LAB", by=supervisor, at=at)


def test_orders_about_the_same_are_answered_as_one_each_under_its_number(
    mei: UUID, dispatcher: Actor, at: datetime
) -> None:
    lead, other = ask(mei, at, topic="", text="Kites?"), ask(None, at, topic="", text="Kites!")
    actions.join_orders(case=other.id, same_as=lead.id, by=dispatcher, at=at)
    third = ask(None, at, topic="", text="Kite?")
    with pytest.raises(Invalid):  # no chains
        actions.join_orders(case=lead.id, same_as=third.id, by=dispatcher, at=at)
    with pytest.raises(Conflict):
        actions.join_orders(case=other.id, same_as=third.id, by=dispatcher, at=at)

    actions.take_case(case=lead.id, by=dispatcher, at=at)
    actions.close_case(case=lead.id, outcome="answered", by=dispatcher, at=at + timedelta(hours=2))

    closed = queries.get_case(other.id, by=dispatcher)
    assert (closed.outcome, closed.number != lead.number) == ("answered", True)
    assert queries.get_case(third.id, by=dispatcher).is_open


def test_parted_again_it_has_its_own_end(dispatcher: Actor, at: datetime) -> None:
    lead, other = ask(None, at, topic="", text="Kites?"), ask(None, at, topic="", text="Boats?")
    actions.join_orders(case=other.id, same_as=lead.id, by=dispatcher, at=at)
    actions.part_orders(case=other.id, by=dispatcher, at=at)
    actions.take_case(case=lead.id, by=dispatcher, at=at)
    actions.close_case(case=lead.id, outcome="answered", by=dispatcher, at=at)

    assert queries.get_case(other.id, by=dispatcher).is_open
    with pytest.raises(Conflict):
        actions.part_orders(case=other.id, by=dispatcher, at=at)


def test_passing_it_on_counts_as_well_and_a_problem_changes_hands_no_more(
    order: CaseView, tax: Actor, dispatcher: Actor, hire: Hire, at: datetime
) -> None:
    said = dispute(order, tax, at)
    actions.transfer(case=order.id, agency="LAB", reason="Theirs.", by=tax, at=at)
    assert queries.list_disputes(by=dispatcher) == []  # nobody need decide any more
    with pytest.raises(Conflict, match="decided already"):
        actions.decide_dispute(dispute=said, agency="PRF", by=dispatcher, at=at)
    actions.transfer(case=order.id, agency="PRF", reason="Theirs.", by=hire("L O", agency="LAB"), at=at)
    third = actions.transfer(case=order.id, agency="BIZ", reason="Hm.", by=hire("P O", agency="PRF"), at=at)

    assert (third.agency, third.lane) == ("CTC", "urgent")
    with pytest.raises(Conflict, match="hand to hand"):
        actions.transfer(case=order.id, agency="BIZ", reason="Hm.", by=dispatcher, at=at)


def test_what_one_customer_reads_as_the_reason_the_others_do_not(
    mei: UUID, dispatcher: Actor, at: datetime
) -> None:
    lead, other = ask(mei, at, topic="", text="Kites?"), ask(None, at, topic="", text="Kites!")
    actions.join_orders(case=other.id, same_as=lead.id, by=dispatcher, at=at)
    actions.take_case(case=lead.id, by=dispatcher, at=at)
    actions.close_case(case=lead.id, outcome="refused", reason="Mei has none.", by=dispatcher, at=at)

    closed = queries.get_case(other.id, by=dispatcher)
    assert closed.outcome == "refused"
    assert "Mei" not in closed.reason


def test_a_finished_order_waits_for_no_decision(
    order: CaseView, tax: Actor, dispatcher: Actor, at: datetime
) -> None:
    dispute(order, tax, at)
    actions.take_case(case=order.id, by=tax, at=at)
    actions.close_case(case=order.id, outcome="answered", by=tax, at=at)

    assert queries.list_disputes(by=dispatcher) == []
    with pytest.raises(Conflict, match="finished"):
        dispute(order, tax, at)


def test_who_withdraws_ends_only_her_own(mei: UUID, citizen: Actor, dispatcher: Actor, at: datetime) -> None:
    lead = ask(citizen.customer, at, topic="", text="Kites?")
    others = [ask(None, at + timedelta(minutes=n), topic="", text="Kites!") for n in (1, 2)]
    for other in others:
        actions.join_orders(case=other.id, same_as=lead.id, by=dispatcher, at=at)
    actions.close_case(case=lead.id, outcome="withdrawn", by=citizen, at=at)

    first, second = (queries.get_case(other.id, by=dispatcher) for other in others)
    assert (first.is_open, second.is_open) == (True, True)
    assert (first.same_as, second.same_as) == (None, first.id)
