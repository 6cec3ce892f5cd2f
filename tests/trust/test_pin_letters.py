"""A PIN by letter: who may order it, how often, and when the one that is drawn may still go."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

import pytest

from onedoor.journal.models import JournalEntry
from onedoor.kernel.actors import ANONYMOUS, SYSTEM, Actor
from onedoor.kernel.errors import Conflict, Invalid, NotAllowed, StepUpNeeded
from onedoor.kernel.ids import new_id
from onedoor.kernel.scope import scoped
from onedoor.trust import actions, queries
from onedoor.trust.models import Change, DoorPin, DoorPinOrder
from onedoor.trust.types import AccountView, ChangeKind, Held, LockedBy, TooMany
from tests.trust.conftest import ADA

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
Order = Callable[..., UUID]


@pytest.fixture
def order(ada_acts: Actor, at: datetime) -> Order:
    def place(*, by: Actor = ada_acts, after: timedelta = timedelta()) -> UUID:
        return actions.order_door_pin(account=ada_acts.account, by=by, at=at + after)

    return place


def draw(order: UUID, at: datetime) -> str:
    return actions.draw_door_pin(order=order, by=SYSTEM, at=at)


def sign_in(pin: str, at: datetime) -> Actor:
    return actions.sign_in_by_pin(
        customer=ADA, pin=pin, door="phone", by=replace(ANONYMOUS, door="phone"), at=at
    )


def happened(event: str) -> int:
    return JournalEntry.objects.filter(event=event, customer=ADA).count()


def test_what_is_drawn_signs_her_in_and_ends_the_one_before(
    order: Order, ada_acts: Actor, at: datetime
) -> None:
    actions.set_door_pin(account=ada_acts.account, pin="748293", by=ada_acts, at=at)
    placed = order()
    assert sign_in("748293", at).customer == ADA, "nothing ends before a letter is printed"
    pin = draw(placed, at)
    with pytest.raises(Invalid):
        sign_in("748293", at)
    assert sign_in(pin, at).customer == ADA
    assert pin not in DoorPin.objects.get().pin
    assert draw(placed, at) == "", "an order is one PIN"
    assert queries.find_pin_order(ada_acts.account) is None
    assert (happened("trust.door_pin.ordered"), happened("trust.door_pin.set")) == (1, 2)


def test_an_officer_orders_for_whom_she_helps_now_and_for_nobody_else(
    officer: Actor, other_officer: Actor, agent: Actor, order: Order
) -> None:
    for stranger in (
        officer,
        other_officer,
        agent,
        replace(officer, assisted=new_id(), customer=new_id()),
        replace(officer, customer=ADA),
        replace(agent, assisted=new_id(), customer=ADA),
        Actor(kind="citizen", account=new_id(), customer=new_id(), door="portal", assurance=3),
    ):
        with pytest.raises(NotAllowed):
            order(by=stranger)
    assert not DoorPinOrder.objects.exists()
    assert order(by=replace(officer, assisted=new_id(), customer=ADA))
    assert happened("trust.door_pin.ordered") == 1


def test_she_is_signed_in_and_a_customer(ada_acts: Actor, officer: Actor, order: Order, at: datetime) -> None:
    with pytest.raises(StepUpNeeded):
        order(by=replace(ada_acts, assurance=1))
    with pytest.raises(NotAllowed, match="customers_only"):
        actions.order_door_pin(account=officer.account, by=officer, at=at)


def test_one_waits_at_a_time_and_three_go_in_thirty_days(order: Order, at: datetime) -> None:
    for day in (0, 1, 2):
        placed = order(after=day * DAY)
        with pytest.raises(Conflict, match="letter_waits"):
            order(after=day * DAY)
        draw(placed, at + day * DAY)
    with pytest.raises(TooMany) as caught:
        order(after=3 * DAY)
    assert caught.value.facts["seconds"] == int((27 * DAY).total_seconds())
    assert order(after=30 * DAY)


@pytest.mark.usefixtures("ada")
def test_her_contacts_are_told_of_the_order_and_she_may_disown_it(
    order: Order, ada_acts: Actor, at: datetime
) -> None:
    placed = order()
    assert Change.objects.get().kind == ChangeKind.PIN
    actions.undo_changes(customer=ADA, since=at, by=SYSTEM, at=at)
    assert draw(placed, at) == ""
    assert not queries.has_door_pin(ada_acts.account)


def test_locked_she_orders_nothing_and_nothing_is_drawn(order: Order, at: datetime) -> None:
    placed = order()
    actions.lock_identity(customer=ADA, how=LockedBy.HERSELF, by=SYSTEM, at=at)
    assert draw(placed, at) == ""
    assert happened("trust.door_pin.not_sent") == 1
    with pytest.raises(Held):
        order()


def test_an_address_changed_after_the_order_gets_no_letter(
    order: Order, ada_acts: Actor, at: datetime
) -> None:
    """Also when the day that a change is held is over before anybody prints."""
    placed = order()
    later = at + timedelta(minutes=1)
    actions.note_change(customer=ADA, kind=ChangeKind.CONTACT, by=ada_acts, at=later)
    assert draw(placed, later + 2 * DAY) == ""
    assert not queries.has_door_pin(ada_acts.account)


def test_an_account_that_was_locked_since_gets_no_letter(
    order: Order, ada: AccountView, at: datetime
) -> None:
    placed = order()
    actions.lock_account(account=ada.id, by=SYSTEM, at=at)
    assert draw(placed, at) == ""


def test_who_sets_or_removes_hers_meanwhile_gets_no_letter(
    order: Order, ada_acts: Actor, at: datetime
) -> None:
    first = order()
    actions.set_door_pin(account=ada_acts.account, pin="748293", by=ada_acts, at=at)
    assert draw(first, at) == ""
    assert sign_in("748293", at).customer == ADA
    second = order(after=DAY)
    actions.remove_door_pin(account=ada_acts.account, by=ada_acts, at=at + DAY)
    assert draw(second, at + DAY) == ""


def test_a_letter_that_came_back_ends_its_pin_and_no_other(
    order: Order, ada_acts: Actor, at: datetime
) -> None:
    first = order()
    draw(first, at)
    actions.end_door_pin_order(order=first, by=SYSTEM, at=at + DAY)
    assert not queries.has_door_pin(ada_acts.account)
    assert happened("trust.door_pin.removed") == 1

    second = order(after=DAY)
    draw(second, at + DAY)
    actions.set_door_pin(account=ada_acts.account, pin="748293", by=ada_acts, at=at + 2 * DAY)
    actions.end_door_pin_order(order=second, by=SYSTEM, at=at + 3 * DAY)
    assert sign_in("748293", at + 3 * DAY).customer == ADA, "her own is not that of the letter"


def test_only_the_house_draws_and_ends(order: Order, ada_acts: Actor, officer: Actor, at: datetime) -> None:
    placed = order()
    beside = replace(officer, assisted=new_id(), customer=ADA)
    for somebody in (ada_acts, officer, beside):
        with pytest.raises(NotAllowed):
            actions.draw_door_pin(order=placed, by=somebody, at=at)
        with pytest.raises(NotAllowed):
            actions.end_door_pin_order(order=placed, by=somebody, at=at)


def test_nobody_sees_the_orders(order: Order, ada_acts: Actor, officer: Actor) -> None:
    order()
    for somebody in (ada_acts, officer):
        with scoped(somebody):
            assert not DoorPinOrder.objects.exists()
