"""How a customer is reached, and how she wants to be."""

from datetime import datetime
from typing import Any

import pytest

from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.kernel.errors import Conflict, Invalid, NotAllowed, NotFound
from onedoor.kernel.ids import new_id
from onedoor.kernel.scope import scoped
from onedoor.people import actions, queries
from onedoor.people.models import ContactPoint
from onedoor.people.types import Customer
from tests.people.conftest import citizen

pytestmark = pytest.mark.django_db


def phones(ada: Customer) -> list[tuple[str, bool]]:
    points = queries.list_contact_points(ada.id)
    return [(point.value, point.is_default) for point in points if point.kind == "phone"]


def test_the_first_of_a_kind_is_preferred(ada: Customer, at: datetime) -> None:
    actions.add_contact_point(customer=ada.id, kind="phone", value="8765 4321", by=citizen(ada), at=at)
    assert phones(ada) == [("+6591234567", True), ("+6587654321", False)]


def test_she_prefers_another(ada: Customer, at: datetime) -> None:
    new = actions.add_contact_point(customer=ada.id, kind="phone", value="8765 4321", by=citizen(ada), at=at)
    actions.prefer_contact_point(contact_point=new.id, by=citizen(ada), at=at)
    default = queries.find_default_contact(ada.id, "phone")
    assert default is not None
    assert default.value == "+6587654321"


def test_when_the_preferred_one_goes_the_next_takes_its_place(ada: Customer, at: datetime) -> None:
    actions.add_contact_point(customer=ada.id, kind="phone", value="8765 4321", by=citizen(ada), at=at)
    first = ContactPoint.objects.get(customer_id=ada.id, kind="phone", is_default=True)
    actions.remove_contact_point(contact_point=first.id, by=citizen(ada), at=at)
    assert phones(ada) == [("+6587654321", True)]


def test_the_same_is_not_recorded_twice(ada: Customer, at: datetime) -> None:
    with pytest.raises(Conflict):
        actions.add_contact_point(
            customer=ada.id, kind="email", value="ADA@mail.example", by=citizen(ada), at=at
        )


def test_a_household_shares_a_phone(ada: Customer, ben: Customer, officer: Actor, at: datetime) -> None:
    actions.add_contact_point(customer=ben.id, kind="phone", value="9123 4567", by=officer, at=at)
    assert {card.id for card in queries.search("9123 4567", by=officer)} == {ada.id, ben.id}


def test_a_new_one_is_unverified_until_she_proves_it(ada: Customer, at: datetime) -> None:
    new = actions.add_contact_point(
        customer=ada.id, kind="email", value="b@mail.example", by=citizen(ada), at=at
    )
    assert new.verified_at is None
    actions.verify_contact_point(contact_point=new.id, by=citizen(ada), at=at)
    assert ContactPoint.objects.get(id=new.id).verified_at == at


def test_a_stranger_changes_nothing(ada: Customer, stranger: Actor, clerk: Actor, at: datetime) -> None:
    point = queries.list_contact_points(ada.id)[0]
    with pytest.raises(NotFound):
        actions.remove_contact_point(contact_point=point.id, by=stranger, at=at)
    with pytest.raises(NotFound):
        actions.add_contact_point(customer=ada.id, kind="phone", value="8765 4321", by=stranger, at=at)
    with pytest.raises(NotAllowed):
        actions.change_preferences(customer=ada.id, door="post", by=clerk, at=at)


def test_the_wall_hides_contact_points(ada: Customer, stranger: Actor, partner: Actor) -> None:
    for nobody in (stranger, partner):
        with scoped(nobody):
            assert queries.list_contact_points(ada.id) == []


def test_preferences_change_one_at_a_time(ada: Customer, at: datetime) -> None:
    own: dict[str, Any] = {"customer": ada.id, "by": citizen(ada), "at": at}
    actions.change_preferences(**own, language="zh-hans", door="text")
    held = actions.change_preferences(**own, hours="evening", access_needs=["large_print", "large_print"])
    assert (held.language, held.door, held.hours) == ("zh-hans", "text", "evening")
    assert held.access_needs == ("large_print",)


@pytest.mark.parametrize(
    "change", [{"language": "fr"}, {"door": "telepathy"}, {"hours": "noon"}, {"access_needs": ["gold"]}]
)
def test_only_answers_that_are_offered_are_taken(ada: Customer, at: datetime, change: dict[str, Any]) -> None:
    with pytest.raises(Invalid):
        actions.change_preferences(customer=ada.id, by=citizen(ada), at=at, **change)


def test_a_representative_must_hold_a_mandate(ada: Customer, ben: Customer, at: datetime) -> None:
    own: dict[str, Any] = {"customer": ada.id, "by": citizen(ada), "at": at}
    with pytest.raises(Invalid):
        actions.change_preferences(**own, representative=ben.id)
    actions.grant_mandate(giver=ada.id, holder=ben.id, role="carer", by=citizen(ada), at=at)
    assert actions.change_preferences(**own, representative=ben.id).representative == ben.id
    assert actions.change_preferences(**own, door="post").representative == ben.id
    assert actions.change_preferences(**own, representative=None).representative is None


def test_a_customer_that_is_not_there(at: datetime) -> None:
    with pytest.raises(NotFound):
        queries.preferences(new_id())
    with pytest.raises(NotFound):
        actions.change_preferences(customer=new_id(), door="post", by=SYSTEM, at=at)
