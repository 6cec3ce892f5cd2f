"""One form, many agencies: each does its part by itself, and none waits for another."""

from datetime import datetime, timedelta
from uuid import UUID

import pytest

from onedoor.cases import queries as cases
from onedoor.exchange import queries as exchange
from onedoor.journal import queries as journal
from onedoor.kernel.actors import Actor
from onedoor.kernel.errors import Conflict, Invalid, NotFound, Refused
from onedoor.services import actions, queries
from onedoor.services.applications.work import TaskState
from onedoor.services.models import AgencyTask, BroughtValue
from tests.services.flow.agency import PaperAgency
from tests.services.flow.conftest import CarryOut, Moves, Task, of, waits

WET = {"en": "The cellar is wet.", "zh-hans": "地下室潮湿。"}
ROOF = {"en": "The roof leaks.", "zh-hans": "屋顶漏水。"}


def test_with_the_signature_the_first_task_is_there_and_the_rules_do_it(
    moves: Moves, carry_out: CarryOut, task: Task
) -> None:
    moves()
    assert task("enter").state == TaskState.WAITING
    carry_out()
    assert task("enter").state == TaskState.DONE


def test_then_all_the_others_are_under_way_at_once(moves: Moves, carry_out: CarryOut, citizen: Actor) -> None:
    view = moves()
    carry_out()
    assert waits(queries.get_application(view.number, by=citizen)) == {"roll", "flat"}
    assert {t.step: str(t.state) for t in queries.list_tasks_of(view.id, by=citizen)} == {
        "enter": "done", "roll": "sent", "flat": "sent", "card": "done", "bank": "done",
    }  # fmt: skip


def test_each_agency_gets_a_case_of_its_own_under_the_one_that_leads(
    moves: Moves, carry_out: CarryOut, task: Task
) -> None:
    view = moves()
    carry_out()
    case = cases.get_case(task("flat").case or UUID(int=0), by=of("HSG"))
    assert (case.agency, case.parent, case.kind) == ("HSG", view.case, "agency-task")
    assert case.promised_at == task("flat").due_at


def test_what_a_step_gives_is_in_its_register_with_the_agencys_word(
    moves: Moves, carry_out: CarryOut, mei: UUID, citizen: Actor
) -> None:
    moves()
    carry_out()
    (held,) = [v for v in exchange.list_held(mei, by=citizen) if v.attribute == "address"]
    assert (held.value, held.source, held.grade) == ("7 Quay Street", "CIV", "A")


def test_a_new_number_is_a_fact_from_then_on(
    moves: Moves, carry_out: CarryOut, task: Task, at: datetime
) -> None:
    moves()
    carry_out()
    actions.complete_task(task=task("roll").id, by=of("ELC"), at=at)
    assert BroughtValue.objects.get(name="roll_number").value.startswith("EL-")


def test_an_officer_sees_what_her_agency_is_told_and_nothing_else(
    moves: Moves, carry_out: CarryOut, task: Task
) -> None:
    view = moves()
    carry_out()
    seen = queries.get_task(task("roll").id, by=of("ELC"))
    assert {one.name: one.value for one in seen.told} == {"address": "7 Quay Street"}
    with pytest.raises(NotFound):
        queries.get_application(view.number, by=of("ELC"))


def test_the_lead_agency_sees_the_whole(moves: Moves, carry_out: CarryOut) -> None:
    view = moves()
    carry_out()
    assert queries.get_application(view.number, by=of("CIV")).number == view.number
    assert len(queries.list_tasks_of(view.id, by=of("CIV"))) == 5


@pytest.mark.parametrize("agency", ["HSG", "LAB"])
def test_another_agencys_task_is_unknown(
    agency: str, moves: Moves, carry_out: CarryOut, task: Task, at: datetime
) -> None:
    moves()
    carry_out()
    with pytest.raises(NotFound):
        queries.get_task(task("roll").id, by=of(agency))
    with pytest.raises(NotFound):
        actions.complete_task(task=task("roll").id, by=of(agency), at=at)


def test_the_lead_agency_does_not_do_anothers_work(
    moves: Moves, carry_out: CarryOut, task: Task, at: datetime
) -> None:
    moves()
    carry_out()
    with pytest.raises(NotFound):
        actions.complete_task(task=task("roll").id, by=of("CIV"), at=at)


def test_a_stranger_sees_no_task_and_does_none(
    moves: Moves, carry_out: CarryOut, task: Task, stranger: Actor, at: datetime
) -> None:
    view = moves()
    carry_out()
    assert queries.list_tasks_of(view.id, by=stranger) == []
    with pytest.raises(Refused):
        actions.complete_task(task=task("roll").id, by=stranger, at=at)


