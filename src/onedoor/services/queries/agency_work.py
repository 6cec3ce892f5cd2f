"""Reads of the work of agencies: an officer's tasks, one task, and the ledger of an application."""

from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from onedoor.kernel import clock
from onedoor.kernel.actors import Actor
from onedoor.kernel.errors import NotFound
from onedoor.kernel.scope import scoped
from onedoor.kernel.text import LANGUAGES
from onedoor.services.applications.guard import visible_to
from onedoor.services.applications.names import name_of, public_name_of
from onedoor.services.applications.work import UNDER_WAY, LedgerLine, TaskState, TaskView
from onedoor.services.files.steps import Step
from onedoor.services.flow.ending import join_reasons, step_title
from onedoor.services.flow.journey import Journey, house_of, journey_of
from onedoor.services.flow.telling import told_of
from onedoor.services.models import AgencyTask, Application, BroughtValue


def visible_tasks(by: Actor) -> QuerySet[AgencyTask]:
    """Tasks that ``by`` may know of: an officer those of her agency, and those of all that take part
    where her agency leads; a customer her own, and what was told of her when she took part in another's."""
    if by.kind == "system":
        return AgencyTask.objects.all()
    if by.kind == "officer" and by.may("services.look"):
        return AgencyTask.objects.filter(agencies__contains=[by.agency])
    if by.kind == "citizen" and by.customer is not None:
        own = Q(application__in=visible_to(by).filter(customer=by.customer), party=None)
        of_her = Q(party__isnull=False, customer=by.customer) if by.mandate is None else Q(pk__in=[])
        return AgencyTask.objects.filter(own | of_her)
    return AgencyTask.objects.none()


def may_end(task: AgencyTask, *, by: Actor) -> bool:
    """Who settles it: its agency; the lead agency where it is stuck, or a partner has no desk."""
    if task.state not in UNDER_WAY or by.kind == "citizen":
        return False
    leads = by.agency != "" and by.agency in task.agencies
    return (
        by.kind == "system"
        or by.agency == task.agency
        or (leads and (task.state == TaskState.STUCK or not task.agency.isupper()))
    )


def list_tasks(*, by: Actor, open_only: bool = True, limit: int = 100) -> list[TaskView]:
    """The officer's own agency's tasks, and what is stuck where it leads; first due first."""
    rows = visible_tasks(by).filter(state__in=UNDER_WAY) if open_only else visible_tasks(by)
    if by.kind == "officer":
        rows = rows.filter(Q(agency=by.agency) | Q(state=TaskState.STUCK) | Q(agency__regex="^[a-z]"))
    found = list(rows.order_by("due_at", "created_at")[:limit])
    with scoped(house_of(by)):
        return [view_of(row, _journey(row, by), by=by) for row in found]


def list_tasks_of(application: UUID, *, by: Actor, at: datetime | None = None) -> list[TaskView]:
    """The tasks of one application that ``by`` may see, in the order in which they came up."""
    rows = list(visible_tasks(by).filter(application=application).order_by("created_at", "id"))
    if not rows:
        return []
    with scoped(house_of(by)):
        journey = _journey(rows[0], by, at)
        return [view_of(row, journey, by=by) for row in rows]


def get_task(task: UUID, *, by: Actor) -> TaskView:
    """One task with all that its agency is told. Raises NotFound."""
    return _one(visible_tasks(by).filter(pk=task), by)


def find_task_of_case(case: UUID, *, by: Actor) -> TaskView | None:
    """The task behind a case of the desk."""
    try:
        return _one(visible_tasks(by).filter(case=case), by)
    except NotFound:
        return None


def list_tasks_of_party(party: UUID, *, by: Actor) -> list[TaskView]:
    """What agencies were told of somebody who took part, and how each answered; for herself alone."""
    rows = list(visible_tasks(by).filter(party=party, undoes=None).order_by("created_at", "id"))
    with scoped(house_of(by)):
        return [view_of(row, _journey(row, by), by=by) for row in rows]


