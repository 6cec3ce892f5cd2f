"""News reaches its subscribers after it is written, each entry, also when many come at once."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

import pytest
from django.db import transaction

from onedoor.journal import actions as journal
from onedoor.journal.types import Draft, Entry
from onedoor.kernel import events
from onedoor.kernel.actors import SYSTEM
from onedoor.kernel.events import Event, subscribe
from onedoor.kernel.ids import new_id

RANG = Event("test.bell.rang", "The bell rang")
heard: list[UUID] = []


def hear(entry: Entry) -> None:
    heard.append(entry.id)


@pytest.fixture(autouse=True)
def _listening(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(events, "_subscribers", {})
    heard.clear()
    subscribe(RANG.name, hear)


def test_a_subscriber_hears_of_an_entry_once_it_is_worked_off(
    db: None, at: datetime, deliver: Callable[[], int]
) -> None:
    entry = journal.record(RANG, subject_kind="bell", subject=new_id(), by=SYSTEM, at=at)
    assert heard == []

    deliver()

    assert heard == [entry]


def test_many_entries_travel_together_and_all_arrive(
    db: None, at: datetime, deliver: Callable[[], int]
) -> None:
    drafts = [Draft(event=RANG, subject_kind="bell", subject=new_id(), by=SYSTEM, at=at) for _ in range(450)]

    written = journal.record_many(drafts)

    assert deliver() == 3
    assert heard == written


def test_what_is_undone_is_never_told(db: None, at: datetime, deliver: Callable[[], int]) -> None:
    with transaction.atomic():
        journal.record(RANG, subject_kind="bell", subject=new_id(), by=SYSTEM, at=at)
        transaction.set_rollback(True)

    assert deliver() == 0
    assert heard == []
