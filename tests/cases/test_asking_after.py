"""An agency signs for its orders; the customer is asked afterwards, and what is not solved goes back."""

from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest

from onedoor.cases import actions, queries
from onedoor.cases.types import SENT_BACK, CaseView, OrderFigures
from onedoor.journal import queries as journal
from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.kernel.errors import Conflict, Invalid, NotAllowed
from tests.cases.conftest import citizen

__all__ = ["citizen"]
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def mei(db: None) -> UUID:
    return uuid4()


def ask(customer: UUID | None, at: datetime) -> CaseView:
    return actions.open_enquiry(
        customer=customer, text="My refund?", topic="income-tax", door="mail", interaction=uuid4(),
        by=SYSTEM, at=at,
    )  # fmt: skip


def answer(order: CaseView, by: Actor, at: datetime) -> None:
    actions.take_case(case=order.id, by=by, at=at)
    actions.close_case(case=order.id, outcome="answered", by=by, at=at)


def figures(at: datetime) -> OrderFigures:
    [found] = [one for one in queries.count_orders(since=at - DAY, until=at + 9 * DAY, at=at + 9 * DAY)
               if one.agency == "REV"]  # fmt: skip
    return found


def test_nobody_signed_in_time_is_seen_by_the_dispatcher_until_somebody_does(
    mei: UUID, tax: Actor, dispatcher: Actor, at: datetime
) -> None:
    order = ask(mei, at)  # Monday, 09:00
    assert queries.list_unsigned(by=dispatcher, at=at + 3 * HOUR) == []
    [late] = queries.list_unsigned(by=dispatcher, at=at + DAY + HOUR)
    assert (late.number, late.agency) == (order.number, "REV")
    actions.take_case(case=order.id, by=tax, at=at + DAY + HOUR)
    assert queries.list_unsigned(by=dispatcher, at=at + 2 * DAY) == []
    assert (figures(at).sign_due, figures(at).signed_in_time) == (1, 0)


def test_to_say_that_it_is_not_ones_own_is_to_sign_and_the_next_agency_signs_anew(
    mei: UUID, tax: Actor, dispatcher: Actor, at: datetime
) -> None:
    order = ask(mei, at)
    said = actions.dispute_dispatch(case=order.id, reason="The Labour Office's.", by=tax, at=at + HOUR)
    assert figures(at).signed_in_time == 1
    actions.decide_dispute(dispute=said.id, agency="LAB", by=dispatcher, at=at + 2 * HOUR)
    [late] = queries.list_unsigned(by=dispatcher, at=at + 2 * DAY)
    assert late.agency == "LAB"


def test_whoever_was_answered_is_asked_once(mei: UUID, tax: Actor, dispatcher: Actor, at: datetime) -> None:
    order = ask(mei, at)
    assert queries.list_to_ask_after(by=dispatcher, at=at) == []
    with pytest.raises(Conflict):
        actions.ask_after(case=order.id, reached=True, solved=True, by=dispatcher, at=at)
    answer(order, tax, at + HOUR)
    [waits] = queries.list_to_ask_after(by=dispatcher, at=at + DAY)
    assert queries.find_to_ask_after(order.number, by=dispatcher, at=at + DAY) == waits
    with pytest.raises(NotAllowed):
        queries.find_to_ask_after(order.number, by=tax, at=at + DAY)

    again = actions.ask_after(
        case=order.id, reached=True, contacted=True, solved=True, satisfied=False, by=dispatcher, at=at + DAY
    )

    assert again is None
    assert queries.list_to_ask_after(by=dispatcher, at=at + DAY) == []
    assert queries.find_to_ask_after(order.number, by=dispatcher, at=at + DAY) is None
    told = figures(at)
    assert (told.reached, told.contacted, told.solved, told.satisfied, told.sent_back) == (1, 1, 1, 0, 0)
    with pytest.raises(Conflict):
        actions.ask_after(case=order.id, reached=True, solved=True, by=dispatcher, at=at + DAY)


def test_who_was_not_reached_counts_in_no_rate(
    mei: UUID, tax: Actor, dispatcher: Actor, at: datetime
) -> None:
    order = ask(mei, at)
    answer(order, tax, at + HOUR)
    assert actions.ask_after(case=order.id, reached=False, by=dispatcher, at=at + DAY) is None
    assert (figures(at).closed, figures(at).reached, figures(at).solved) == (1, 0, 0)


def test_what_is_not_solved_goes_back_with_her_words_and_in_the_end_to_the_contact_centre(
    mei: UUID, tax: Actor, dispatcher: Actor, at: datetime, citizen: Actor
) -> None:
    order, agencies = ask(citizen.customer, at), []
    answer(order, tax, at + HOUR)
    with pytest.raises(Invalid):
        actions.ask_after(case=order.id, reached=True, by=dispatcher, at=at + DAY)
    for turn in range(3):
        again = actions.ask_after(
            case=order.id, reached=True, comment="The money is not there.", by=dispatcher, at=at + DAY
        )
        assert again is not None
        assert (again.kind, again.parent, again.lane) == (SENT_BACK, order.id, "fast")
        agencies.append(again.agency)
        order = again
        actions.close_case(case=order.id, outcome="answered", by=SYSTEM, at=at + DAY + turn * HOUR)
    assert agencies == ["REV", "REV", "CTC"]
    read = queries.get_case(order.id, by=citizen)
    assert [note.text for note in read.notes] == ["The money is not there."]
    told = [entry.event for entry in journal.list_timeline(customer=citizen.customer, by=citizen)]
    assert told.count("cases.case.sent_back") == 3


def test_only_the_contact_centre_asks_and_only_for_two_weeks(
    mei: UUID, tax: Actor, dispatcher: Actor, at: datetime
) -> None:
    order = ask(mei, at)
    answer(order, tax, at + HOUR)
    with pytest.raises(NotAllowed):
        actions.ask_after(case=order.id, reached=False, by=tax, at=at + DAY)
    with pytest.raises(NotAllowed):
        queries.list_to_ask_after(by=tax, at=at)
    assert queries.list_to_ask_after(by=dispatcher, at=at + 15 * DAY) == []
    with pytest.raises(Conflict):
        actions.ask_after(case=order.id, reached=False, by=dispatcher, at=at + 15 * DAY)


def test_orders_answered_together_go_with_their_lead(
    mei: UUID, tax: Actor, dispatcher: Actor, at: datetime
) -> None:
    lead, other = ask(mei, at), ask(uuid4(), at)
    actions.join_orders(case=other.id, same_as=lead.id, by=SYSTEM, at=at)
    actions.route_enquiry(case=lead.id, agency="LAB", reason="A work pass.", by=SYSTEM, at=at)
    assert queries.get_case(other.id, by=SYSTEM).agency == "LAB"
