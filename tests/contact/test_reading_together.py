"""Who else has a thread open or writes an answer is seen, as long as it is so, by those who may read it."""

from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest

from onedoor.contact import actions, queries
from onedoor.contact.types import MessageView
from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.kernel.errors import NotAllowed, NotFound
from onedoor.kernel.scope import scoped


@pytest.fixture
def hers(me: UUID, at: datetime) -> MessageView:
    return actions.receive_message(customer=me, text="Where is it?", agency="REV", by=SYSTEM, at=at)


@pytest.fixture
def colleague(officer: Actor) -> Actor:
    return replace(officer, account=uuid4(), name="Ben Goh")


def read(hers: MessageView, by: Actor, at: datetime, *, writing: bool = False, again: bool = False) -> None:
    with scoped(by):
        actions.note_reading(thread=hers.id, by=by, at=at, writing=writing, again=again)


def there(hers: MessageView, by: Actor, at: datetime) -> list[tuple[str, bool]]:
    with scoped(by):
        found = queries.list_readers([hers.id], by=by, at=at).get(hers.id, [])
    return [(one.name, one.writing) for one in found]


def test_each_sees_the_others_and_not_herself_whoever_writes_first(
    hers: MessageView, officer: Actor, colleague: Actor, phone: Actor, at: datetime
) -> None:
    read(hers, officer, at)
    read(hers, colleague, at)
    read(hers, phone, at, writing=True)
    assert there(hers, officer, at) == [("Ana Cruz", True), ("Ben Goh", False)]
    assert there(hers, colleague, at) == [("Ana Cruz", True), ("Mei Tan", False)]


@pytest.mark.parametrize(("again", "minutes"), [(False, 10), (True, 1)])
def test_a_page_that_says_nothing_more_was_left(
    again: bool, minutes: int, hers: MessageView, officer: Actor, colleague: Actor, at: datetime
) -> None:
    read(hers, colleague, at, writing=True, again=again)
    assert there(hers, officer, at + timedelta(minutes=minutes, seconds=-1)) == [("Ben Goh", True)]
    assert there(hers, officer, at + timedelta(minutes=minutes)) == []


def test_whoever_goes_on_reading_keeps_her_word_that_she_writes(
    hers: MessageView, officer: Actor, colleague: Actor, at: datetime
) -> None:
    read(hers, colleague, at, writing=True, again=True)
    read(hers, colleague, at + timedelta(seconds=40), again=True)
    assert there(hers, officer, at + timedelta(seconds=59)) == [("Ben Goh", True)]
    assert there(hers, officer, at + timedelta(seconds=61)) == [("Ben Goh", False)]


def test_whoever_answered_or_closed_is_there_no_more(
    hers: MessageView, officer: Actor, colleague: Actor, at: datetime
) -> None:
    for act in ("answer", "close"):
        read(hers, colleague, at, writing=True)
        with scoped(colleague):
            if act == "answer":
                actions.answer_thread(thread=hers.id, body={"en": "Soon."}, seen=hers.id, by=colleague, at=at)
            else:
                actions.close_thread(thread=hers.id, by=colleague, at=at)
        assert there(hers, officer, at) == []


def test_handed_over_nobody_of_the_former_agency_is_there(
    hers: MessageView, officer: Actor, colleague: Actor, elsewhere: Actor, at: datetime
) -> None:
    read(hers, colleague, at)
    with scoped(officer):
        actions.hand_over_thread(thread=hers.id, agency="LAB", by=officer, at=at)
    assert there(hers, elsewhere, at) == []


def test_what_she_may_not_read_she_has_not_open(
    hers: MessageView, elsewhere: Actor, stranger: Actor, at: datetime
) -> None:
    with pytest.raises(NotFound):
        read(hers, elsewhere, at)
    with pytest.raises(NotAllowed):
        read(hers, stranger, at)
