"""A thief who changed the telephone gets no further: each link of the chain is held, and a lock ends all."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from onedoor.journal.models import JournalEntry
from onedoor.kernel.actors import ANONYMOUS, SYSTEM, Actor
from onedoor.kernel.ids import new_id
from onedoor.trust import actions, queries
from onedoor.trust.models import BrowserSession, Change, DoorPin
from onedoor.trust.types import AccountView, ChangeKind, Held, LockedBy
from tests.trust.conftest import ADA, PASSWORD, SECRET

pytestmark = pytest.mark.django_db
DAY = timedelta(hours=24)


@pytest.fixture
def phone_changed(ada_acts: Actor, at: datetime) -> Actor:
    actions.note_change(customer=ADA, kind=ChangeKind.CONTACT, by=ada_acts, at=at)
    return ada_acts


@pytest.fixture
def lock(at: datetime) -> Callable[[], None]:
    def lock_her() -> None:
        actions.lock_identity(customer=ADA, how=LockedBy.NOT_ME, by=SYSTEM, at=at)

    return lock_her


def test_no_new_phone_for_codes_for_a_day(phone_changed: Actor, at: datetime) -> None:
    with pytest.raises(Held):
        actions.enrol_totp(account=phone_changed.account, by=phone_changed, at=at)
    assert actions.enrol_totp(account=phone_changed.account, by=phone_changed, at=at + DAY)


def test_no_new_passkey_for_a_day(phone_changed: Actor, at: datetime) -> None:
    with pytest.raises(Held):
        actions.ask_for_new_passkey(account=phone_changed.account, by=phone_changed, at=at)


def test_no_pin_by_letter_for_a_day(phone_changed: Actor, at: datetime) -> None:
    with pytest.raises(Held):
        actions.order_door_pin(account=phone_changed.account, by=phone_changed, at=at)
    assert queries.find_pin_order(phone_changed.account) is None
    assert actions.order_door_pin(account=phone_changed.account, by=phone_changed, at=at + DAY)


def test_each_change_of_a_proof_is_noted_and_holds_nothing(ada_acts: Actor, at: datetime) -> None:
    actions.enrol_totp(account=ada_acts.account, by=ada_acts, at=at)
    actions.set_door_pin(account=ada_acts.account, pin="748293", by=ada_acts, at=at)
    actions.change_password(account=ada_acts.account, password=PASSWORD + "!", by=ada_acts, at=at)
    assert list(Change.objects.order_by("id").values_list("kind", flat=True)) == ["totp", "pin", "password"]
    assert queries.held_until(ADA, at=at) is None


def test_undone_the_codes_are_those_from_before_and_the_pin_is_gone(ada_acts: Actor, at: datetime) -> None:
    actions.enrol_totp(account=ada_acts.account, secret=SECRET, by=ada_acts, at=at)
    later = at + timedelta(hours=1)
    actions.enrol_totp(account=ada_acts.account, by=replace(ada_acts, assurance=3), at=later)
    actions.set_door_pin(account=ada_acts.account, pin="748293", by=ada_acts, at=later)
    actions.undo_changes(customer=ADA, since=later, by=SYSTEM, at=later)
    code = queries.demo_totp_code(SECRET, datetime.now(UTC))
    assert actions.verify_totp(account=ada_acts.account, code=code, by=ada_acts, at=later) == 3
    assert not DoorPin.objects.exists()


def test_nobody_but_the_house_undoes(ada_acts: Actor, at: datetime) -> None:
    from onedoor.kernel.errors import NotAllowed

    with pytest.raises(NotAllowed):
        actions.undo_changes(customer=ADA, since=at, by=ada_acts, at=at)


def test_a_lock_ends_every_session(ada: AccountView, lock: Callable[[], None], at: datetime) -> None:
    actions.begin_session(account=ada.id, door="portal", agent="", by=SYSTEM, at=at)
    lock()
    assert not BrowserSession.objects.filter(ended_at=None).exists()


def test_a_right_password_signs_nobody_in_while_locked(
    ada: AccountView, lock: Callable[[], None], at: datetime
) -> None:
    lock()
    with pytest.raises(Held):
        actions.record_sign_in(account=ada.id, by=SYSTEM, at=at)
    entry = JournalEntry.objects.get(event="journal.attempt.refused")
    assert entry.customer == ADA


def test_a_right_pin_signs_nobody_in_while_locked(
    ada_acts: Actor, lock: Callable[[], None], at: datetime
) -> None:
    actions.set_door_pin(account=ada_acts.account, pin="748293", by=ada_acts, at=at)
    lock()
    with pytest.raises(Held):
        actions.sign_in_by_pin(customer=ADA, pin="748293", door="phone", by=ANONYMOUS, at=at)
    assert JournalEntry.objects.filter(event="journal.attempt.refused", customer=ADA).count() == 1


def test_a_lock_of_one_is_no_lock_of_another(ada: AccountView, lock: Callable[[], None]) -> None:
    lock()
    assert queries.find_lock(new_id()) is None


def test_reported_twice_a_lock_reaches_back_to_the_earlier_doubt(
    lock: Callable[[], None], at: datetime
) -> None:
    lock()
    again = actions.lock_identity(customer=ADA, how=LockedBy.NOT_ME, since=at - DAY, by=SYSTEM, at=at)
    assert again.since == at - DAY
