"""Leap days are days, and a clock that is put back harms nothing that was promised."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from django.test import Client

from onedoor.journal import actions as journal_actions
from onedoor.journal import queries as journal
from onedoor.kernel import clock
from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.kernel.calendars import Term, get_calendar
from onedoor.people import actions as people
from onedoor.people.rules import check_identifier, make_identifier
from onedoor.services import queries as services
from onedoor.services.applications.types import ApplicationView


@pytest.fixture
def leapling(db: None, at: datetime) -> UUID:
    born = date(2000, 2, 29)
    identifier = make_identifier(born, 7)
    assert check_identifier(identifier)
    return people.register_customer(
        name="Leap Tan", birth_date=born, identifier=identifier, by=SYSTEM, at=at
    ).id


@pytest.mark.parametrize(
    ("day", "age"), [((2024, 2, 28), 23), ((2024, 2, 29), 24), ((2025, 2, 28), 24), ((2025, 3, 1), 25)]
)
def test_who_was_born_on_a_leap_day_ages_too(
    desk: Client, leapling: UUID, city_clock: Path, day: tuple[int, int, int], age: int
) -> None:
    clock.set_demo_clock(city_clock, datetime(*day, 4, 0, tzinfo=UTC))
    desk.post(f"/desk/customers/{leapling}/open/", {"purpose": "answer-customer"})

    assert desk.get(f"/desk/customers/{leapling}/").context["age"] == age


def test_a_working_day_promised_over_a_leap_day_counts_it() -> None:
    wednesday = datetime(2024, 2, 28, 10, 0, tzinfo=clock.ZONE)
    due = get_calendar("working-days").add(wednesday, Term.parse("P2D"))

    assert clock.local(due).date() == date(2024, 3, 1)


def test_a_clock_put_back_between_look_and_sign_changes_nothing(
    proved: Client,
    draft: ApplicationView,
    seen: dict[str, str],
    citizen: Actor,
    city_clock: Path,
    at: datetime,
) -> None:  # fmt: skip
    clock.set_demo_clock(city_clock, at - timedelta(hours=1))
    proved.post(f"/applications/{draft.number}/sign/", seen)

    assert services.get_application(draft.number, by=citizen).signed_at is not None


def test_and_the_journal_stays_whole(
    proved: Client, draft: ApplicationView, seen: dict[str, str], city_clock: Path, at: datetime
) -> None:
    journal_actions.seal(at=at)
    clock.set_demo_clock(city_clock, at - timedelta(days=40))
    proved.post(f"/applications/{draft.number}/sign/", seen)
    journal_actions.seal(at=at)

    assert journal.verify(check_head=lambda *_: True).intact
