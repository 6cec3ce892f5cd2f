"""Somebody acts in her name: with her PIN she locks herself at any door that speaks in turns."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

import pytest

from onedoor.dialogue.models import Session
from onedoor.dialogue.types import Expects, Then
from onedoor.journal.models import JournalEntry
from onedoor.kernel.actors import SYSTEM
from onedoor.people import actions as people
from onedoor.trust import actions as trust_actions
from onedoor.trust import queries as trust
from onedoor.trust.types import LockedBy
from tests.dialogue.conftest import MEI_ID, PHONE, PIN, TEXT, Talking

pytestmark = pytest.mark.django_db
Talk = Callable[..., Talking]


def to_pin(call: Talking) -> None:
    """From the menu to the question for the PIN."""
    call.picks("Somebody acts in my name", "I have my PIN")
    call.says(MEI_ID[2:] if call.profile.digits_only else MEI_ID)


def test_by_telephone_she_locks_herself_with_her_pin(talk: Talk, pin: str, mei: UUID, at: datetime) -> None:
    call = talk(PHONE)
    to_pin(call)
    call.says(pin)
    assert "Shall we lock your identity now?" in call.heard
    assert trust.find_lock(mei) is None, "nothing is locked before she says yes"
    call.picks("Yes, lock it now")
    lock = trust.find_lock(mei)
    assert lock is not None
    assert (lock.how, lock.since) == (LockedBy.CALLED, at)
    assert "Your identity is locked" in call.heard
    entry = JournalEntry.objects.get(event="trust.identity.locked")
    assert (entry.customer, entry.door, entry.actor_kind) == (mei, "phone", "citizen")


def test_she_may_say_no(talk: Talk, pin: str, mei: UUID) -> None:
    call = talk(PHONE)
    to_pin(call)
    call.says(pin)
    call.picks("No")
    assert trust.find_lock(mei) is None


def test_no_menu_on_the_way_has_more_than_four_choices_and_zero_is_a_person(talk: Talk, pin: str) -> None:
    call = talk(PHONE)
    for words in ("Somebody acts in my name", "I have my PIN"):
        keys = [option.key for option in call.turn.options]
        assert len([key for key in keys if key in "1234"]) <= 4
        assert "0" in keys
        call.picks(words)
    assert call.turn.expects is Expects.DIGITS


def test_without_a_pin_a_person_does_it_with_her(talk: Talk) -> None:
    call = talk(PHONE)
    turn = call.picks("Somebody acts in my name", "I have no PIN")
    assert turn.then is Then.PERSON


def test_in_chinese_at_every_turn(talk: Talk, pin: str, mei: UUID) -> None:
    call = talk(PHONE, language="zh-hans")
    call.picks("有人冒用我的身份", "我有密码")
    call.says(MEI_ID[2:], pin)
    call.picks("是，现在锁定")
    assert "您的身份已锁定" in call.heard
    assert trust.find_lock(mei) is not None


def test_a_wrong_pin_locks_nobody_and_is_answered_as_ever(talk: Talk, pin: str, mei: UUID) -> None:
    call = talk(PHONE)
    to_pin(call)
    call.says("111222")
    assert "do not belong together" in call.heard
    assert trust.find_lock(mei) is None


def test_by_text_with_her_pin_it_says_so(talk: Talk, pin: str, mei: UUID) -> None:
    call = talk(TEXT)
    to_pin(call)
    call.says(pin)
    call.picks("Yes, lock it now")
    lock = trust.find_lock(mei)
    assert lock is not None
    assert lock.how == LockedBy.TEXTED


def test_a_lock_reaches_back_to_a_change_of_the_last_day(
    talk: Talk, pin: str, mei: UUID, at: datetime
) -> None:
    account = trust.find_account_of(mei)
    assert account is not None
    thief = trust.actor_for(account.id, door="portal", assurance=3, at=at)
    people.add_contact_point(customer=mei, kind="email", value="mei@mail.example", by=SYSTEM, at=at)
    people.add_contact_point(customer=mei, kind="phone", value="8765 4321", by=thief, at=at)
    call = talk(PHONE)
    to_pin(call)
    call.says(pin)
    call.picks("Yes, lock it now")
    lock = trust.find_lock(mei)
    assert lock is not None
    assert lock.since == at


def test_a_conversation_of_a_thief_ends_with_the_lock(talk: Talk, pin: str, mei: UUID, at: datetime) -> None:
    thief = talk(PHONE, address="+6580000009")
    thief.picks("How far is my request")
    thief.picks("my requests") if any("my requests" in o.text for o in thief.turn.options) else None
    thief = talk(PHONE, address="+6580000008")
    to_pin(thief)
    thief.says(pin)
    assert Session.objects.filter(customer=mei, assurance__gt=0).exists()
    trust_actions.lock_identity(customer=mei, how=LockedBy.NOT_ME, by=SYSTEM, at=at)
    thief.picks("Yes, lock it now")
    session = Session.objects.get(id=thief.turn.session)
    assert (session.customer, session.assurance) == (None, 0)


def test_once_locked_her_pin_opens_nothing_and_the_call_knows_nobody(
    talk: Talk, pin: str, mei: UUID, at: datetime
) -> None:
    trust_actions.lock_identity(customer=mei, how=LockedBy.NOT_ME, by=SYSTEM, at=at)
    call = talk(PHONE)
    to_pin(call)
    call.says(pin)
    assert "identity theft was reported" in call.heard
    assert Session.objects.get(id=call.turn.session).customer is None
    assert PIN not in str([row.data for row in JournalEntry.objects.all()])
