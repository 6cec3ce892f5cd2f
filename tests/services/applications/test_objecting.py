"""Within thirty days of the notice a decision can be objected to, once; then no longer."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest

from onedoor.cases import queries as cases
from onedoor.journal import queries as journal
from onedoor.kernel.actors import Actor
from onedoor.kernel.errors import Conflict, Invalid, NotAllowed, NotFound
from onedoor.services import actions, queries
from onedoor.services.applications.types import ApplicationView, ObjectionView
from tests.services.applications.test_ending import NOTICE, end

LAST = datetime(2025, 5, 30, 15, 59, tzinfo=UTC)  # 30 May, 23:59 in Harbour City
REASON = "My pay was reported twice."


@pytest.fixture
def assessed(draft: ApplicationView) -> ApplicationView:
    end(NOTICE)
    return draft


def object_to(view: ApplicationView, by: Actor, at: datetime, reason: str = REASON) -> ObjectionView:
    return actions.object_to_decision(application=view.id, reason=reason, by=by, at=at)


def test_it_is_said_until_when(assessed: ApplicationView, citizen: Actor) -> None:
    seen = queries.get_application(assessed.number, by=citizen, at=NOTICE)
    assert (seen.can_object, seen.object_until) == (True, date(2025, 5, 30))


def test_an_objection_is_a_case_with_a_clock(
    assessed: ApplicationView, citizen: Actor, system: Actor
) -> None:
    made = object_to(assessed, citizen, NOTICE)
    case = cases.get_case(made.case, by=system)
    assert (case.kind, case.agency, case.is_open) == ("objection", "REV", True)
    assert case.promised_at == made.promised_at > NOTICE


def test_her_words_are_in_the_case(assessed: ApplicationView, citizen: Actor, system: Actor) -> None:
    made = object_to(assessed, citizen, NOTICE)
    assert [note.text for note in cases.get_case(made.case, by=system).notes] == [REASON]


def test_her_timeline_says_so(assessed: ApplicationView, citizen: Actor, mei: UUID) -> None:
    object_to(assessed, citizen, NOTICE)
    events = [entry.event for entry in journal.list_timeline(customer=mei, by=citizen)]
    assert "services.application.objected" in events


def test_the_last_day_still_counts(assessed: ApplicationView, citizen: Actor) -> None:
    assert object_to(assessed, citizen, LAST).case


def test_after_thirty_days_it_is_refused(assessed: ApplicationView, citizen: Actor) -> None:
    late = LAST + timedelta(minutes=1)
    with pytest.raises(Conflict, match="too_late"):
        object_to(assessed, citizen, late)
    assert not queries.get_application(assessed.number, by=citizen, at=late).can_object


def test_a_signed_return_can_be_objected_to_as_well(
    draft: ApplicationView, citizen: Actor, at: datetime
) -> None:
    actions.sign_application(
        application=draft.id, revision=draft.revision, fingerprint=draft.fingerprint, by=citizen, at=at
    )
    assert object_to(draft, citizen, at).case


def test_once_is_enough(assessed: ApplicationView, citizen: Actor) -> None:
    made = object_to(assessed, citizen, NOTICE)
    with pytest.raises(Conflict, match="made_already"):
        object_to(assessed, citizen, NOTICE)
    seen = queries.get_application(assessed.number, by=citizen, at=NOTICE)
    assert (seen.can_object, seen.objection) == (False, made.case)


def test_a_draft_cannot_be_objected_to(draft: ApplicationView, citizen: Actor, at: datetime) -> None:
    with pytest.raises(Conflict, match="nothing_decided"):
        object_to(draft, citizen, at)
    assert not queries.get_application(draft.number, by=citizen, at=at).can_object


@pytest.mark.parametrize("reason", ["", "  \n", "x" * 5_001])
def test_an_objection_says_why(assessed: ApplicationView, citizen: Actor, reason: str) -> None:
    with pytest.raises(Invalid):
        object_to(assessed, citizen, NOTICE, reason)


def test_a_stranger_cannot(assessed: ApplicationView, stranger: Actor) -> None:
    with pytest.raises(NotFound):
        object_to(assessed, stranger, NOTICE)


def test_an_officer_cannot_without_her(assessed: ApplicationView, officer: Actor) -> None:
    with pytest.raises(NotAllowed):
        object_to(assessed, officer, NOTICE)


def test_with_an_officers_help_she_can(assessed: ApplicationView, officer: Actor, mei: UUID) -> None:
    may = officer.permissions | {"cases.work"}
    helping = replace(officer, customer=mei, assisted=UUID(int=99), permissions=may)
    assert object_to(assessed, helping, NOTICE).case
