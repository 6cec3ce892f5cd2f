"""What an officer does to her agency's task: do it, refuse it with every reason, or try again."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from onedoor.cases import actions as cases
from onedoor.cases import queries as case_queries
from onedoor.kernel.actions import action
from onedoor.kernel.actors import Actor
from onedoor.kernel.errors import Conflict, Invalid, NotFound
from onedoor.kernel.scope import scoped
from onedoor.kernel.text import Text
from onedoor.services.actions.agency_work import lock_task
from onedoor.services.applications.names import name_of
from onedoor.services.applications.store import record
from onedoor.services.applications.work import TASK_RETRIED, UNDER_WAY, TaskState, TaskView
from onedoor.services.flow.ending import close_task_case, end_task, step_title
from onedoor.services.flow.handing import defer
from onedoor.services.flow.journey import Journey
from onedoor.services.models import AgencyTask
from onedoor.services.queries.agency_work import may_end, view_of, visible_tasks


@action(may="services.decide")
def complete_task(*, task: UUID, by: Actor, at: datetime) -> TaskView:
    """The agency has done its part: what that gives is brought about, and the flow goes on. An
    answer after its time is taken all the same, and said to be late."""
    with scoped(by):
        _check_mine(task, by)
    with scoped(_house(by)):
        journey, row = _take(task, by=by, at=at)
        end_task(journey, row, TaskState.DONE, by=by)
        return _saved(journey, row, by)


@action(may="services.decide")
def refuse_task(*, task: UUID, reasons: Sequence[Text], by: Actor, at: datetime) -> TaskView:
    """The agency says no, with everything that stands against it at once: the citizen reads each
    reason. An officer of the lead agency gives up in this way what could not be delivered."""
    said = [reason for reason in reasons if any(text.strip() for text in reason.values())]
    if not said:
        raise Invalid(
            "task.reasons",
            _("Write every reason, in words the customer will read. She must learn all of them at once."),
            field="reasons",
        )
    with scoped(by):
        _check_mine(task, by)
    with scoped(_house(by)):
        journey, row = _take(task, by=by, at=at)
        if row.kind == "undo":
            raise Conflict("task.undo_refused", _("What was taken back cannot be refused. Confirm it."))
        given_up = row.state == TaskState.STUCK or by.agency not in ("", row.agency)
        state = TaskState.FAILED if given_up else TaskState.REFUSED
        end_task(journey, row, state, by=by, reasons=said)
        return _saved(journey, row, by)


@action(may="services.decide")
def retry_task(*, task: UUID, by: Actor, at: datetime) -> TaskView:
    """Try once more to reach the agency: the pauses begin anew."""
    with scoped(by):
        _check_mine(task, by)
    with scoped(_house(by)):
        journey, row = _take(task, by=by, at=at)
        if row.state != TaskState.STUCK:
            raise Conflict("task.not_stuck", _("This is under way. Nothing needs to be tried again."))
        close_task_case(row, outcome="done", reason="", by=journey.house, journey=journey)
        row.state, row.attempts, row.next_try_at, row.case = TaskState.WAITING, 0, None, None
        row.save()
        defer(row)
        agency, step = name_of(row.agency), step_title(journey, row)
        record(TASK_RETRIED, journey.row, journey.file, by=by, at=at, agency=agency, step=step)
        return view_of(row, journey, by=by)


def _check_mine(task: UUID, by: Actor) -> None:
    """Another agency's task is as unknown as one that does not exist."""
    row = visible_tasks(by).filter(pk=task).first()
    if row is None or by.kind not in ("officer", "system"):
        raise NotFound("task.unknown", _("There is no such task, or it is not your agency's."))


def _take(task: UUID, *, by: Actor, at: datetime) -> tuple[Journey, AgencyTask]:
    """The task for this officer alone, while it is still open."""
    journey, row = lock_task(task, by=by, at=at)
    if row.state not in UNDER_WAY:
        raise Conflict(
            "task.ended",
            _("This was settled already. Look at it again."),
            state=row.state,
            by=row.ended_by_name,
        )
    if not may_end(row, by=by):
        raise NotFound("task.unknown", _("There is no such task, or it is not your agency's."))
    if by.kind == "officer" and row.case is not None:
        case = case_queries.get_case(row.case, by=journey.house)
        taken = case.taken_at is not None and case.owner != by.account  # then taking it says who has it
        if taken or (case.is_open and case.taken_at is None and by.may("cases.work")):
            with scoped(by):
                cases.take_case(case=row.case, by=by, at=at)
    return journey, row


def _saved(journey: Journey, row: AgencyTask, by: Actor) -> TaskView:
    journey.row.changed_at = journey.at
    journey.row.save()
    return view_of(row, journey, by=by)


def _house(by: Actor) -> Actor:
    return Actor(kind="system", door=by.door, assurance=4)
