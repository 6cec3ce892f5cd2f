"""Registers that are asked while somebody waits: what goes out, what comes in, and what is kept."""

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from onedoor.config.network.registers import Register, count_vehicles
from onedoor.exchange import actions, queries
from onedoor.exchange.models import Pull, RegisterCall, ReportedValue
from onedoor.exchange.types import (
    REGISTER_BACK,
    REGISTER_DOWN,
    VALUES_DISCLOSED,
    DisclosureRefused,
    NewValue,
    RegisterHealth,
)
from onedoor.journal.models import JournalEntry
from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.people import queries as people
from onedoor.trust import queries as trust
from tests.exchange.conftest import DONOR_ID
from tests.exchange.pull_cast import ask, make_register, serving

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


@pytest.fixture
def register(donor: UUID, at: datetime, settings: Any) -> Iterator[Register]:
    """The vehicle register, linked and well."""
    server = make_register(at)
    with serving(server) as address:
        settings.REGISTER_LINKS = [f"travel-cards={address}"]
        yield server


def say(customer: UUID, vehicles: int, at: datetime) -> None:
    actions.report_values(
        register="travel-cards", source="TRN", values=[NewValue(customer, "vehicles", vehicles)],
        by=SYSTEM, at=at,
    )  # fmt: skip


def health(at: datetime) -> RegisterHealth:
    (found,) = queries.list_health(by=SYSTEM, at=at)
    return found


def told(event: Any) -> int:
    return JournalEntry.objects.filter(event=event.name).count()


def test_what_the_register_says_is_a_reported_value_like_any_other(
    register: Register, donor: UUID, citizen: Actor, at: datetime
) -> None:
    (value,) = ask(donor, citizen, at)
    assert value.value == count_vehicles(trust.pseudonym(donor, "TRN"))
    assert (value.source, value.grade, value.received_at, value.as_of) == ("TRN", "A", at, None)
    assert [one.value for one in queries.list_held(donor, by=citizen)] == [value.value]


def test_the_question_names_the_house_the_application_the_agency_and_nobody_else(
    register: Register, donor: UUID, citizen: Actor, at: datetime
) -> None:
    ask(donor, citizen, at, issue="HC-77")
    ((headers, said),) = register.heard
    assert headers["X-Road-Client"] == "HARBOUR/GOV/ONEDOOR/CRM"
    assert (headers["X-Road-Issue"], headers["X-Road-Represented-Party"]) == ("HC-77", "GOV/CIV")
    assert headers["X-Road-UserId"] == trust.pseudonym(citizen.account, "TRN")
    assert said["person"] == {"pseudonym": trust.pseudonym(donor, "TRN")}
    assert said["agreements"] == ["AG-2025-12"]
    everything = json.dumps([headers, said])
    assert all(word not in everything for word in (DONOR_ID, str(donor), "Mei Lin"))


def test_an_answer_of_today_is_not_asked_for_again(
    register: Register, donor: UUID, citizen: Actor, at: datetime
) -> None:
    ask(donor, citizen, at)
    assert ask(donor, citizen, at + 23 * 60 * MINUTE)
    assert register.knocks == 1


def test_an_older_one_is_and_the_same_answer_is_not_kept_twice(
    register: Register, donor: UUID, citizen: Actor, at: datetime
) -> None:
    ask(donor, citizen, at)
    register.now = lambda: at + DAY
    ask(donor, citizen, at + DAY)
    assert register.knocks == 2
    assert ReportedValue.objects.filter(customer=donor).count() == 1


def test_a_new_answer_stands_beside_the_old_one(
    register: Register, donor: UUID, citizen: Actor, at: datetime
) -> None:
    say(donor, 9, at - 2 * DAY)
    (value,) = ask(donor, citizen, at)
    assert value.value != 9
    old = ReportedValue.objects.get(customer=donor, state="superseded")
    assert old.value == 9


def test_whom_the_register_does_not_know_has_no_value_and_what_it_said_no_longer_holds(
    register: Register, donor: UUID, citizen: Actor, at: datetime, monkeypatch: Any
) -> None:
    say(donor, 1, at - 2 * DAY)
    monkeypatch.setattr(trust, "pseudonym", lambda customer, agency: "TRN-NOBODY")
    assert ask(donor, citizen, at) == []
    assert ReportedValue.objects.get(customer=donor).state == "withdrawn"
    assert not Pull.objects.get(customer=donor).waits_since


def test_the_house_in_its_own_rounds_asks_nobody(register: Register, donor: UUID, at: datetime) -> None:
    assert ask(donor, SYSTEM, at, issue="") == []
    assert register.knocks == 0


@pytest.mark.parametrize(
    "changed", [{"agency": "TRN"}, {"purpose": "assess-income-tax"}, {"service": "birth"}]
)
def test_without_an_agreement_no_call_goes_out(
    register: Register, donor: UUID, at: datetime, changed: dict[str, str]
) -> None:
    with pytest.raises(DisclosureRefused):
        ask(donor, SYSTEM, at, **changed)
    assert register.knocks == 0


def test_an_agreement_that_has_ended_stops_calls(
    register: Register, donor: UUID, citizen: Actor, at: datetime
) -> None:
    ask(donor, citizen, at)
    with pytest.raises(DisclosureRefused):
        ask(donor, citizen, datetime(2028, 1, 2, tzinfo=at.tzinfo))
    assert register.knocks == 1


def test_a_stranger_causes_no_call(register: Register, donor: UUID, stranger: UUID, at: datetime) -> None:
    by = Actor(kind="citizen", door="portal", assurance=3, customer=stranger, self_customer=stranger)
    with pytest.raises(DisclosureRefused):
        ask(donor, by, at)
    assert register.knocks == 0


