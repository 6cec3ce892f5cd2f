"""A register outside was asked, then the page failed: the line that says so stands, and she reads it."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any
from uuid import UUID

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client

from onedoor.config.network.registers import Register
from onedoor.exchange import queries as exchange
from onedoor.exchange.models import ReportedValue
from onedoor.exchange.types import VALUES_DISCLOSED
from onedoor.journal.models import JournalEntry
from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.kernel.postgres.aside import commit_aside
from onedoor.kernel.scope import scoped
from onedoor.people import actions as people
from onedoor.people.models import Customer
from onedoor.services.actions import starting
from onedoor.services.models import Application
from tests.exchange.pull_cast import make_register, serving
from tests.services.conftest import Report

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def register(mei: UUID, report: Report, at: datetime, settings: Any) -> Iterator[Register]:
    """The vehicle register answers; the civil register's values are held here."""
    report("civil-register", "CIV", birth_date=date(1985, 3, 12), residency_status="citizen")
    server = make_register(at)
    with serving(server) as address:
        settings.REGISTER_LINKS = [f"travel-cards={address}"]
        yield server


@pytest.fixture
def failing(monkeypatch: pytest.MonkeyPatch, browser: Client) -> Client:
    """A page that breaks once the registers have answered."""

    def fail(*args: Any, **more: Any) -> None:
        raise RuntimeError("the page breaks")

    monkeypatch.setattr(starting, "settle", fail)
    browser.raise_request_exception = False
    return browser


def begin(browser: Client) -> int:
    return browser.post("/services/move/start/").status_code


def uses(customer: UUID) -> list[list[str]]:
    """What each use in the journal names, oldest first."""
    entries = JournalEntry.objects.filter(event=VALUES_DISCLOSED.name, customer=customer).order_by("id")
    return [sorted(name for names in one.data["shares"].values() for name in names) for one in entries]


def test_the_line_stands_and_everything_else_is_undone(
    register: Register, failing: Client, mei: UUID
) -> None:
    assert begin(failing) == 500

    assert register.knocks == 1
    assert uses(mei) == [["vehicles"]]
    assert not Application.objects.exists()
    assert not ReportedValue.objects.filter(register="travel-cards").exists()


@pytest.mark.parametrize(("language", "words"), [("en", "Vehicles"), ("zh-hans", "名下车辆数")])
def test_she_reads_it(
    register: Register, failing: Client, mei: UUID, citizen: Actor, language: str, words: str
) -> None:
    begin(failing)
    failing.cookies["language"] = language

    page = failing.get("/who-used-my-data/").content.decode()

    assert words in page
    [use] = exchange.list_disclosures(mei, by=citizen)
    assert (use.receiver, use.purpose, use.refused) == ("CIV", "change-address", False)


def test_a_page_that_works_says_it_once(register: Register, browser: Client, mei: UUID) -> None:
    assert begin(browser) == 302

    names = [name for use in uses(mei) for name in use]
    assert names.count("vehicles") == 1
    assert len(names) == len(set(names))
    assert ["vehicles"] in uses(mei)


def test_the_line_is_there_before_the_question_is_sent(
    register: Register, browser: Client, mei: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[list[list[str]]] = []
    believes = register.keys

    def look(key_id: str) -> Any:
        """Where the register looks up our key, the question has just come in."""
        with scoped(SYSTEM):
            seen.append(uses(mei))
        connection.close()  # this thread's own
        return believes(key_id)

    monkeypatch.setattr(register, "keys", look)
    begin(browser)

    assert seen == [[["vehicles"]]]


def test_two_failures_are_two_questions_and_two_lines(register: Register, failing: Client, mei: UUID) -> None:
    begin(failing)
    begin(failing)

    assert register.knocks == 2
    assert uses(mei) == [["vehicles"], ["vehicles"]]


def test_that_her_number_was_read_for_a_register_stands_too(mei: UUID, at: datetime) -> None:
    with transaction.atomic():
        commit_aside(lambda: people.reveal_identifier(customer=mei, purpose="p", by=SYSTEM, at=at))
        transaction.set_rollback(True)

    assert JournalEntry.objects.filter(event="people.identifier.revealed", customer=mei).count() == 1


def test_what_fails_aside_writes_nothing_and_says_so(mei: UUID, at: datetime) -> None:
    def fail() -> None:
        people.reveal_identifier(customer=mei, purpose="p", by=SYSTEM, at=at)
        raise LookupError

    with transaction.atomic(), pytest.raises(LookupError):
        commit_aside(fail)

    assert not JournalEntry.objects.filter(event="people.identifier.revealed", customer=mei).exists()


def test_a_row_that_is_held_here_is_an_error_and_no_standstill(mei: UUID) -> None:
    def hold() -> Customer:
        return Customer.objects.select_for_update().get(pk=mei)

    with transaction.atomic():
        hold()
        with pytest.raises(DatabaseError, match="lock timeout"):
            commit_aside(hold)
