"""One word from her own telephone locks her identity, and never more than that."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest

from onedoor.contact.models import OutsideMessage
from onedoor.doors.text.conversing import hear_message
from onedoor.journal.models import JournalEntry
from onedoor.kernel import clock
from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.kernel.errors import NotAllowed
from onedoor.kernel.ids import new_id
from onedoor.people import actions, queries
from onedoor.people.types import Customer
from onedoor.trust import actions as trust_actions
from onedoor.trust import queries as trust
from onedoor.trust.types import LockedBy
from tests.people.conftest import ada, ben, citizen

__all__ = ["ada", "ben"]
pytestmark = pytest.mark.django_db
NUMBER, DAY = "+6591234567", timedelta(days=1)


@pytest.fixture(autouse=True)
def _city_time(tmp_path: Path, at: datetime) -> Iterator[None]:
    clock.use_demo_clock(tmp_path / "clock")
    clock.set_demo_clock(tmp_path / "clock", at)
    yield
    clock.use_demo_clock(None)


@pytest.fixture
def hers(ada: Customer, at: datetime) -> UUID:
    """Ada, who has shown that this telephone is hers."""
    point = next(one for one in queries.list_contact_points(ada.id) if one.kind == "phone")
    actions.verify_contact_point(contact_point=point.id, by=citizen(ada), at=at)
    return ada.id


def text(words: str, at: datetime, number: str = NUMBER) -> str:
    return hear_message(number=number, text=words, at=at).text


def open_again(customer: UUID, at: datetime) -> None:
    for act in (trust_actions.ask_to_open, trust_actions.open_identity):
        by = Actor(
            kind="officer", account=new_id(), door="desk", assurance=3, agency="CIV",
            permissions=frozenset({"accounts.lock"}),
        )  # fmt: skip
        act(customer=customer, by=by, at=at)


@pytest.mark.parametrize(
    ("word", "says"),
    [("LOCK", "Your identity is locked"), (" lock ", "two of us"), ("锁定", "您的身份已锁定")],
)
def test_one_word_from_her_telephone_locks(hers: UUID, at: datetime, word: str, says: str) -> None:
    assert says in text(word, at)
    lock = trust.find_lock(hers)
    assert lock is not None
    assert lock.how == LockedBy.NUMBER
    entry = JournalEntry.objects.get(event="trust.identity.locked")
    assert (entry.customer, entry.actor_kind, entry.door) == (hers, "system", "text")


def test_she_is_told_at_every_contact_how_it_came_and_how_it_is_undone(
    hers: UUID, at: datetime, deliver: Callable[[], int]
) -> None:
    text("LOCK", at)
    deliver()
    told = [
        (row.kind, trust.unseal(bytes(row.text or b""), purpose="outside-message"))
        for row in OutsideMessage.objects.all()
    ]
    assert {kind for kind, _text in told} == {"email", "phone"}
    assert all("text message from your telephone number" in words for _kind, words in told)
    assert all("If it was not you" in words and "如果不是您本人" in words for _kind, words in told)


def test_another_number_locks_nobody_and_the_conversation_goes_on(hers: UUID, at: datetime) -> None:
    assert "English" in text("LOCK", at, "+6580000009")
    assert trust.find_lock(hers) is None


def test_a_number_that_she_never_confirmed_locks_nobody(ada: Customer, at: datetime) -> None:
    text("LOCK", at)
    assert trust.find_lock(ada.id) is None


def test_a_number_of_two_locks_neither(hers: UUID, ben: Customer, at: datetime) -> None:
    point = actions.add_contact_point(customer=ben.id, kind="phone", value=NUMBER, by=SYSTEM, at=at)
    actions.verify_contact_point(contact_point=point.id, by=citizen(ben), at=at)
    text("LOCK", at)
    assert trust.find_lock(hers) is None
    assert trust.find_lock(ben.id) is None


def test_a_number_that_a_thief_took_away_today_still_locks(
    hers: UUID,
    ada: Customer,
    at: datetime,
) -> None:
    old = next(one for one in queries.list_contact_points(hers) if one.kind == "phone")
    later = at + timedelta(hours=3)
    actions.remove_contact_point(contact_point=old.id, by=citizen(ada), at=at)
    text("LOCK", later)
    lock = trust.find_lock(hers)
    assert lock is not None
    assert lock.since == at, "what was done since the change is not trusted"


def test_a_day_later_it_is_hers_no_more(hers: UUID, ada: Customer, at: datetime) -> None:
    old = next(one for one in queries.list_contact_points(hers) if one.kind == "phone")
    actions.remove_contact_point(contact_point=old.id, by=citizen(ada), at=at)
    text("LOCK", at + DAY + timedelta(minutes=1))
    assert trust.find_lock(hers) is None


def test_said_twice_it_is_one_lock(hers: UUID, at: datetime) -> None:
    assert text("LOCK", at) == text("LOCK", at)
    assert JournalEntry.objects.filter(event="trust.identity.locked").count() == 1


def test_after_two_that_were_opened_it_takes_more_than_a_number(hers: UUID, at: datetime) -> None:
    for days in (0, 1):
        text("LOCK", at + days * DAY)
        open_again(hers, at + days * DAY)
    assert "Call us, or write with your PIN" in text("LOCK", at + 2 * DAY)
    assert trust.find_lock(hers) is None
    assert JournalEntry.objects.filter(event="journal.attempt.refused", customer=hers).exists()
    text("LOCK", at + 40 * DAY)
    assert trust.find_lock(hers) is not None, "a month later the number is enough again"


@pytest.mark.parametrize("word", ["UNLOCK", "OPEN", "解锁", "STOP", "START"])
def test_no_word_from_a_number_opens_it(hers: UUID, at: datetime, word: str) -> None:
    text("LOCK", at)
    text(word, at)
    assert trust.find_lock(hers) is not None


def test_nobody_but_the_house_locks_by_number(hers: UUID, stranger: Actor, at: datetime) -> None:
    with pytest.raises(NotAllowed):
        actions.lock_by_number(number=NUMBER, by=stranger, at=at)


@pytest.fixture
def stranger() -> Actor:
    own = new_id()
    return Actor(kind="citizen", account=new_id(), assurance=3, customer=own, self_customer=own)
