"""An agency that is down: the others finish, we keep trying, she is told once, an officer gets the rest."""

from datetime import datetime, timedelta
from uuid import UUID

import pytest

from onedoor.cases import queries as cases
from onedoor.contact import queries as contact
from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.services import actions, queries
from onedoor.services.actions.agency_work import carry_out_or_note
from onedoor.services.applications.work import TaskState
from onedoor.services.flow.carrying import MOST_TRIES, pause_after
from onedoor.services.models import AgencyTask
from tests.services.flow.agency import PaperAgency
from tests.services.flow.conftest import CarryOut, Moves, Task, of

NO_WAY = {"en": "Their system is gone.", "zh-hans": "对方系统已停用。"}


def try_for(step: str, times: int, at: datetime) -> datetime:
    """The worker comes back whenever a pause is over."""
    moment = at
    for _ in range(times):
        row = AgencyTask.objects.get(step=step, undoes=None)
        moment = max(moment, row.next_try_at or moment)
        carry_out_or_note(task=row.pk, by=SYSTEM, at=moment)
    return moment


@pytest.fixture
def down(agencies: dict[str, PaperAgency]) -> PaperAgency:
    agencies["ELC"] = PaperAgency(mood="down")
    return agencies["ELC"]


def test_the_others_finish_and_it_is_partly_done(
    moves: Moves, carry_out: CarryOut, task: Task, down: PaperAgency, citizen: Actor, at: datetime
) -> None:
    view = moves()
    carry_out()
    actions.complete_task(task=task("flat").id, by=of("HSG"), at=at)
    seen = queries.get_application(view.number, by=citizen)
    assert seen.partly_done
    assert [step.id for step in seen.steps if step.is_delayed] == ["roll"]


def test_it_is_tried_again_after_longer_and_longer_pauses(
    moves: Moves, carry_out: CarryOut, task: Task, down: PaperAgency, at: datetime
) -> None:
    moves()
    carry_out()
    assert actions.retry_due_tasks(by=SYSTEM, at=at + timedelta(minutes=1)) == 0
    assert actions.retry_due_tasks(by=SYSTEM, at=at + timedelta(minutes=2)) == 1
    pauses = [pause_after(tries) for tries in range(1, 12)]
    assert pauses == sorted(pauses)
    assert pauses[-1] == timedelta(hours=6)


def test_it_goes_through_as_soon_as_the_agency_is_back_and_only_once(
    moves: Moves, carry_out: CarryOut, task: Task, down: PaperAgency, at: datetime
) -> None:
    moves()
    carry_out()
    down.mood = "well"
    try_for("roll", 3, at)
    assert task("roll").state == TaskState.DONE
    assert len({message.task for message in down.heard}) == 1
    assert len(down.known) == 1


def test_she_is_told_once(
    moves: Moves, carry_out: CarryOut, agencies: dict[str, PaperAgency], down: PaperAgency, citizen: Actor,
    mei: UUID, at: datetime,
) -> None:  # fmt: skip
    agencies["LIB"] = PaperAgency(mood="down")
    moves()
    carry_out()
    for step in ("roll", "card"):
        try_for(step, 4, at)
    told = [m for m in contact.list_messages(mei, by=citizen) if "cannot be reached" in m.body["en"]]
    assert len(told) == 1


def test_a_short_hiccup_troubles_nobody(
    moves: Moves, carry_out: CarryOut, down: PaperAgency, citizen: Actor, mei: UUID
) -> None:
    moves()
    carry_out()
    assert not [m for m in contact.list_messages(mei, by=citizen) if "cannot be reached" in m.body["en"]]


@pytest.fixture
def stuck(moves: Moves, carry_out: CarryOut, down: PaperAgency, at: datetime) -> datetime:
    moves()
    carry_out()
    return try_for("roll", MOST_TRIES, at)


def test_after_many_tries_an_officer_of_the_lead_agency_gets_it(stuck: datetime, task: Task) -> None:
    assert task("roll").state == TaskState.STUCK
    case = cases.get_case(task("roll").case or UUID(int=0), by=of("CIV"))
    assert (case.agency, case.kind) == ("CIV", "agency-stuck")
    assert "timeout" in case.notes[0].text
    assert task("roll").id in {one.id for one in queries.list_tasks(by=of("CIV"))}


def test_she_can_have_it_tried_once_more(
    stuck: datetime, task: Task, down: PaperAgency, carry_out: CarryOut
) -> None:
    down.mood = "well"
    actions.retry_task(task=task("roll").id, by=of("CIV"), at=stuck)
    carry_out(stuck)
    assert task("roll").state == TaskState.DONE


def test_she_can_see_to_it_by_hand(stuck: datetime, task: Task) -> None:
    assert actions.complete_task(task=task("roll").id, by=of("CIV"), at=stuck).state == TaskState.DONE


def test_she_can_give_it_up_with_a_reason_and_the_rest_goes_on(
    stuck: datetime, task: Task, citizen: Actor
) -> None:
    number = task("roll").number
    actions.complete_task(task=task("flat").id, by=of("HSG"), at=stuck)
    actions.refuse_task(task=task("roll").id, reasons=[NO_WAY], by=of("CIV"), at=stuck)
    view = queries.get_application(number, by=citizen)
    assert view.state == "closed"
    assert [(part.id, part.ends, part.reasons) for part in view.refused_parts] == [
        ("roll", "failed", (NO_WAY,))
    ]


@pytest.mark.parametrize(("mood", "state"), [("cross", "stuck"), ("rubbish", "waiting"), ("no", "refused")])
def test_every_mood_of_an_agency_has_its_answer(
    mood: str, state: str, moves: Moves, carry_out: CarryOut, task: Task, agencies: dict[str, PaperAgency]
) -> None:
    agencies["ELC"] = PaperAgency(mood=mood)
    moves()
    carry_out()
    assert task("roll").state == state


def test_a_slow_agency_is_asked_until_it_has_its_answer(
    moves: Moves, carry_out: CarryOut, task: Task, agencies: dict[str, PaperAgency], at: datetime
) -> None:
    agencies["ELC"] = PaperAgency(mood="slow")
    moves()
    carry_out()
    assert (task("roll").state, task("roll").reference) == (TaskState.SENT, "A-1")
    assert actions.retry_due_tasks(by=SYSTEM, at=at + timedelta(minutes=14)) == 0
    assert actions.retry_due_tasks(by=SYSTEM, at=at + timedelta(minutes=16)) == 1
    agencies["ELC"].mood = "well"
    try_for("roll", 1, at)
    assert task("roll").state == TaskState.DONE


def test_a_job_that_was_lost_is_found_again(moves: Moves, at: datetime) -> None:
    moves()
    assert actions.retry_due_tasks(by=SYSTEM, at=at + timedelta(minutes=3)) == 1
