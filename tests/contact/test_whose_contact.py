"""What somebody said at a door says whose her contact is: at once, by an officer's decision, or never."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

import pytest

from onedoor.contact import actions, queries
from onedoor.contact.types import Topic
from onedoor.journal import queries as journal
from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.kernel.errors import Conflict, NotAllowed
from onedoor.kernel.scope import scoped
from onedoor.people import actions as people_actions
from onedoor.people import queries as people
from onedoor.people.types import Arrival, Match

BORN = date(1984, 5, 2)
SURE = Arrival(name="Lin Wei", birth_date=BORN, email="lin.wei@mail.example")
PERHAPS = Arrival(name="Lin Wei", birth_date=BORN)


@pytest.fixture(autouse=True)
def _system(db: None) -> object:
    with scoped(SYSTEM):
        yield


def call(at: datetime) -> UUID:
    return actions.open_interaction(door="phone", by=SYSTEM, at=at).id


def whose(interaction: UUID) -> UUID | None:
    return queries.get_interaction(interaction, by=SYSTEM).customer


def test_whom_an_officer_heard_for_certain_is_joined_at_once(me: UUID, phone: Actor, at: datetime) -> None:
    here = actions.log_interaction(
        customer=None, door="phone", topics=[Topic(subject="Tax")], result="answered", by=phone, at=at
    ).id
    finder = replace(phone, permissions=phone.permissions | {"customers.find"})
    assert actions.place_arrival(contact=here, arrival=SURE, by=finder, at=at) is Match.CERTAIN
    assert whose(here) == me
    assert people.list_arrivals(by=SYSTEM) == []
    [told] = journal.list_timeline(customer=me, by=SYSTEM, limit=1)
    assert (told.event, told.subject) == ("contact.interaction.logged", here)


def test_what_somebody_only_wrote_of_herself_is_for_an_officer_to_decide(me: UUID, at: datetime) -> None:
    here = call(at)
    assert actions.place_arrival(contact=here, arrival=SURE, by=SYSTEM, at=at) is Match.POSSIBLE
    assert whose(here) is None
    assert len(people.list_arrivals(by=SYSTEM)) == 1


@pytest.mark.parametrize("said", [Arrival(), Arrival(address="12 Harbour Road"), Arrival(phone="91234567")])
def test_nobody_is_made_of_an_address_or_a_number(me: UUID, at: datetime, said: Arrival) -> None:
    here = call(at)
    assert actions.place_arrival(contact=here, arrival=said, by=SYSTEM, at=at) is Match.NONE
    assert (whose(here), people.list_arrivals(by=SYSTEM)) == (None, [])


def test_who_is_possible_is_joined_once_an_officer_said_so_and_parted_when_she_takes_it_back(
    me: UUID, at: datetime, deliver: object
) -> None:
    here = call(at)
    for _ in range(2):
        assert actions.place_arrival(contact=here, arrival=PERHAPS, by=SYSTEM, at=at) is Match.POSSIBLE
    [waiting] = people.list_arrivals(by=SYSTEM)
    people_actions.decide_arrival(arrival=waiting.id, same_as=me, by=SYSTEM, at=at)
    deliver()
    actions.follow_arrival(arrival=waiting.id, by=SYSTEM, at=at)  # told twice
    assert whose(here) == me
    people_actions.reopen_arrival(arrival=waiting.id, by=SYSTEM, at=at)
    deliver()
    assert whose(here) is None
    with pytest.raises(Conflict):
        people_actions.reopen_arrival(arrival=waiting.id, by=SYSTEM, at=at)


def test_a_message_is_joined_likewise_and_not_sure_changes_nothing(
    me: UUID, at: datetime, deliver: object
) -> None:
    wrote = actions.receive_message(customer=None, text="Hello", by=SYSTEM, at=at)
    actions.place_arrival(contact=wrote.id, arrival=PERHAPS, by=SYSTEM, at=at)
    [waiting] = people.list_arrivals(by=SYSTEM)
    people_actions.leave_arrival(arrival=waiting.id, by=SYSTEM, at=at)
    deliver()
    assert queries.list_messages(me, by=SYSTEM) == []
    people_actions.decide_arrival(arrival=waiting.id, same_as=me, by=SYSTEM, at=at)
    deliver()
    assert wrote.id in [one.id for one in queries.list_messages(me, by=SYSTEM)]


def test_citizens_place_nobody(citizen: Actor, at: datetime) -> None:
    with pytest.raises(NotAllowed):
        actions.place_arrival(contact=call(at), arrival=SURE, by=citizen, at=at)


def test_the_telephone_answers_and_one_officer_takes_over(phone: Actor, at: datetime) -> None:
    here, later = call(at), at + timedelta(seconds=40)
    actions.answer_interaction(interaction=here, by=SYSTEM, at=later)
    taken = actions.answer_interaction(interaction=here, by=phone, at=later + timedelta(seconds=5))
    assert (taken.officer_name, taken.answered_at) == ("Ana Cruz", later)
    with pytest.raises(Conflict, match="answered at"):
        actions.answer_interaction(interaction=here, by=replace(phone, account=uuid4()), at=later)