def test_the_customer_does_not_do_the_agencys_work(
    moves: Moves, carry_out: CarryOut, task: Task, citizen: Actor, at: datetime
) -> None:
    moves()
    carry_out()
    with pytest.raises(Refused):
        actions.complete_task(task=task("roll").id, by=citizen, at=at)


def test_when_all_have_done_their_part_it_is_finished(
    moves: Moves, carry_out: CarryOut, task: Task, citizen: Actor, at: datetime
) -> None:
    view = moves()
    carry_out()
    actions.complete_task(task=task("roll").id, by=of("ELC"), at=at)
    assert queries.get_application(view.number, by=citizen).partly_done
    actions.complete_task(task=task("flat").id, by=of("HSG"), at=at)
    assert queries.get_application(view.number, by=citizen).state == "closed"
    assert not cases.get_case(view.case or UUID(int=0), by=of("CIV")).is_open


def test_two_officers_at_once_do_it_once(moves: Moves, carry_out: CarryOut, task: Task, at: datetime) -> None:
    moves()
    carry_out()
    actions.complete_task(task=task("roll").id, by=of("ELC"), at=at)
    with pytest.raises(Conflict) as told:
        actions.complete_task(task=task("roll").id, by=of("ELC", "Lim", 901), at=at)
    assert told.value.facts["by"] == "Tan"


def test_a_no_needs_its_reasons(moves: Moves, carry_out: CarryOut, task: Task, at: datetime) -> None:
    moves()
    carry_out()
    with pytest.raises(Invalid):
        actions.refuse_task(task=task("roll").id, reasons=[{"en": " ", "zh-hans": ""}], by=of("ELC"), at=at)


def test_a_no_that_is_borne_leaves_the_others_alone_and_tells_every_reason(
    moves: Moves, carry_out: CarryOut, task: Task, citizen: Actor, mei: UUID, at: datetime
) -> None:
    from onedoor.contact import queries as contact

    view = moves()
    carry_out()
    actions.refuse_task(task=task("roll").id, reasons=[WET, ROOF], by=of("ELC"), at=at)
    seen = queries.get_application(view.number, by=citizen)
    assert waits(seen) == {"flat"}
    (part,) = seen.refused_parts
    assert (part.id, part.reasons) == ("roll", (WET, ROOF))
    texts = [message.body["en"] for message in contact.list_messages(mei, by=citizen)]
    assert any("The cellar is wet. The roof leaks." in text for text in texts)


def test_an_answer_after_its_time_is_taken_and_said_to_be_late(
    moves: Moves, carry_out: CarryOut, task: Task, citizen: Actor, mei: UUID, at: datetime
) -> None:
    moves()
    carry_out()
    actions.complete_task(task=task("flat").id, by=of("HSG"), at=at + timedelta(days=9))
    assert task("flat").late
    events = [entry.event for entry in journal.list_timeline(customer=mei, by=citizen)]
    assert "services.task.done_late" in events


def test_the_same_job_twice_does_nothing_more(
    moves: Moves, carry_out: CarryOut, task: Task, at: datetime
) -> None:
    from onedoor.kernel.actors import SYSTEM
    from onedoor.services.actions.agency_work import carry_out_or_note

    moves()
    carry_out()
    before = list(AgencyTask.objects.order_by("id").values())
    for row in AgencyTask.objects.all():
        carry_out_or_note(task=row.pk, by=SYSTEM, at=at)
    assert list(AgencyTask.objects.order_by("id").values()) == before


def test_every_step_is_in_her_own_journal_in_both_languages(
    moves: Moves, carry_out: CarryOut, task: Task, citizen: Actor, mei: UUID, at: datetime
) -> None:
    moves()
    carry_out()
    actions.complete_task(task=task("roll").id, by=of("ELC"), at=at)
    said = [entry.sentence("zh-hans") for entry in journal.list_timeline(customer=mei, by=citizen)]
    assert "选民登记处已办妥搬家日中的事项：登记入新选区。" in said
    assert any(text == "为办理搬家日，已告知选民登记处：新地址。" for text in said)


def test_an_agency_with_its_own_system_is_sent_what_it_is_told(
    moves: Moves, carry_out: CarryOut, task: Task, agencies: dict[str, PaperAgency]
) -> None:
    agencies["ELC"] = PaperAgency(values={"roll_number": "R-77", "stray": "x"})
    moves()
    carry_out()
    (message,) = agencies["ELC"].heard
    assert (message.told, message.kind) == ({"address": "7 Quay Street"}, "task")
    assert task("roll").state == TaskState.DONE
    assert list(BroughtValue.objects.filter(step="roll").values_list("name", "value")) == [
        ("roll_number", "R-77")
    ]
