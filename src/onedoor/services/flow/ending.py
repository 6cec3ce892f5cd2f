"""A task ends: done, refused or given up; the flow goes on, or the whole ends."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from onedoor.cases import actions as cases
from onedoor.cases import queries as case_queries
from onedoor.contact import actions as contact
from onedoor.kernel.actors import Actor
from onedoor.kernel.events import Event
from onedoor.kernel.text import LANGUAGES, Text
from onedoor.services.applications.names import name_of
from onedoor.services.applications.store import record
from onedoor.services.applications.types import ApplicationState
from onedoor.services.applications.work import (
    TASK_DONE,
    TASK_DONE_LATE,
    TASK_FAILED,
    TASK_REFUSED,
    UNDO_CONFIRMED,
    TaskState,
)
from onedoor.services.flow import effects
from onedoor.services.flow.giving import bring_about
from onedoor.services.flow.journey import Journey, move_on
from onedoor.services.flow.plan import title_of
from onedoor.services.models import AgencyTask

NO: Text = {
    "en": "{agency} could not agree to this part: {step}. Why: {reasons}",
    "zh-hans": "{agency}未能办理该事项：{step}。原因：{reasons}",
}
OUTCOMES = {TaskState.DONE: "done", TaskState.REFUSED: "refused", TaskState.FAILED: "refused"}


def end_task(
    journey: Journey,
    task: AgencyTask,
    state: TaskState,
    *,
    by: Actor,
    values: Mapping[str, Any] | None = None,
    reasons: Sequence[Text] = (),
) -> None:
    """The task has its answer. What it gives is brought about; its case ends; the flow goes on from
    it, unless it went on already; and a refusal that the service does not bear ends everything."""
    _note_end(journey, task, state, by=by, reasons=reasons)
    if task.kind == "undo":
        return
    if task.party_id is not None:  # about somebody else, and nobody waits for it
        if state != TaskState.DONE:
            _say_no(journey, task, reasons)
        return
    step = next(step for step in journey.file.steps if step.id == task.step)
    journey.know(**{f"{step.id}_state": str(state)})
    if state == TaskState.DONE:
        agency = source_of(journey, task)
        bring_about(journey, step, agency=agency, agency_name=name_of(agency), values=values)
    else:
        _say_no(journey, task, reasons)
    if journey.row.state == ApplicationState.CLOSED:
        return
    if state == TaskState.REFUSED and step.refused == "stop":
        from onedoor.services.flow.undoing import end_early

        end_early(journey, ended="refused", reasons=reasons, but=task)
        return
    node = f"{step.does}-{step.id}"
    if node in journey.row.waits_for:
        move_on(journey, node=node)
    effects.settle_case(journey)


def source_of(journey: Journey, task: AgencyTask) -> str:
    """In whose name a register takes what came of it: a partner reports through the lead agency."""
    return task.agency if task.agency.isupper() else journey.row.agencies[0]


def step_title(journey: Journey, task: AgencyTask) -> Text:
    """What the task is called, in words for the customer."""
    step = next((step for step in journey.file.steps if step.id == task.step), None)
    return title_of(step) if step else {"en": task.step, "zh-hans": task.step}


def close_task_case(task: AgencyTask, *, outcome: str, reason: str, by: Actor, journey: Journey) -> None:
    """Finish the child case, if there is one that is still open."""
    if task.case is not None and case_queries.get_case(task.case, by=journey.house).is_open:
        cases.close_case(
            case=task.case,
            outcome=outcome,
            reason=reason,
            rule=f"{task.kind}-{task.step}",
            by=by,
            at=journey.at,
        )


def join_reasons(reasons: Sequence[Text], language: str) -> str:
    """All reasons as one text; each stands on its own."""
    return " ".join(reason.get(language) or reason.get("en") or "" for reason in reasons)


def _note_end(
    journey: Journey, task: AgencyTask, state: TaskState, *, by: Actor, reasons: Sequence[Text]
) -> None:
    task.state, task.ended_at, task.next_try_at = state, journey.at, None
    task.ended_by, task.ended_by_name = _who(by)
    task.reasons = [dict(reason) for reason in reasons]
    task.save()
    reason = " / ".join(dict.fromkeys(join_reasons(reasons, language) for language in LANGUAGES))
    close_task_case(task, outcome=OUTCOMES[state], reason=reason, by=journey.house, journey=journey)
    record(
        _event(task, state),
        journey.row,
        journey.file,
        by=by if by.kind == "officer" else journey.house,
        at=journey.at,
        customer=task.customer,
        agency=name_of(task.agency),
        step=step_title(journey, task),
    )


def _event(task: AgencyTask, state: TaskState) -> Event:
    if task.kind == "undo":
        return UNDO_CONFIRMED
    if state == TaskState.REFUSED:
        return TASK_REFUSED
    if state == TaskState.FAILED:
        return TASK_FAILED
    late = task.due_at is not None and task.ended_at is not None and task.ended_at > task.due_at
    return TASK_DONE_LATE if late else TASK_DONE


def _who(by: Actor) -> tuple[UUID | None, str]:
    return (by.account, by.name) if by.kind == "officer" else (None, "")


def _say_no(journey: Journey, task: AgencyTask, reasons: Sequence[Text]) -> None:
    """She reads at once what was refused, and everything that stands against it."""
    agency, step = name_of(task.agency), step_title(journey, task)
    body: dict[str, str] = {
        language: NO[language].format(
            agency=agency[language], step=step[language], reasons=join_reasons(reasons, language)
        )
        for language in LANGUAGES
    }
    write_to_customer(journey, body, key=f"{task.pk}/no", customer=task.customer)


def write_to_customer(journey: Journey, body: Text, *, key: str, customer: UUID | None = None) -> None:
    """A message about her application, or to ``customer`` who takes part; the same ``key`` writes it once."""
    contact.send_message(
        customer=customer or journey.row.customer,
        title=journey.file.title,
        body=body,
        agency=journey.file.agency,
        application=journey.row.pk,
        case=journey.row.case,
        idempotency_key=key,
        by=journey.house,
        at=journey.at,
    )
