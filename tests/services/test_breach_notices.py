"""Everybody who is affected by a breach is written to once, with a way to ask, and counted."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

import pytest

from onedoor.contact.models import Message
from onedoor.exchange import actions as exchange
from onedoor.exchange import queries as breaches
from onedoor.exchange.types import BreachView
from onedoor.journal import queries as journal
from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.kernel.errors import NotAllowed
from onedoor.people import actions as people
from onedoor.services import actions, queries
from tests.exchange.conftest import citizen, donor, stranger
from tests.exchange.test_breaches import GUARD, HOUR, NOTICE, OTHER, begin, read

__all__ = ["citizen", "donor", "stranger"]


@pytest.fixture
def breach(donor: UUID, stranger: UUID, at: datetime) -> BreachView:
    people.add_contact_point(customer=donor, kind="phone", value="91234567", by=SYSTEM, at=at)
    people.change_preferences(customer=donor, door="text", hours="evening", by=SYSTEM, at=at)
    for customer in (donor, stranger):
        read(customer, at - HOUR)
    found = begin(at)
    exchange.assess_breach(number=found.number, risk="high", by=GUARD, at=at)
    return exchange.draft_notice(number=found.number, notice=NOTICE, by=GUARD, at=at)


def test_once_approved_all_are_told_by_the_door_that_they_chose(
    breach: BreachView, donor: UUID, citizen: Actor, at: datetime, deliver: Callable[[], int]
) -> None:
    exchange.approve_notice(number=breach.number, by=OTHER, at=at)
    deliver()

    assert {one.channel for one in Message.objects.all()} == {"text", "inbox"}
    hers = Message.objects.get(customer=donor)
    assert hers.body["zh-hans"].startswith(NOTICE["zh-hans"])
    assert breach.number in hers.body["en"]
    assert "/letters/" in hers.body["en"]
    assert hers.due_at == at  # it is urgent: her quiet hours do not hold it back
    assert len(journal.list_timeline(customer=donor, by=citizen, events=["contact.message.sent"])) == 1


def test_nobody_hears_twice(breach: BreachView, at: datetime, deliver: Callable[[], int]) -> None:
    exchange.approve_notice(number=breach.number, by=OTHER, at=at)
    deliver()

    assert actions.tell_affected(number=breach.number, by=SYSTEM, at=at) == 0
    assert Message.objects.count() == 2


def test_nobody_is_told_what_was_not_approved(breach: BreachView, at: datetime) -> None:
    for by in (SYSTEM, GUARD):
        with pytest.raises(NotAllowed):
            actions.tell_affected(number=breach.number, by=by, at=at)


def test_the_report_counts_and_names_nobody(
    breach: BreachView, donor: UUID, at: datetime, deliver: Callable[[], int]
) -> None:
    exchange.approve_notice(number=breach.number, by=OTHER, at=at)
    deliver()

    report = queries.report_breach(breach.number, by=GUARD, at=at)

    assert (report["persons_affected"], report["reached_in_inbox_only"]) == (2, 1)
    assert str(donor) not in queries.report_as_json(report)
    assert queries.report_as_pdf(report).startswith(b"%PDF")


def test_the_notice_begins_with_what_the_house_knows(breach: BreachView) -> None:
    proposed = queries.propose_notice(breach)

    assert all("2025-03-10" in text for text in proposed.values())


def test_after_all_are_told_it_can_be_closed(
    breach: BreachView, at: datetime, deliver: Callable[[], int]
) -> None:
    exchange.approve_notice(number=breach.number, by=OTHER, at=at)
    deliver()
    exchange.note_reported(number=breach.number, by=GUARD, at=at)
    exchange.close_breach(number=breach.number, measures="Locked", by=GUARD, at=at)

    assert breaches.get_breach(breach.number, by=GUARD, at=at).closed_at == at