def get_ledger(application: UUID, *, by: Actor) -> list[LedgerLine]:
    """What was done and what was taken back, by whom and when; at one moment what was done last is
    taken back first."""
    rows = list(visible_tasks(by).filter(application=application).order_by("-ended_at", "-id"))
    if not rows:
        return []
    row = rows[0].application_id
    with scoped(house_of(by)):
        journey = _journey(rows[0], by)
        lines = [line for task in rows for line in _lines(journey, task, by)]
        if by.kind != "officer" or by.agency == journey.file.agency:
            lines += _brought(journey, row, by)
    return sorted(lines, key=lambda line: line.happened_at)


def view_of(row: AgencyTask, journey: Journey, *, by: Actor) -> TaskView:
    """The task as this reader sees it."""
    step = _step(journey, row)
    named = public_name_of if by.kind == "citizen" else name_of
    end = row.ended_at or journey.at
    return TaskView(
        id=row.pk,
        number=journey.row.number,
        customer=row.customer,
        service=journey.file.service,
        title=journey.file.title,
        step=row.step,
        does=step_title(journey, row),
        kind=row.kind,
        agency=row.agency,
        agency_name=named(row.agency),
        lead=journey.file.agency,
        state=TaskState(row.state),
        attempts=row.attempts,
        failure=row.failure,
        reference=row.reference,
        of_another=row.party_id is not None,
        case=row.case,
        due_at=row.due_at,
        created_at=row.created_at,
        sent_at=row.sent_at,
        ended_at=row.ended_at,
        ended_by_name="" if by.kind == "citizen" else row.ended_by_name,
        undone_at=row.undone_at,
        undo=(step.undo or {}) if step else {},
        reasons=tuple(row.reasons),
        told=tuple(told_of(journey, row)) if by.kind != "citizen" else (),
        late=row.due_at is not None and end > row.due_at,
        may_end=may_end(row, by=by),
    )


def _one(rows: QuerySet[AgencyTask], by: Actor) -> TaskView:
    row = rows.order_by("-created_at").first()
    if row is None:
        raise NotFound("task.unknown", _("There is no such task, or it is not your agency's."))
    with scoped(house_of(by)):
        return view_of(row, _journey(row, by), by=by)


def _journey(row: AgencyTask, by: Actor, at: datetime | None = None) -> Journey:
    """Read for the house: an agency that only does a task never sees the application itself."""
    return journey_of(Application.objects.get(pk=row.application_id), by=by, at=at or clock.now())


def _step(journey: Journey, task: AgencyTask) -> Step | None:
    return next((step for step in journey.file.steps if step.id == task.step), None)


def _lines(journey: Journey, task: AgencyTask, by: Actor) -> list[LedgerLine]:
    task_view = view_of(task, journey, by=by)
    found = []

    def add(at: datetime, act: str, text: dict[str, str]) -> None:
        found.append(
            LedgerLine(
                happened_at=at,
                act=act,
                title=task_view.does,
                agency=task.agency,
                agency_name=task_view.agency_name,
                by_name=task_view.ended_by_name,
                text=text,
            )
        )

    if task.kind == "undo":
        if task.ended_at is not None:
            add(task.ended_at, "confirmed", {})
        return found
    if task.ended_at is not None:
        act = "done" if task.state == TaskState.UNDONE else task.state
        add(task.ended_at, act, {code: join_reasons(task.reasons, code) for code in LANGUAGES})
    if task.undone_at is not None:
        add(task.undone_at, "undone", dict(task_view.undo))
    return found


def _brought(journey: Journey, application: UUID, by: Actor) -> list[LedgerLine]:
    gifts = {gift.id: gift.text for step in journey.file.steps for gift in step.gives}
    named = public_name_of if by.kind == "citizen" else name_of
    lines = []
    for value in BroughtValue.objects.filter(application=application):
        moments = [("brought", value.brought_at), ("withdrawn", value.withdrawn_at)]
        lines += [
            LedgerLine(
                happened_at=at,
                act=act,
                title=gifts.get(value.name, {"en": value.name, "zh-hans": value.name}),
                agency=value.agency,
                agency_name=named(value.agency),
                by_name="",
                text={},
            )
            for act, at in moments
            if at is not None
        ]
    return lines
