"""The house's side of handing tasks over: claiming, noting answers, trying again, giving up."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q

from onedoor.cases import actions as cases
from onedoor.contact import actions as contact
from onedoor.kernel.actions import action
from onedoor.kernel.actors import Actor
from onedoor.kernel.errors import Refused
from onedoor.kernel.scope import scoped
from onedoor.kernel.text import LANGUAGES, Text
from onedoor.services.applications.names import name_of
from onedoor.services.applications.reckoning import promise_of
from onedoor.services.applications.store import record
from onedoor.services.applications.types import ApplicationState
from onedoor.services.applications.work import (
    HANDED_OVER,
    TASK_DELAYED,
    TASK_STUCK,
    TOLD,
    UNDER_WAY,
    TaskState,
)
from onedoor.services.decide.expressions import holds
from onedoor.services.files.steps import Step
from onedoor.services.flow.carrying import ASK_EVERY, MOST_TRIES, pause_after
from onedoor.services.flow.ending import end_task, step_title
from onedoor.services.flow.handing import defer
from onedoor.services.flow.journey import Journey, journey_of
from onedoor.services.flow.telling import message_of, told_of
from onedoor.services.links.base import Message, Receipt
from onedoor.services.links.choosing import choose_link
from onedoor.services.models import AgencyTask, Application

TELL_AT = 2
LOST_AFTER = timedelta(minutes=2)
WORK_SUBJECT: Text = {"en": "{step}: {title}", "zh-hans": "{step}：{title}"}
UNDO_SUBJECT: Text = {"en": "Take back: {step}, {title}", "zh-hans": "撤销：{step}，{title}"}
STUCK_SUBJECT: Text = {
    "en": "Cannot be reached for {title}: {agency}", "zh-hans": "无法送达（{title}）：{agency}"
}  # fmt: skip
DELAYED: Text = {
    "en": "One part is delayed, because {agency} cannot be reached. The other parts go on, we keep trying, "
    "and you need do nothing.",
    "zh-hans": "{agency}暂时无法联系，其中一项将延后办理。其他事项照常进行，我们会持续重试，"
    "您无需办理任何手续。",
}


@dataclass(frozen=True, slots=True)
class Claimed:
    """A task that one job may hand over now. ``asks``: the agency has it; ask how it goes."""

    message: Message
    asks: bool


def lock_task(task: UUID, *, by: Actor, at: datetime) -> tuple[Journey, AgencyTask]:
    """The application first, then the task, so that two who act at once never wait for each other."""
    row = Application.objects.select_for_update().get(tasks=task)
    return journey_of(row, by=by, at=at), AgencyTask.objects.select_for_update().get(pk=task)


@action()
def claim_task(*, task: UUID, by: Actor, at: datetime) -> Claimed | None:
    """Take the task in hand until its answer, or until the claim runs out. None when it is in other
    hands, has its answer, or was done here and now by the rules themselves."""
    journey, row = lock_task(task, by=by, at=at)
    is_due = row.next_try_at is None or row.next_try_at <= at
    if row.state not in (TaskState.WAITING, TaskState.SENT) or not is_due:
        return None
    asks = row.state == TaskState.SENT
    if asks and choose_link(row.agency).in_house:
        return None
    with scoped(journey.house):
        if choose_link(row.agency).in_house and _is_automatic(journey, row):
            _note_told(journey, row)
            end_task(journey, row, TaskState.DONE, by=journey.house)
            _save(journey)
            return None
        row.attempts += not asks
        row.next_try_at = at + (ASK_EVERY if asks else pause_after(row.attempts))
        row.save(update_fields=["attempts", "next_try_at"])
        return Claimed(message_of(journey, row), asks)


@action()
def note_receipt(*, task: UUID, receipt: Receipt, by: Actor, at: datetime) -> TaskState:
    """What the agency answered. An answer to what is settled already changes nothing."""
    journey, row = lock_task(task, by=by, at=at)
    if row.state not in UNDER_WAY:
        return TaskState(row.state)
    with scoped(journey.house):
        if row.state == TaskState.WAITING:
            _note_sent(journey, row, receipt.reference)
        if receipt.outcome == "accepted" and not _is_automatic(journey, row):
            row.next_try_at = None if choose_link(row.agency).in_house else at + ASK_EVERY
            row.save()
            return TaskState(row.state)
        state = TaskState.REFUSED if receipt.outcome == "refused" else TaskState.DONE
        values = _declared(journey, row, receipt.values)
        end_task(journey, row, state, by=journey.house, values=values, reasons=receipt.reasons)
        _save(journey)
    return state


@action()
def note_failure(*, task: UUID, code: str, for_good: bool, by: Actor, at: datetime) -> TaskState:
    """The agency gave no answer that can be used. The person is told once, whatever fails after; when
    asking again is of no use any more, an officer of the lead agency gets it."""
    journey, row = lock_task(task, by=by, at=at)
    if row.state != TaskState.WAITING:
        return TaskState(row.state)
    with scoped(journey.house):
        row.failure = code
        if row.attempts >= TELL_AT or for_good:
            _tell_once(journey, row)
        if for_good or row.attempts >= MOST_TRIES:
            _give_to_lead(journey, row, code)
        row.save()
    return TaskState(row.state)


@action()
def retry_due_tasks(*, by: Actor, at: datetime, limit: int = 500) -> int:
    """Queue every task whose pause is over, and those whose job was lost. Gives how many."""
    lost = Q(next_try_at=None, state=TaskState.WAITING, created_at__lt=at - LOST_AFTER)
    due = Q(next_try_at__lte=at, state__in=(TaskState.WAITING, TaskState.SENT))
    rows = list(AgencyTask.objects.filter(due | lost).order_by("created_at")[:limit])
    for row in rows:
        defer(row)
    return len(rows)


def carry_out_or_note(*, task: UUID, by: Actor, at: datetime) -> TaskState | None:
    """``carry_out``, where a rule of the service itself may be broken: then the lead agency's officer
    gets the task at once, since no agency can mend that."""
    from onedoor.services.flow.carrying import carry_out

    try:
        return carry_out(task=task, by=by, at=at)
    except Refused as refusal:
        return note_failure(task=task, code=refusal.code, for_good=True, by=by, at=at)


def _save(journey: Journey) -> None:
    journey.row.changed_at = journey.at
    journey.row.save()


def _step(journey: Journey, task: AgencyTask) -> Step:
    return next(step for step in journey.file.steps if step.id == task.step)


def _is_automatic(journey: Journey, task: AgencyTask) -> bool:
    auto = _step(journey, task).auto
    return task.kind == "task" and bool(auto) and holds(auto, journey.facts())


def _declared(journey: Journey, task: AgencyTask, values: Mapping[str, Any]) -> dict[str, Any]:
    """Only what the step says it gives, and only plain values."""
    gifts = {gift.id for gift in _step(journey, task).gives}
    return {
        name: value
        for name, value in values.items()
        if name in gifts and isinstance(value, str | int | float | bool) and len(str(value)) <= 200
    }


def _note_sent(journey: Journey, task: AgencyTask, reference: str) -> None:
    """It is with the agency now: at its desk as a case with a clock, or in its own system."""
    task.state, task.sent_at, task.reference = TaskState.SENT, journey.at, reference
    in_house = choose_link(task.agency).in_house
    if in_house and task.kind != "tell":
        task.case = _open_case(journey, task)
    if task.kind != "undo":
        _record(journey, HANDED_OVER, task)
        _note_told(journey, task)


def _note_told(journey: Journey, task: AgencyTask) -> None:
    """The customer sees at once which of her values an agency learned for its part."""
    told = told_of(journey, task)
    if told:
        labels = {
            "en": ", ".join(one.label["en"] for one in told),
            "zh-hans": "、".join(one.label["zh-hans"] for one in told),
        }
        agency = name_of(task.agency)
        record(
            TOLD, journey.row, journey.file, by=journey.house, at=journey.at, customer=task.customer,
            agency=agency, told=labels,
        )  # fmt: skip


def _open_case(journey: Journey, task: AgencyTask) -> UUID:
    """Work for an officer of the agency; where a partner has no system of its own, of the lead agency."""
    step, promise = _step(journey, task), promise_of(journey.file, journey.reckoning)
    subject = UNDO_SUBJECT if task.kind == "undo" else WORK_SUBJECT
    return _case(
        journey,
        kind="agency-undo" if task.kind == "undo" else "agency-task",
        agency=task.agency if task.agency.isupper() else journey.row.agencies[0],
        subject=subject,
        task=task,
        term=_short(step.until) or promise.answer,
    )


def _give_to_lead(journey: Journey, task: AgencyTask, code: str) -> None:
    task.state, task.next_try_at = TaskState.STUCK, None
    task.case = _case(
        journey,
        kind="agency-stuck",
        agency=journey.row.agencies[0],
        subject=STUCK_SUBJECT,
        task=task,
        term="P1D",
    )
    cases.add_note(case=task.case, text=f"{task.agency}: {code}", by=journey.house, at=journey.at)
    _record(journey, TASK_STUCK, task)


def _case(journey: Journey, *, kind: str, agency: str, subject: Text, task: AgencyTask, term: str) -> UUID:
    promise, step, who = (
        promise_of(journey.file, journey.reckoning),
        step_title(journey, task),
        name_of(task.agency),
    )
    return cases.open_case(
        kind=kind,
        customer=journey.row.customer,
        agency=agency,
        service=journey.file.service,
        subject={
            language: subject[language].format(
                step=step[language], title=journey.file.title[language], agency=who[language]
            )
            for language in LANGUAGES
        },
        promise=term,
        calendar=promise.calendar,
        lane=promise.lane,
        application=journey.row.pk,
        parent=journey.row.case,
        by=journey.house,
        at=journey.at,
    ).id


def _short(term: str | None) -> str:
    """The term where a clock can count it: months and years have no fixed length."""
    return term if term and not {"Y", "M"} & set(term.partition("T")[0]) else ""


def _tell_once(journey: Journey, task: AgencyTask) -> None:
    row = journey.row
    if task.party_id is not None:
        return
    others = AgencyTask.objects.filter(application=row, attempts__gte=TELL_AT).exclude(failure="")
    if row.state == ApplicationState.CLOSED or others.exclude(pk=task.pk).exists() or task.attempts > TELL_AT:
        return
    agency = name_of(task.agency)
    contact.send_message(
        customer=row.customer,
        title=journey.file.title,
        body={language: DELAYED[language].format(agency=agency[language]) for language in LANGUAGES},
        agency=journey.file.agency,
        application=row.pk,
        case=row.case,
        idempotency_key=f"{row.pk}/delayed",
        by=journey.house,
        at=journey.at,
    )
    _record(journey, TASK_DELAYED, task)


def _record(journey: Journey, event: Any, task: AgencyTask) -> None:
    record(
        event,
        journey.row,
        journey.file,
        by=journey.house,
        at=journey.at,
        customer=task.customer,
        agency=name_of(task.agency),
        step=step_title(journey, task),
    )
