"""Who arrives: certainly known, possibly, or not; and nothing is kept of who goes away."""

from dataclasses import replace
from datetime import date, datetime

import pytest
from django.apps import apps

from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.kernel.errors import Conflict, NotAllowed
from onedoor.kernel.ids import new_id
from onedoor.people import actions, queries
from onedoor.people.linkage.levels import is_near
from onedoor.people.linkage.preparing import list_keys, prepare
from onedoor.people.types import Arrival, Customer, Match
from tests.people.conftest import BORN, IDENTIFIER, citizen

pytestmark = pytest.mark.django_db
SAID = Arrival(name="Tan Hui Xin, Ada", birth_date=BORN, phone="9123 4567", address="12 Harbour Road")


@pytest.mark.parametrize(
    "said",
    [
        SAID,
        replace(SAID, name="Ada Hui Xin Tan"),
        replace(SAID, name="", name_zh="陈慧欣"),
        replace(SAID, name="Tan Hui Xn Ada"),
        replace(SAID, birth_date=date(1985, 12, 3)),
        Arrival(name="Ada Tan", identifiers=(IDENTIFIER,), birth_date=BORN),
    ],
)
def test_she_is_certain(ada: Customer, ben: Customer, officer: Actor, at: datetime, said: Arrival) -> None:
    found = queries.resolve(said, by=officer, at=at)
    assert (found.match, found.customer) == (Match.CERTAIN, ada.id)
    assert {reason.field for reason in found.candidates[0].reasons} >= {"name", "birth"}


@pytest.mark.parametrize("said", [replace(SAID, address="", phone=""), Arrival(identifiers=(IDENTIFIER,))])
def test_she_is_not_certain_by_one_thing_or_by_what_many_share(
    ada: Customer, officer: Actor, at: datetime, said: Arrival
) -> None:
    assert queries.resolve(said, by=officer, at=at).match is not Match.CERTAIN


@pytest.mark.parametrize(
    "said",
    [
        Arrival(),
        Arrival(name="Nobody Known", birth_date=date(1950, 1, 1)),
        Arrival(name="Tan"),
        Arrival(phone="0"),
        Arrival(email="\x00'"),
        Arrival(phone="9123 4567"),
    ],
)
def test_strangers_are_not_known(ada: Customer, officer: Actor, at: datetime, said: Arrival) -> None:
    assert queries.resolve(said, by=officer, at=at).match is Match.NONE


def test_two_alike_are_for_a_person_to_decide(ada: Customer, officer: Actor, at: datetime) -> None:
    actions.register_customer(
        name=ada.name, birth_date=BORN, phone="9123 4567", address="12 Harbour Road", by=SYSTEM, at=at
    )
    found = queries.resolve(SAID, by=officer, at=at)
    assert (found.match, found.customer, len(found.candidates)) == (Match.POSSIBLE, None, 2)


def test_who_was_told_apart_is_not_proposed_again(ada: Customer, officer: Actor, at: datetime) -> None:
    twin = actions.register_customer(
        name=ada.name, birth_date=BORN, phone="9123 4567", address="12 Harbour Road", by=SYSTEM, at=at
    )
    said = replace(SAID, known_as=twin.id)
    assert [one.customer for one in queries.resolve(said, by=officer, at=at).candidates] == [ada.id]
    actions.mark_different(first=ada.id, second=twin.id, reason="Twins", by=SYSTEM, at=at)
    assert queries.resolve(said, by=officer, at=at).match is Match.NONE


def test_a_merged_record_is_found_as_the_one_that_was_kept(
    ada: Customer, officer: Actor, at: datetime
) -> None:
    old = actions.register_customer(
        name="Ada Tan", birth_date=BORN, email="old@mail.example", by=SYSTEM, at=at
    )
    choices = {"field.name": "keep"}
    actions.merge_customers(keep=ada.id, merge=old.id, reason="One", choices=choices, by=SYSTEM, at=at)
    found = queries.resolve(replace(SAID, email="old@mail.example"), by=officer, at=at)
    assert {one.customer for one in found.candidates} == {ada.id}


def test_an_arrival_that_goes_away_leaves_nothing(ada: Customer, officer: Actor, at: datetime) -> None:
    def count() -> dict[str, int]:
        ours = [model for model in apps.get_models() if model.__module__.startswith("onedoor.")]
        return {model._meta.label: model.objects.count() for model in ours}  # type: ignore[attr-defined]

    before = count()
    queries.resolve(SAID, by=officer, at=at)
    assert count() == before


def test_those_who_may_not_find_may_not_resolve(
    ada: Customer, clerk: Actor, partner: Actor, at: datetime
) -> None:
    for nobody in (clerk, partner, citizen(ada)):
        with pytest.raises(NotAllowed):
            queries.resolve(SAID, by=nobody, at=at)


@pytest.fixture
def judge() -> Actor:
    """Who decides who somebody is."""
    may = frozenset({"customers.find", "customers.decide", "customers.register"})
    return Actor(kind="officer", account=new_id(), door="desk", assurance=3, agency="REV", permissions=may)


def test_an_officer_says_that_it_is_she(ada: Customer, judge: Actor, at: datetime) -> None:
    kept = actions.keep_arrival(arrival=SAID, by=SYSTEM, at=at)
    assert [one.arrival for one in queries.list_arrivals(by=judge)] == [SAID]
    assert actions.leave_arrival(arrival=kept.id, by=judge, at=at).unsure == 1
    assert actions.decide_arrival(arrival=kept.id, same_as=ada.id, by=judge, at=at).customer == ada.id
    assert queries.list_arrivals(by=judge) == []
    with pytest.raises(Conflict, match="already"):
        actions.decide_arrival(arrival=kept.id, same_as=ada.id, by=judge, at=at)


def test_an_officer_says_that_it_is_somebody_else(ada: Customer, judge: Actor, at: datetime) -> None:
    kept = actions.keep_arrival(arrival=SAID, by=SYSTEM, at=at)
    made = actions.decide_arrival(arrival=kept.id, same_as=None, alike=[ada.id], by=judge, at=at).customer
    assert made not in (None, ada.id)
    found = queries.resolve(replace(SAID, known_as=made), by=judge, at=at)
    assert found.match is Match.NONE


def test_what_she_said_is_sealed(judge: Actor, at: datetime) -> None:
    kept = actions.keep_arrival(arrival=SAID, by=SYSTEM, at=at)
    row = apps.get_model("people", "KeptArrival").objects.get(id=kept.id)
    assert b"Ada" not in bytes(row.sealed)


def test_keys_do_not_part_who_changed_day_and_month() -> None:
    two = [prepare(Arrival(name="Ada Tan", birth_date=day)) for day in (date(1985, 12, 3), date(1985, 3, 12))]
    assert set(list_keys(two[0])) == set(list_keys(two[1]))


@pytest.mark.parametrize(
    ("first", "second", "most", "near"),
    [("abc", "abc", 0, True), ("abc", "abd", 1, True), ("abc", "bc", 1, True), ("abc", "cab", 1, False),
     ("", "a", 2, False), ("chenhui", "chenwei", 2, True), ("kitten", "sitting", 3, True),
     ("kitten", "sitting", 2, False)],
)  # fmt: skip
def test_letters_are_counted(first: str, second: str, most: int, near: bool) -> None:
    assert is_near(first, second, most) is near
