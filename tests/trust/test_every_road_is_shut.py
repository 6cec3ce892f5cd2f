"""While her identity is locked every road in is refused in the same words, and whoever has not even the right
secret learns nothing of the lock."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from onedoor.journal.models import JournalEntry
from onedoor.kernel.actors import ANONYMOUS, SYSTEM, Actor
from onedoor.kernel.errors import Invalid, Refused
from onedoor.kernel.ids import new_id
from onedoor.trust import actions, queries
from onedoor.trust.models import PartnerKey
from onedoor.trust.types import AccountView, Held, LockedBy
from tests.trust.conftest import ADA
from tests.trust.devices import Device
from tests.trust.test_outside_identities import (
    STRONG,
    ada_proved,
    city_id,
    issuer,
    linked,
    say,
)
from tests.trust.test_outside_identities import sign_in as sign_in_elsewhere
from tests.trust.test_passkeys import add
from tests.trust.test_passkeys import sign_in as sign_in_by_passkey

__all__ = ["ada_proved", "city_id", "issuer", "linked"]
pytestmark = pytest.mark.django_db
PIN = "748293"
SAME_WORDS = "an identity theft was reported"
HOUR = timedelta(hours=1)


@pytest.fixture
def lock(at: datetime) -> Callable[[], None]:
    def lock_her() -> None:
        actions.lock_identity(customer=ADA, how=LockedBy.NOT_ME, by=SYSTEM, at=at)

    return lock_her


def refused_attempts() -> list[str]:
    rows = JournalEntry.objects.filter(event="journal.attempt.refused", customer=ADA)
    return [str(row.data["code"]) for row in rows]


def by_password(ada: AccountView, at: datetime) -> None:
    actions.record_sign_in(account=ada.id, by=SYSTEM, at=at)


def by_pin(at: datetime, pin: str = PIN, door: str = "phone") -> None:
    actions.sign_in_by_pin(customer=ADA, pin=pin, door=door, by=ANONYMOUS, at=at)


def test_a_right_password(ada: AccountView, lock: Callable[[], None], at: datetime) -> None:
    lock()
    with pytest.raises(Held, match=SAME_WORDS):
        by_password(ada, at)
    assert refused_attempts() == ["identity.locked"]


@pytest.mark.parametrize("door", ["phone", "text", "ussd"])
def test_a_right_pin_at_each_door(ada_acts: Actor, lock: Callable[[], None], at: datetime, door: str) -> None:
    actions.set_door_pin(account=ada_acts.account, pin=PIN, by=ada_acts, at=at)
    lock()
    with pytest.raises(Held, match=SAME_WORDS):
        by_pin(at, door=door)
    assert refused_attempts() == ["identity.locked"]


def test_a_provider_elsewhere(issuer: str, linked: Actor, lock: Callable[[], None], at: datetime) -> None:
    lock()
    say(issuer, acr=STRONG)
    proved = sign_in_elsewhere(at)
    with pytest.raises(Held, match=SAME_WORDS):
        actions.record_sign_in(account=proved.account, by=SYSTEM, at=at)
    assert refused_attempts() == ["identity.locked"]


def test_a_passkey_from_after_the_first_doubt_is_none_of_hers(
    ada_acts: Actor, lock: Callable[[], None], at: datetime
) -> None:
    thief = add(Device(), replace(ada_acts, assurance=3), at)
    lock()
    with pytest.raises(Invalid) as refusal:
        sign_in_by_passkey(thief, at)
    assert refusal.value.code == "passkey.refused", "as any passkey that opens nothing here"


def test_a_passkey_from_before_opens_and_no_other_road_from_there(
    ada_acts: Actor, lock: Callable[[], None], at: datetime
) -> None:
    hers = add(Device(), ada_acts, at - HOUR)
    lock()
    proved = sign_in_by_passkey(hers, at)
    assert proved.level == 3
    herself = replace(ada_acts, assurance=3)
    assert herself.account
    for act in (
        lambda: actions.ask_for_new_passkey(account=herself.account, by=herself, at=at),
        lambda: actions.enrol_totp(account=herself.account, by=herself, at=at),
        lambda: actions.order_door_pin(account=herself.account, by=herself, at=at),
    ):
        with pytest.raises(Held, match=SAME_WORDS):
            act()


def test_keys_of_her_programs_end(lock: Callable[[], None], ada: AccountView, at: datetime) -> None:
    issued = actions.issue_partner_key(partner="ada", customer=ADA, label="Books", by=SYSTEM, at=at - HOUR)
    assert queries.find_system_by_key(issued.secret, at=at - HOUR) is not None
    lock()
    assert queries.find_system_by_key(issued.secret, at=at) is None
    assert PartnerKey.objects.get().active_to == at


def test_a_paired_screen_ends(ada_acts: Actor, lock: Callable[[], None], at: datetime) -> None:
    begun = actions.begin_pairing(door="screen", by=ANONYMOUS, at=at)
    actions.confirm_pairing(code=begun.code, by=replace(ada_acts, assurance=3), at=at)
    assert queries.find_paired(begun.id, at=at) is not None
    lock()
    assert queries.find_paired(begun.id, at=at) is None


def test_an_older_session_ends(ada: AccountView, lock: Callable[[], None], at: datetime) -> None:
    session = actions.begin_session(account=ada.id, door="portal", agent="", by=SYSTEM, at=at)
    lock()
    assert not queries.session_stands(session, ada.id)


def test_wrong_secrets_are_answered_as_ever(ada_acts: Actor, lock: Callable[[], None], at: datetime) -> None:
    """Nothing tells a guesser that she is locked."""
    actions.set_door_pin(account=ada_acts.account, pin=PIN, by=ada_acts, at=at)

    def guess() -> list[str]:
        answers = []
        for wrong in (lambda: by_pin(at, pin="111222"), lambda: sign_in_by_passkey(Device(), at)):
            with pytest.raises(Refused) as refusal:
                wrong()
            answers.append(f"{refusal.value.code}: {refusal.value.message}")
        return answers

    before = guess()
    lock()
    assert guess() == before
    assert not [answer for answer in before if "lock" in answer or "theft" in answer]
    assert refused_attempts() == []


def test_somebody_else_is_not_touched(ada: AccountView, lock: Callable[[], None], at: datetime) -> None:
    other = actions.open_account(
        email="bo@mail.example", name="Bo", kind="citizen", password="harbour lights 2025", customer=new_id(),
        by=SYSTEM, at=at,
    )  # fmt: skip
    lock()
    actions.record_sign_in(account=other.id, by=SYSTEM, at=at)
    assert JournalEntry.objects.filter(event="trust.account.signed_in").count() == 1
