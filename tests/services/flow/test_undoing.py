"""A no that the service does not bear: what was done is undone, last first, and the customer is told."""

from datetime import datetime, timedelta
from uuid import UUID

import pytest

from onedoor.cases import queries as cases
from onedoor.contact import queries as contact
from onedoor.exchange import actions as exchange
from onedoor.exchange import queries as registers
from onedoor.exchange.types import NewValue
from onedoor.journal import queries as journal
from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.kernel.errors import Conflict
from onedoor.services import actions, queries
from onedoor.services.applications.work import TaskState
from onedoor.services.files.steps import Step
from onedoor.services.flow import effects
from onedoor.services.flow.journey import Journey
from onedoor.services.models import AgencyTask
from tests.services.flow.agency import PaperAgency
from tests.services.flow.conftest import CarryOut, Moves, Task, of

WET = {"en": "The cellar is wet.", "zh-hans": "地下室潮湿。"}


@pytest.fixture
def old_address(mei: UUID, at: datetime) -> None:
    exchange.report_values(
        register="civil-register", source="CIV", values=[NewValue(mei, "address", "1 Old Road")],
        by=SYSTEM, at=at,
    )  # fmt: skip


@pytest.fixture
def refused(
    moves: Moves, old_address: None, carry_out: CarryOut, task: Task, citizen: Actor, at: datetime
) -> str:
    """Everything was done but the flat, which the Housing Board refuses. Gives the number."""
    view = moves()
    carry_out()
    actions.complete_task(task=task("roll").id, by=of("ELC"), at=at + timedelta(hours=1))
    actions.refuse_task(task=task("flat").id, reasons=[WET], by=of("HSG"), at=at + timedelta(hours=2))
    return view.number


def test_it_ends_as_refused_with_the_reason(refused: str, citizen: Actor) -> None:
    view = queries.get_application(refused, by=citizen)
    assert (view.state, view.ended) == ("closed", "refused")
    case = cases.get_case(view.case or UUID(int=0), by=of("CIV"))
    assert (case.outcome, case.reason) == ("refused", "The cellar is wet. / 地下室潮湿。")


def test_what_was_done_is_undone_last_first(refused: str, citizen: Actor, mei: UUID) -> None:
    lines = queries.get_ledger(queries.get_application(refused, by=citizen).id, by=citizen)
    undone = [line.text["en"] for line in lines if line.act == "undone" and line.text]
    assert undone == [
        "You are on the old roll again", "The library has your old address", "Your old address stands again",
    ]  # fmt: skip


def test_the_ledger_says_what_was_done_and_undone_by_whom(refused: str) -> None:
    number = queries.get_application(refused, by=of("CIV")).id
    lines = queries.get_ledger(number, by=of("CIV"))
    said = [(line.act, line.title["en"], line.by_name) for line in lines]
    assert ("done", "You are put on the new roll", "Tan") in said
    assert ("refused", "The flat is yours", "Tan") in said
    assert ("withdrawn", "Your new address", "") in said


def test_the_register_has_what_held_before(refused: str, mei: UUID, citizen: Actor) -> None:
    (held,) = [v for v in registers.list_held(mei, by=citizen) if v.attribute == "address"]
    assert held.value == "1 Old Road"


def test_each_undoing_is_said_to_her(refused: str, mei: UUID, citizen: Actor) -> None:
    said = [entry.sentence("en") for entry in journal.list_timeline(customer=mei, by=citizen)]
    assert "Electoral Roll took back its part of Moving day: You are on the old roll again." in said
    (last,) = [m for m in contact.list_messages(mei, by=citizen) if "ended here" in m.body["en"]]
    assert "The cellar is wet." in last.body["en"]
    assert "Your old address stands again" in last.body["en"]


def test_a_notice_for_this_end_still_goes_out_and_no_other(refused: str, mei: UUID, citizen: Actor) -> None:
    bodies = [message.body["en"] for message in contact.list_messages(mei, by=citizen)]
    assert "We are sorry" in bodies
    assert "Welcome home" not in bodies


def test_an_officer_of_each_agency_is_asked_to_take_it_back(
    refused: str, carry_out: CarryOut, at: datetime
) -> None:
    carry_out()
    undo = AgencyTask.objects.get(step="roll", kind="undo")
    assert cases.get_case(undo.case or UUID(int=0), by=of("ELC")).kind == "agency-undo"
    with pytest.raises(Conflict):
        actions.refuse_task(task=undo.pk, reasons=[WET], by=of("ELC"), at=at)
    assert actions.complete_task(task=undo.pk, by=of("ELC"), at=at).state == TaskState.DONE


def test_what_the_rules_did_alone_needs_nobody_to_undo_it(refused: str) -> None:
    assert not AgencyTask.objects.filter(step="enter", kind="undo").exists()


def test_work_under_way_is_called_off(moves: Moves, carry_out: CarryOut, task: Task, at: datetime) -> None:
    moves()
    carry_out()
    case = task("roll").case
    actions.refuse_task(task=task("flat").id, reasons=[WET], by=of("HSG"), at=at)
    assert task("roll").state == TaskState.CALLED_OFF
    assert not cases.get_case(case or UUID(int=0), by=of("ELC")).is_open
    with pytest.raises(Conflict):
        actions.complete_task(task=task("roll").id, by=of("ELC"), at=at)


def test_an_agencys_own_system_is_told_and_may_answer_late_without_harm(
    moves: Moves, carry_out: CarryOut, task: Task, agencies: dict[str, PaperAgency], at: datetime
) -> None:
    from onedoor.services.actions.agency_work import note_receipt

    agencies["ELC"] = PaperAgency(mood="slow")
    moves()
    carry_out()
    actions.refuse_task(task=task("flat").id, reasons=[WET], by=of("HSG"), at=at)
    agencies["ELC"].mood = "well"
    carry_out()
    assert [m.kind for m in agencies["ELC"].heard] == ["task", "undo"]
    receipt = agencies["ELC"].ask(agencies["ELC"].heard[0])
    assert note_receipt(task=task("roll").id, receipt=receipt, by=SYSTEM, at=at) == TaskState.CALLED_OFF


def test_steps_that_moved_money_are_handed_to_their_undoing_once(
    moves: Moves, carry_out: CarryOut, task: Task, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    undone: list[str] = []

    def give_back(journey: Journey, step: Step) -> None:
        undone.append(step.id)

    monkeypatch.setitem(effects.UNDO, "decide", give_back)
    moves()
    carry_out()
    actions.refuse_task(task=task("flat").id, reasons=[WET], by=of("HSG"), at=at)
    assert undone == ["look"]


def test_she_may_begin_anew(refused: str, moves: Moves) -> None:
    assert moves(address="8 Quay Street").number != refused
