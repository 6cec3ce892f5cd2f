"""Where people stop: counts of pages, nobody in them, and nothing of fewer than ten."""

from dataclasses import replace
from datetime import datetime

import pytest

from onedoor.kernel.actors import Actor
from onedoor.kernel.errors import NotAllowed
from onedoor.services import actions
from onedoor.services import queries as services
from onedoor.services.applications.types import ApplicationView
from onedoor.services.models import PageCount
from onedoor.services.queries.stops import Stops
from tests.services.stall import market, save, stall

__all__ = ["market", "stall"]


@pytest.fixture
def designer(officer: Actor) -> Actor:
    return replace(officer, permissions=frozenset({"services.design"}))


@pytest.fixture
def twelve(stall: ApplicationView, citizen: Actor, at: datetime) -> None:
    """The first page was shown twelve times, saved ten times, and had to be mended eleven times."""
    for n in range(12):
        view = services.get_page(stall.number, "age", by=citizen, at=at)
        actions.note_page_shown(view=view, by=citizen, at=at)
        if n < 11:
            save(stall.number, "age", citizen, at, age="many")
        if n < 10:
            save(stall.number, "age", citizen, at, age="12")


def stops(designer: Actor, at: datetime, door: str = "") -> Stops:
    return services.get_stops("market-stall", by=designer, at=at, door=door)


def test_the_way_from_shown_to_saved_is_told(twelve: None, designer: Actor, at: datetime) -> None:
    page = stops(designer, at).pages[0]

    assert (page.page, page.shown, page.saved, page.faulty) == ("age", 12, 10, 11)
    assert page.share == pytest.approx(10 / 12)


def test_the_question_that_had_to_be_mended_is_named(twelve: None, designer: Actor, at: datetime) -> None:
    [error] = stops(designer, at).errors

    assert (error.question["en"], error.count) == ("How old are you?", 11)


def test_early_ends_are_counted_once_each(
    stall: ApplicationView, citizen: Actor, designer: Actor, at: datetime
) -> None:
    for age in ("12", "13", "21") * 10:
        save(stall.number, "age", citizen, at, age=age)

    assert stops(designer, at).exits == 10, "another answer that ends it as well is no other end"


def test_of_fewer_than_ten_nothing_is_told(
    stall: ApplicationView, citizen: Actor, designer: Actor, at: datetime
) -> None:
    for _ in range(9):
        save(stall.number, "age", citizen, at, age="x")
    told = stops(designer, at)

    assert (told.pages[0].shown, told.pages[0].faulty, told.pages[0].left) == (None, None, None)
    assert told.errors == ()
    assert (told.signed, told.minutes) == (None, None)


def test_another_door_is_counted_apart(twelve: None, designer: Actor, at: datetime) -> None:
    assert stops(designer, at, door="portal").pages[0].shown == 12
    assert stops(designer, at, door="desk").pages[0].shown is None


def test_an_entry_of_a_group_is_not_told_apart(stall: ApplicationView, citizen: Actor, at: datetime) -> None:
    save(stall.number, "helpers", citizen, at, helpers=[{"name": "B0on"}, {"name": "An4"}])

    assert set(PageCount.objects.filter(what="error").values_list("question", flat=True)) == {"helpers.name"}


def test_nobody_stands_in_the_counts() -> None:
    assert PageCount.Care.plain == (
        "service", "version", "page", "question", "what", "door", "day", "slot", "count",
    )  # fmt: skip


def test_only_who_designs_services_is_told(officer: Actor, citizen: Actor, at: datetime) -> None:
    for reader in (officer, citizen):
        with pytest.raises(NotAllowed):
            services.get_stops("income-tax", by=reader, at=at)
        with pytest.raises(NotAllowed):
            services.list_designed(by=reader)