def test_the_use_of_the_data_is_written_down_even_where_nothing_comes(
    register: Register, donor: UUID, citizen: Actor, at: datetime
) -> None:
    register.mood = "down"
    ask(donor, citizen, at)
    assert told(VALUES_DISCLOSED) == 1


def test_while_it_is_silent_what_it_said_before_is_shown_with_its_age(
    register: Register, donor: UUID, citizen: Actor, at: datetime
) -> None:
    say(donor, 2, at - 5 * DAY)
    register.mood = "down"
    (value,) = ask(donor, citizen, at)
    assert (value.value, value.as_of) == (2, at - 5 * DAY)


def test_what_it_said_too_long_ago_is_not_shown_and_waits_to_be_asked(
    register: Register, donor: UUID, citizen: Actor, at: datetime
) -> None:
    say(donor, 2, at - 90 * DAY)
    register.mood = "down"
    assert ask(donor, citizen, at) == []
    assert health(at).waiting == 1


def test_what_waits_is_asked_again_when_the_register_is_back(
    register: Register, donor: UUID, citizen: Actor, at: datetime
) -> None:
    register.mood = "down"
    ask(donor, citizen, at)
    assert actions.ask_again(by=SYSTEM, at=at + MINUTE) == 0
    register.mood = "up"
    assert actions.ask_again(by=SYSTEM, at=at + 2 * MINUTE) == 1
    assert (health(at + 2 * MINUTE).waiting, len(ask(donor, SYSTEM, at + 2 * MINUTE, issue=""))) == (0, 1)


def test_what_waits_is_given_up_when_the_agreement_ends_or_nobody_answers_for_a_month(
    register: Register, donor: UUID, citizen: Actor, at: datetime, settings: Any
) -> None:
    register.mood = "down"
    ask(donor, citizen, at)
    actions.ask_again(by=SYSTEM, at=at + 30 * DAY)
    assert not Pull.objects.exists()
    late = datetime(2027, 12, 31, 12, tzinfo=at.tzinfo)
    ask(donor, citizen, late)
    knocks = register.knocks
    actions.ask_again(by=SYSTEM, at=late + DAY)
    assert (Pull.objects.count(), register.knocks) == (0, knocks)


def test_only_the_house_asks_again(register: Register, donor: UUID, citizen: Actor, at: datetime) -> None:
    register.mood = "down"
    ask(donor, citizen, at)
    assert actions.ask_again(by=citizen, at=at + MINUTE) == 0
    assert register.knocks == 1


def test_after_three_failures_it_is_left_in_peace_and_that_is_said_once(
    register: Register, donor: UUID, citizen: Actor, at: datetime
) -> None:
    register.mood = "down"
    for second in range(6):
        ask(donor, citizen, at + timedelta(seconds=second))
    assert register.knocks == 3
    assert (health(at + timedelta(seconds=6)).state, told(REGISTER_DOWN)) == ("open", 1)


def test_after_the_pause_one_question_tries_and_an_answer_closes_the_breaker(
    register: Register, donor: UUID, citizen: Actor, at: datetime
) -> None:
    register.mood = "down"
    for second in range(3):
        ask(donor, citizen, at + timedelta(seconds=second))
    later = at + 2 * MINUTE
    assert health(later).state == "half-open"
    ask(donor, citizen, later)
    assert (register.knocks, health(later).state) == (4, "open")
    register.mood = "up"
    assert ask(donor, citizen, later + 2 * MINUTE)
    assert (health(later + 2 * MINUTE).state, told(REGISTER_DOWN), told(REGISTER_BACK)) == ("closed", 1, 1)


def test_the_news_that_a_register_is_down_names_nobody(
    register: Register, donor: UUID, citizen: Actor, at: datetime
) -> None:
    register.mood = "down"
    for second in range(3):
        ask(donor, citizen, at + timedelta(seconds=second))
    entry = JournalEntry.objects.get(event=REGISTER_DOWN.name)
    assert (entry.customer, entry.actor_kind, entry.data["failure"]) == (None, "system", "status-503")


def test_a_register_known_by_number_gets_it_in_the_body_alone_and_she_sees_that(
    register: Register, donor: UUID, citizen: Actor, at: datetime, monkeypatch: Any
) -> None:
    from onedoor.exchange.registers import get_rulebook

    pulled = get_rulebook().registers["travel-cards"].pulled
    object.__setattr__(pulled, "known_by", "identifier")
    try:
        ask(donor, citizen, at)
    finally:
        object.__setattr__(pulled, "known_by", "pseudonym")
    ((headers, said),) = register.heard
    assert said["person"] == {"identifier": DONOR_ID.replace(" ", "")}
    assert DONOR_ID not in json.dumps(headers)
    assert JournalEntry.objects.filter(event="people.identifier.revealed", customer=donor).exists()


def test_the_page_of_health_is_for_those_who_look_after_registers(
    register: Register, donor: UUID, citizen: Actor, at: datetime, officer: Actor
) -> None:
    from onedoor.kernel.errors import NotAllowed

    for by in (citizen, officer):
        with pytest.raises(NotAllowed):
            queries.list_health(by=by, at=at)
    ask(donor, citizen, at)
    seen = health(at)
    assert (seen.linked, seen.calls, seen.failures, seen.answered_at) == (True, 1, 0, at)
    assert RegisterCall.objects.get().failure == ""
    assert people.masked_identifier(donor) not in repr(seen)
