"""A register is silent while she begins: she is asked once, and what it says later stands beside her word."""

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from onedoor.config.network.registers import Register, count_vehicles
from onedoor.exchange import actions as exchange
from onedoor.exchange import queries as registers
from onedoor.exchange.types import Wanted
from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.services import actions
from onedoor.services import queries as services
from onedoor.services.applications.types import ApplicationView, ValueLine
from onedoor.trust import queries as trust
from tests.exchange.pull_cast import make_register, serving
from tests.services.conftest import Report
from tests.services.stall import save

MINUTE = timedelta(minutes=1)
Begin = Callable[[], ApplicationView]


@pytest.fixture
def register(mei: UUID, at: datetime, settings: Any) -> Iterator[Register]:
    server = make_register(at)
    with serving(server) as address:
        settings.REGISTER_LINKS = [f"travel-cards={address}"]
        yield server


@pytest.fixture
def begin(mei: UUID, citizen: Actor, report: Report, at: datetime) -> Begin:
    """Mei Lin begins to tell of her move."""
    report("civil-register", "CIV", birth_date=date(1985, 3, 12), residency_status="citizen")

    def start() -> ApplicationView:
        return actions.start_application(customer=mei, service="move", door="portal", by=citizen, at=at)

    return start


def vehicles(application: ApplicationView) -> ValueLine:
    lines = [line for group in application.groups for line in group.lines if line.field == "vehicles"]
    return lines[0]


def page_ids(application: ApplicationView) -> list[str]:
    return [page.id for page in application.pages]


def test_a_register_that_answers_is_in_the_draft_and_nothing_is_asked(
    register: Register, begin: Begin, mei: UUID
) -> None:
    draft = begin()
    assert vehicles(draft).shown == count_vehicles(trust.pseudonym(mei, "TRN"))
    assert vehicles(draft).source.source == "TRN"
    assert "missing" not in page_ids(draft)


def test_the_register_is_told_for_which_application(register: Register, begin: Begin) -> None:
    draft = begin()
    assert register.heard[0][0]["X-Road-Issue"] == draft.number


def test_a_silent_one_means_that_she_is_asked_once(
    register: Register, begin: Begin, mei: UUID, citizen: Actor, at: datetime
) -> None:
    register.mood = "down"
    draft = begin()
    assert page_ids(draft)[0] == "missing"
    saved = save(draft.number, "missing", citizen, at, vehicles="3")
    assert not saved.page.errors
    again = services.get_application(draft.number, by=citizen, at=at)
    assert (vehicles(again).shown, vehicles(again).source.grade) == (3, "D")
    assert registers.awaits_answer(mei, Wanted("travel-cards", "vehicles"))


def test_what_it_says_later_stands_beside_her_word(
    register: Register, begin: Begin, citizen: Actor, at: datetime, deliver: Callable[[], int]
) -> None:
    register.mood = "down"
    draft = begin()
    save(draft.number, "missing", citizen, at, vehicles="3")
    register.mood = "up"
    assert exchange.ask_again(by=SYSTEM, at=at + MINUTE) == 1
    deliver()
    line = vehicles(services.get_application(draft.number, by=citizen, at=at + MINUTE))
    assert (line.shown, line.state) == (3, "amended")
    assert line.offered is not None
    assert (line.offered.value, line.offered.source) in [(1, "TRN"), (2, "TRN")]


def test_its_last_word_is_shown_with_its_age(
    register: Register, begin: Begin, mei: UUID, report: Report, at: datetime
) -> None:
    from onedoor.exchange.types import NewValue

    exchange.report_values(
        register="travel-cards", source="TRN", values=[NewValue(mei, "vehicles", 2)], by=SYSTEM,
        at=at - timedelta(days=7),
    )  # fmt: skip
    register.mood = "down"
    line = vehicles(begin())
    assert (line.shown, line.source.as_of) == (2, at - timedelta(days=7))


def test_an_officer_who_prepares_it_with_her_has_the_same(
    register: Register, begin: Begin, mei: UUID, officer: Actor, at: datetime
) -> None:
    draft = begin()
    seen = services.get_application(draft.number, by=SYSTEM, at=at)
    assert vehicles(seen) == vehicles(draft)
