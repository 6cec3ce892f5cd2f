"""A PIN for the doors without a screen: hard to guess, locked after five, the same for everybody unknown."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from django.contrib.auth import hashers

from onedoor.journal.models import JournalEntry
from onedoor.kernel.actors import ANONYMOUS, SYSTEM, Actor
from onedoor.kernel.errors import Invalid, NotAllowed, Refused, StepUpNeeded
from onedoor.kernel.ids import new_id
from onedoor.kernel.scope import scoped
from onedoor.trust import actions, queries
from onedoor.trust.models import DoorPin
from onedoor.trust.rules import is_weak_pin
from onedoor.trust.types import AccountView, Locked
from tests.trust.conftest import ADA

pytestmark = pytest.mark.django_db
PIN, WRONG = "748293", "748294"
Try = Callable[..., Actor]


@pytest.fixture
def ada_has_pin(ada_acts: Actor, at: datetime) -> Actor:
    actions.set_door_pin(account=ada_acts.account, pin=PIN, by=ada_acts, at=at)
    return ada_acts


@pytest.fixture
def give(at: datetime) -> Try:
    def try_pin(pin: str, *, after: timedelta = timedelta(), customer: UUID | None = ADA) -> Actor:
        return actions.sign_in_by_pin(
            customer=customer, pin=pin, door="phone", by=replace(ANONYMOUS, door="phone"), at=at + after
        )

    return try_pin


def fail(give: Try, times: int, *, after: timedelta = timedelta()) -> list[str]:
    codes = []
    for _ in range(times):
        with pytest.raises(Refused) as caught:
            give(WRONG, after=after)
        codes.append(caught.value.code)
    return codes


def happened(event: str) -> int:
    return JournalEntry.objects.filter(event=event, customer=ADA).count()


@pytest.mark.usefixtures("ada_has_pin")
def test_the_right_pin_makes_her_the_actor_at_level_two(give: Try, ada: AccountView) -> None:
    actor = give(" 748 293 ")

    assert (actor.account, actor.customer, actor.door, actor.assurance) == (ada.id, ADA, "phone", 2)
    assert happened("trust.account.signed_in") == 1
    assert queries.has_door_pin(ada.id)


@pytest.mark.usefixtures("ada_has_pin")
def test_the_pin_lies_hashed_and_no_session_of_hers_can_read_it(ada_acts: Actor) -> None:
    held = DoorPin.objects.get()
    assert PIN not in held.pin
    assert hashers.identify_hasher(held.pin)
    with scoped(ada_acts):
        assert not DoorPin.objects.exists()
        assert queries.has_door_pin(ada_acts.account)


@pytest.mark.usefixtures("ada_has_pin")
def test_five_wrong_ones_lock_for_an_hour_even_the_right_one(give: Try) -> None:
    assert fail(give, 5) == ["pin.wrong"] * 4 + ["pin.locked"]
    with pytest.raises(Locked) as caught:
        give(PIN, after=timedelta(minutes=59))
    assert caught.value.status == 429
    assert give(PIN, after=timedelta(hours=1)).customer == ADA
    assert (happened("trust.door_pin.failed"), happened("trust.door_pin.locked")) == (5, 1)


@pytest.mark.usefixtures("ada_has_pin")
def test_five_more_lock_for_a_day_and_five_more_end_the_pin(give: Try, ada: AccountView) -> None:
    fail(give, 5)
    assert fail(give, 5, after=timedelta(hours=1))[-1] == "pin.locked"
    with pytest.raises(Locked):
        give(PIN, after=timedelta(hours=24))
    assert fail(give, 5, after=timedelta(hours=25)) == ["pin.wrong"] * 5
    assert not queries.has_door_pin(ada.id)
    assert happened("trust.door_pin.ended") == 1


@pytest.mark.usefixtures("ada_has_pin")
def test_a_right_one_forgives_the_wrong_ones(give: Try) -> None:
    fail(give, 4)
    give(PIN)
    assert fail(give, 4) == ["pin.wrong"] * 4


@pytest.mark.usefixtures("ada")
def test_without_a_pin_she_is_refused_and_locked_as_with_one(give: Try) -> None:
    assert fail(give, 6) == ["pin.wrong"] * 4 + ["pin.locked"] * 2


def test_unknown_customers_cost_the_same_and_hear_the_same(
    give: Try, ada_has_pin: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    hashed: list[str] = []
    hasher = type(hashers.get_hasher())
    encode = hasher.encode

    def counted(self: hashers.BasePasswordHasher, *args: str) -> str:
        hashed.append("once")
        return encode(self, *args)

    monkeypatch.setattr(hasher, "encode", counted)
    heard = []
    for customer in (ADA, new_id(), None):
        with pytest.raises(Invalid) as caught:
            give(WRONG, customer=customer)
        heard.append((caught.value.code, str(caught.value.message), len(hashed)))
        hashed.clear()
    assert len(set(heard)) == 1, heard


@pytest.mark.parametrize(
    "pin", ["", "12345", "1234567", "abcdef", "７４８２９３", "7" * 10_000, "\x00", "*#"]
)
def test_only_six_plain_digits_are_a_pin(pin: str, ada_acts: Actor, at: datetime) -> None:
    with pytest.raises(Invalid, match="six_digits"):
        actions.set_door_pin(account=ada_acts.account, pin=pin, by=ada_acts, at=at)


@pytest.mark.parametrize("pin", ["", "abcdef", "７４８２９３", "7" * 10_000, "\x00"])
@pytest.mark.usefixtures("ada_has_pin")
def test_odd_input_at_a_door_is_only_a_wrong_pin(pin: str, give: Try) -> None:
    with pytest.raises(Invalid, match=r"pin\.wrong"):
        give(pin)


@pytest.mark.parametrize(
    "pin",
    ["123456", "111111", "654321", "890123", "121212", "123123", "123321", "112233", "159753",
     "310190", "013190", "900131", "199001", "240685"],
)  # fmt: skip
def test_rows_patterns_and_dates_are_refused(pin: str, ada_acts: Actor, at: datetime) -> None:
    with pytest.raises(Invalid, match=r"pin\.weak"):
        actions.set_door_pin(account=ada_acts.account, pin=pin, by=ada_acts, at=at)


def test_most_pins_may_still_be_chosen() -> None:
    numbers = range(0, 1_000_000, 7)
    assert sum(not is_weak_pin(f"{number:06}") for number in numbers) > 0.85 * len(numbers)


def test_she_sets_hers_at_level_two_and_nobody_elses(ada_acts: Actor, ada: AccountView, at: datetime) -> None:
    with pytest.raises(StepUpNeeded):
        actions.set_door_pin(account=ada.id, pin=PIN, by=replace(ada_acts, assurance=1), at=at)
    with pytest.raises(NotAllowed):
        actions.set_door_pin(account=ada.id, pin=PIN, by=replace(ada_acts, account=new_id()), at=at)


def test_an_officer_sets_none_unless_the_customer_is_with_her(
    officer: Actor, agent: Actor, ada: AccountView, at: datetime
) -> None:
    with pytest.raises(NotAllowed, match="customer_absent"):
        actions.set_door_pin(account=ada.id, pin=PIN, by=officer, at=at)
    beside = replace(officer, assisted=new_id(), customer=ADA)
    actions.set_door_pin(account=ada.id, pin=PIN, by=beside, at=at)
    with pytest.raises(NotAllowed):
        actions.set_door_pin(
            account=ada.id, pin=PIN, by=replace(agent, assisted=new_id(), customer=ADA), at=at
        )


def test_a_removed_pin_opens_nothing(ada_has_pin: Actor, give: Try, at: datetime) -> None:
    actions.remove_door_pin(account=ada_has_pin.account, by=ada_has_pin, at=at)
    with pytest.raises(Invalid):
        give(PIN)
    assert not queries.has_door_pin(ada_has_pin.account)


@pytest.mark.usefixtures("ada_has_pin")
def test_a_locked_account_is_not_opened_by_its_pin(ada: AccountView, give: Try, at: datetime) -> None:
    actions.lock_account(account=ada.id, by=SYSTEM, at=at)
    with pytest.raises(NotAllowed, match=r"account\.locked"):
        give(PIN)


@pytest.mark.usefixtures("ada_has_pin")
def test_a_new_pin_ends_the_old_one_and_the_lock(ada_acts: Actor, give: Try, at: datetime) -> None:
    fail(give, 5)
    actions.set_door_pin(account=ada_acts.account, pin="902817", by=ada_acts, at=at)
    with pytest.raises(Invalid):
        give(PIN)
    assert give("902817").customer == ADA
