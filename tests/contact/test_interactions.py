"""One contact is one line on the timeline, whatever the door, and every officer sees the same."""

from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest

from onedoor.contact import actions, queries
from onedoor.contact.models import Interaction, InteractionTopic
from onedoor.contact.types import Participant, Source, Topic
from onedoor.journal import queries as journal
from onedoor.kernel.actors import Actor
from onedoor.kernel.errors import Conflict, Invalid, NotAllowed
from onedoor.kernel.scope import scoped

TOPICS = [
    Topic(subject="When is tax due?", result="answered"),
    Topic(subject="A donation is missing", case=uuid4()),
]


def test_one_call_holds_several_topics_and_what_the_answer_came_from(
    me: UUID, phone: Actor, at: datetime
) -> None:
    source = Source(kind="article", title="When to pay", reference="pay-when")
    contact = actions.log_interaction(
        customer=me, door="phone", topics=TOPICS, sources=[source], result="answered",
        started_at=at - timedelta(minutes=4), by=phone, at=at,
    )  # fmt: skip
    assert contact.topics == tuple(TOPICS)
    assert (contact.sources, contact.officer_name) == ((source,), "Ana Cruz")
    assert (contact.started_at, contact.ended_at) == (at - timedelta(minutes=4), at)
    assert contact.participants == (Participant(role="customer", customer=me),)


def test_it_stands_on_her_timeline(me: UUID, citizen: Actor, phone: Actor, at: datetime) -> None:
    actions.log_interaction(customer=me, door="phone", topics=TOPICS, by=phone, at=at)
    [entry] = [
        e for e in journal.list_timeline(customer=me, by=citizen) if e.event == "contact.interaction.logged"
    ]
    assert entry.sentence("en") == "You were in contact with us"
    assert entry.sentence("zh-hans") == "您与我们有过一次联系"


def test_a_letter_or_fax_is_a_contact_like_any_other(
    me: UUID, officer: Actor, phone: Actor, at: datetime
) -> None:
    for door, hours in (("post", 1), ("phone", 2), ("counter", 3)):
        actions.log_interaction(
            customer=me, door=door, topics=TOPICS, by=phone, at=at + timedelta(hours=hours)
        )
    assert [contact.door for contact in queries.list_interactions(me, by=officer)] == [
        "counter",
        "phone",
        "post",
    ]


def test_officers_of_every_agency_see_the_same_contacts(
    me: UUID, citizen: Actor, stranger: Actor, officer: Actor, elsewhere: Actor, phone: Actor, at: datetime
) -> None:
    contact = actions.log_interaction(customer=me, door="phone", topics=TOPICS, by=phone, at=at)
    for by in (officer, elsewhere, phone, citizen):
        with scoped(by):
            assert [found.id for found in queries.list_interactions(me, by=by)] == [contact.id]
    for by in (stranger, Actor(kind="partner", partner="good-works")):
        with scoped(by):
            assert queries.list_interactions(me, by=by) == []
            assert (Interaction.objects.count(), InteractionTopic.objects.count()) == (0, 0)


def test_an_unknown_caller_stays_unknown_until_she_says_who_she_is(
    me: UUID, phone: Actor, at: datetime
) -> None:
    contact = actions.log_interaction(
        customer=None, door="phone", topics=TOPICS,
        participants=[Participant(), Participant(role="interpreter")],
        by=phone, at=at,
    )  # fmt: skip
    assert queries.list_interactions(me, by=phone) == []
    for _ in range(2):
        known = actions.identify_interaction(interaction=contact.id, customer=me, by=phone, at=at)
    assert [p.customer for p in known.participants] == [me, None]
    assert (
        len([e for e in journal.list_timeline(customer=me, by=phone) if e.event.startswith("contact.")]) == 1
    )


def test_a_contact_is_not_given_to_somebody_else(me: UUID, phone: Actor, at: datetime) -> None:
    contact = actions.log_interaction(customer=me, door="phone", topics=TOPICS, by=phone, at=at)
    with pytest.raises(Conflict):
        actions.identify_interaction(interaction=contact.id, customer=uuid4(), by=phone, at=at)


def test_a_contact_is_about_something(me: UUID, phone: Actor, at: datetime) -> None:
    for topics in ([], [Topic(subject=" ")]):
        with pytest.raises(Invalid):
            actions.log_interaction(customer=me, door="phone", topics=topics, by=phone, at=at)


@pytest.mark.parametrize(("start", "end"), [(1, 0), (-1, 1), (0, -1)])
def test_it_is_over_before_it_is_written_down(
    me: UUID, phone: Actor, at: datetime, start: int, end: int
) -> None:
    with pytest.raises(Invalid):
        actions.log_interaction(
            customer=me, door="phone", topics=TOPICS, by=phone, at=at,
            started_at=at + timedelta(hours=start), ended_at=at + timedelta(hours=end),
        )  # fmt: skip


def test_a_citizen_logs_no_contacts(me: UUID, citizen: Actor, at: datetime) -> None:
    with pytest.raises(NotAllowed):
        actions.log_interaction(customer=me, door="phone", topics=TOPICS, by=citizen, at=at)
