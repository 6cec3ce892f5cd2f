"""Everything is asked for at once: a second request stops no clock and is recorded as a breach."""

from datetime import datetime, timedelta

import pytest

from onedoor.cases import actions
from onedoor.cases.types import ASKED_AGAIN, CaseState, CaseView, StopReason
from onedoor.journal.models import JournalEntry
from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.kernel.errors import Conflict
from tests.cases.conftest import Open


def asked_and_answered(case: CaseView, officer: Actor, citizen: Actor, at: datetime) -> None:
    actions.ask_customer(case=case.id, text={"en": "A receipt"}, by=officer, at=at)
    actions.answer_request(case=case.id, text="Here", by=citizen, at=at + timedelta(hours=1))


def test_a_second_request_stops_no_clock(opened: Open, officer: Actor, citizen: Actor, at: datetime) -> None:
    case = opened()
    asked_and_answered(case, officer, citizen, at)
    later = at + timedelta(hours=2)
    again = actions.ask_customer(case=case.id, text={"en": "One more"}, by=officer, at=later)
    assert again.state is CaseState.OPEN
    assert JournalEntry.objects.filter(event=ASKED_AGAIN.name).count() == 1


def test_nor_does_stopping_by_hand(opened: Open, officer: Actor, citizen: Actor, at: datetime) -> None:
    case = opened()
    asked_and_answered(case, officer, citizen, at)
    with pytest.raises(Conflict):
        actions.stop_clock(case=case.id, reason=StopReason.CUSTOMER, by=SYSTEM, at=at + timedelta(hours=2))
