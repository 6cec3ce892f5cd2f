"""A thread is answered once, by who may; what moved on meanwhile, is closed or came back refuses first."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from onedoor.contact import actions, queries
from onedoor.contact.types import Channel, DeliveryState, MessageView, SentFile, ThreadState
from onedoor.journal import queries as journal
from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.kernel.errors import Conflict, Invalid, NotFound
from onedoor.kernel.scope import scoped
from onedoor.people import actions as people
from tests.contact.test_receiving import PDF

BODY = {"en": "It is on its way.", "zh-hans": " "}


@pytest.fixture
def hers(me: UUID, at: datetime) -> MessageView:
    """What a customer wrote to the Revenue Service."""
    return actions.receive_message(
        customer=me, text="Where is my notice?", title="Notice", agency="REV", language="en", by=SYSTEM, at=at
    )


def answer(hers: MessageView, by: Actor, at: datetime, **more: Any) -> MessageView:
    facts: dict[str, Any] = {"thread": hers.id, "body": BODY, "seen": hers.id}
    with scoped(by):
        return actions.answer_thread(**facts | more, by=by, at=at)


def waiting(by: Actor) -> list[UUID]:
    with scoped(by):
        return [one.id for one in queries.list_unanswered(by=by)]


def test_an_answer_keeps_the_thread_says_who_wrote_and_ends_the_wait(
    hers: MessageView, officer: Actor, at: datetime
) -> None:
    assert waiting(officer) == [hers.id]
    sent = answer(hers, officer, at + timedelta(hours=1), attachments=[SentFile(name="n.pdf", content=PDF)])
    assert (sent.thread, sent.written_by_name, sent.body) == (hers.id, "Mei Tan", {"en": BODY["en"]})
    assert ([file.name for file in sent.files], dict(sent.title)) == (["n.pdf"], {"en": "Re: Notice"})
    assert waiting(officer) == []


def test_it_goes_by_the_channel_of_her_choice_at_her_hours(
    me: UUID, hers: MessageView, officer: Actor, at: datetime
) -> None:
    people.change_preferences(customer=me, door="email", hours="night", by=SYSTEM, at=at)
    sent = answer(hers, officer, at)
    assert (sent.channel, sent.due_at is not None and sent.due_at > at) == (Channel.EMAIL, True)


def test_the_second_of_two_officers_is_told_and_then_answers_what_she_has_read(
    hers: MessageView, officer: Actor, phone: Actor, at: datetime
) -> None:
    first = answer(hers, phone, at + timedelta(minutes=1))
    with pytest.raises(Conflict, match="Ana Cruz answered at 09:01, while you wrote"):
        answer(hers, officer, at + timedelta(minutes=2))
    answer(hers, officer, at + timedelta(minutes=3), seen=first.id)
    assert len(queries.list_thread(hers.id, by=SYSTEM)) == 3


def test_an_officer_of_another_agency_and_a_stranger_find_nothing(
    hers: MessageView, elsewhere: Actor, stranger: Actor, at: datetime
) -> None:
    assert waiting(elsewhere) == []
    with pytest.raises(NotFound):
        answer(hers, elsewhere, at)
    with scoped(elsewhere), pytest.raises(NotFound):
        actions.close_thread(thread=hers.id, by=elsewhere, at=at)
    with pytest.raises(Exception, match="Only an officer"):
        answer(hers, stranger, at)


@pytest.mark.parametrize("body", [{}, {"en": " \n"}, {"en": "x" * 20_001}])
def test_nothing_and_too_much_are_no_answer(
    body: dict[str, str], hers: MessageView, officer: Actor, at: datetime
) -> None:
    with pytest.raises(Invalid):
        answer(hers, officer, at, body=body)


def test_a_closed_thread_takes_no_answer_until_she_writes_again(
    me: UUID, hers: MessageView, officer: Actor, at: datetime
) -> None:
    with scoped(officer):
        actions.close_thread(thread=hers.id, by=officer, at=at)
    assert waiting(officer) == []
    with pytest.raises(Conflict, match="closed"):
        answer(hers, officer, at)
    later = at + timedelta(days=1)
    again = actions.receive_message(customer=me, text="Still nothing", thread=hers.id, by=SYSTEM, at=later)
    assert waiting(officer) == [again.id]
    answer(hers, officer, later + timedelta(hours=1), seen=again.id)


def test_where_our_last_word_came_back_the_officer_is_told_first(
    me: UUID, hers: MessageView, officer: Actor, at: datetime
) -> None:
    people.change_preferences(customer=me, door="email", by=SYSTEM, at=at)
    sent = answer(hers, officer, at + timedelta(minutes=1))
    actions.note_delivery(message=sent.id, state=DeliveryState.BOUNCED, by=SYSTEM, at=at)
    with pytest.raises(Conflict, match="came back"):
        answer(hers, officer, at + timedelta(minutes=2), seen=sent.id)
    answer(hers, officer, at + timedelta(minutes=2), seen=sent.id, inbox_will_do=True)


def test_handed_over_it_is_all_theirs_and_she_is_told(
    hers: MessageView, officer: Actor, elsewhere: Actor, citizen: Actor, at: datetime
) -> None:
    answer(hers, officer, at + timedelta(minutes=1))
    with scoped(officer):
        actions.hand_over_thread(thread=hers.id, agency="LAB", by=officer, at=at)
        assert queries.list_thread(hers.id, by=officer) == []
    with scoped(elsewhere):
        first = queries.list_thread(hers.id, by=elsewhere)[0]
        assert (len(queries.list_thread(hers.id, by=elsewhere)), first.handed_from) == (2, "REV")
    told = [one.event for one in journal.list_timeline(customer=hers.customer or uuid4(), by=citizen)]
    assert "contact.thread.handed_over" in told


def test_what_belongs_to_a_case_is_handed_over_with_its_case(me: UUID, officer: Actor, at: datetime) -> None:
    of_case = actions.receive_message(
        customer=me, text="x", agency="REV", case=uuid4(), language="en", by=SYSTEM, at=at
    )
    with scoped(officer), pytest.raises(Conflict, match="case"):
        actions.hand_over_thread(thread=of_case.id, agency="LAB", by=officer, at=at)


def test_what_she_wrote_again_is_told_as_hers(
    me: UUID, hers: MessageView, officer: Actor, at: datetime
) -> None:
    later = at + timedelta(minutes=5)
    actions.receive_message(customer=me, text="And soon", thread=hers.id, by=SYSTEM, at=later)
    with pytest.raises(Conflict, match="The customer wrote again at 09:05"):
        answer(hers, officer, later)


def test_each_thread_stands_in_one_list_and_is_counted_there(
    me: UUID, hers: MessageView, officer: Actor, at: datetime
) -> None:
    closed = actions.receive_message(customer=me, text="Thanks", agency="REV", by=SYSTEM, at=at)
    told = actions.receive_message(customer=me, text="When?", agency="REV", by=SYSTEM, at=at)
    answer(told, officer, at + timedelta(minutes=1), seen=told.id)
    with scoped(officer):
        actions.close_thread(thread=closed.id, by=officer, at=at)
        lists = {state: [one.id for one in queries.list_threads(state, by=officer)] for state in ThreadState}
        counts = queries.count_threads(by=officer)
    assert lists == {"waiting": [hers.id], "answered": [told.id], "closed": [closed.id]}
    assert counts == {"waiting": 1, "answered": 1, "closed": 1}


def test_who_writes_again_waits_again_and_is_new_no_more(
    me: UUID, hers: MessageView, officer: Actor, at: datetime
) -> None:
    with scoped(officer):
        assert [one.is_new for one in queries.list_threads(ThreadState.WAITING, by=officer)] == [True]
    answer(hers, officer, at + timedelta(minutes=1))
    again = at + timedelta(minutes=2)
    actions.receive_message(customer=me, text="Still nothing", thread=hers.id, by=SYSTEM, at=again)
    with scoped(officer):
        [one] = queries.list_threads(ThreadState.WAITING, by=officer)
    assert (one.id, one.is_new, one.since) == (hers.id, False, again)


def test_word_from_nobody_known_is_answered_in_its_enquiry(officer: Actor, at: datetime) -> None:
    nobodys = actions.receive_message(
        customer=None, text="Hello", agency="REV", language="en", by=SYSTEM, at=at
    )
    assert waiting(officer) == []
    with pytest.raises(Conflict, match="enquiry"):
        answer(nobodys, officer, at)
