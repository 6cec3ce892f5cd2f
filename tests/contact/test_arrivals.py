"""An arrival waits, is answered by one officer, and ends closed or missed; the wall counts all three."""

from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest

from onedoor.contact import actions, queries
from onedoor.contact.types import InteractionState, InteractionView, Participant, Source, Topic
from onedoor.journal import queries as journal
from onedoor.kernel.actors import ANONYMOUS, Actor
from onedoor.kernel.errors import Conflict, Invalid, NotAllowed, NotFound
from onedoor.kernel.scope import scoped

MINUTE = timedelta(minutes=1)
TOPIC = Topic(subject="When is tax due?")


def arrive(at: datetime, *, customer: UUID | None = None, door: str = "phone") -> InteractionView:
    with scoped(ANONYMOUS):
        return actions.open_interaction(
            door=door, customer=customer, address="+6591234567", by=ANONYMOUS, at=at
        ) if customer is None else actions.open_interaction(
            door=door, customer=customer, by=replace(ANONYMOUS, customer=customer), at=at
        )  # fmt: skip


def events(customer: UUID, by: Actor) -> list[str]:
    found = journal.list_timeline(customer=customer, by=by)
    return [entry.event for entry in found if entry.event.startswith("contact.")]


def test_a_call_is_answered_once_and_closed_with_all_that_it_was_about(phone: Actor, at: datetime) -> None:
    call = arrive(at)
    assert (call.state, call.address) == (InteractionState.WAITING, "")
    with scoped(phone):
        live = actions.answer_interaction(interaction=call.id, by=phone, at=at + MINUTE)
        assert (live.state, live.address, live.officer_name) == ("live", "+6591234567", "Ana Cruz")
        with pytest.raises(Conflict):
            actions.answer_interaction(interaction=call.id, by=replace(phone, account=uuid4()), at=at)
        source = Source(kind="answer", title="When to pay", reference="pay-when")
        closed = actions.close_interaction(
            interaction=call.id, result="answered", topics=[TOPIC, Topic(subject="A donation")],
            sources=[source], participants=[Participant(role="interpreter", name="Li")],
            by=phone, at=at + 5 * MINUTE,
        )  # fmt: skip
    assert (closed.state, closed.ended_at) == ("closed", at + 5 * MINUTE)
    assert [topic.subject for topic in closed.topics] == ["When is tax due?", "A donation"]
    assert [person.role for person in closed.participants] == ["customer", "interpreter"]
    assert closed.sources == (source,)


def test_nothing_is_written_of_her_until_it_is_saved(me: UUID, phone: Actor, at: datetime) -> None:
    call = arrive(at)
    with scoped(phone):
        actions.answer_interaction(interaction=call.id, by=phone, at=at)
        actions.identify_interaction(interaction=call.id, customer=me, by=phone, at=at)
        assert events(me, phone) == []
        actions.close_interaction(interaction=call.id, result="answered", topics=[TOPIC], by=phone, at=at)
        assert events(me, phone) == ["contact.interaction.logged"]


def test_who_hangs_up_unanswered_was_missed_and_reads_so(me: UUID, citizen: Actor, at: datetime) -> None:
    call = arrive(at, customer=me)
    with scoped(citizen):
        for _ in range(2):
            missed = actions.close_interaction(
                interaction=call.id, result="hung-up", by=citizen, at=at + MINUTE
            )
    assert missed.state is InteractionState.MISSED
    assert events(me, citizen) == ["contact.interaction.missed"]


def test_the_wall_counts_who_waits_who_was_answered_and_who_left(phone: Actor, at: datetime) -> None:
    arrive(at - 6 * MINUTE)
    answered, left = arrive(at - 5 * MINUTE), arrive(at - 4 * MINUTE, door="text")
    with scoped(phone):
        actions.answer_interaction(interaction=answered.id, by=phone, at=at - 3 * MINUTE)
        actions.close_interaction(interaction=left.id, result="left", by=phone, at=at)
        actions.log_interaction(customer=None, door="post", topics=[TOPIC], by=phone, at=at)
        wall = queries.get_wall(since=at - 60 * MINUTE, by=phone, at=at)
        assert [call.id for call in queries.list_live(by=phone, at=at)][1] == answered.id
    assert (wall.total.waiting, wall.total.longest_wait) == (1, 6 * MINUTE)
    assert (wall.total.arrived, wall.total.answered, wall.total.missed) == (3, 1, 1)
    assert (wall.total.connect_rate, wall.total.average_wait) == (0.5, 2 * MINUTE)
    assert [(door.door, door.connect_rate) for door in wall.doors] == [("phone", 1.0), ("text", 0.0)]


def test_an_officer_says_what_she_answered(phone: Actor, at: datetime) -> None:
    call = arrive(at)
    with scoped(phone):
        actions.answer_interaction(interaction=call.id, by=phone, at=at)
        with pytest.raises(Invalid):
            actions.close_interaction(interaction=call.id, result="answered", by=phone, at=at)


def test_strangers_neither_see_nor_end_nor_begin_it(me: UUID, stranger: Actor, at: datetime) -> None:
    call = arrive(at)
    with scoped(stranger):
        with pytest.raises(NotFound):
            queries.get_interaction(call.id, by=stranger)
        with pytest.raises(NotFound):
            actions.close_interaction(interaction=call.id, result="x", by=stranger, at=at)
        with pytest.raises(NotAllowed):
            actions.open_interaction(door="phone", customer=me, by=stranger, at=at)
        with pytest.raises(NotAllowed):
            queries.get_wall(since=at, by=stranger, at=at)


def test_a_call_back_is_owed_once_tried_three_times_and_then_given_up(
    me: UUID, citizen: Actor, phone: Actor, stranger: Actor, at: datetime
) -> None:
    with scoped(citizen):
        first = actions.request_call_back(number="9123 4567", customer=me, by=citizen, at=at, reason="Tax")
        again = actions.request_call_back(number="+65 9123 4567", customer=me, by=citizen, at=at)
        assert (again.id, first.number) == (first.id, "")
        with pytest.raises(Invalid):
            actions.request_call_back(number="call me", customer=me, by=citizen, at=at)
    with scoped(stranger), pytest.raises(NotAllowed):
        actions.request_call_back(number="91234567", customer=me, by=stranger, at=at)
    with scoped(phone):
        [owed] = queries.list_call_backs(by=phone, at=at, due_only=True)
        assert owed.number == "+6591234567"
        states = [
            actions.note_call(call_back=owed.id, reached=False, by=phone, at=at).state for _ in range(3)
        ]
        assert (states, queries.list_call_backs(by=phone, at=at)) == (["waiting", "waiting", "given_up"], [])
        with pytest.raises(Conflict):
            actions.note_call(call_back=owed.id, reached=True, by=phone, at=at)
