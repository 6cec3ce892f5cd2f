"""The steps of an application as its customer reads them: what is done, what is now, who acts."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from onedoor.services.applications.names import public_name_of
from onedoor.services.applications.types import StepView
from onedoor.services.applications.work import UNDER_WAY, TaskState
from onedoor.services.decide.expressions import holds, read_names
from onedoor.services.files.schema import ServiceFile
from onedoor.services.files.steps import Step
from onedoor.services.flow import engine
from onedoor.services.flow.giving import WORK, facts_of_work
from onedoor.services.flow.plan import LEAD, default_steps, lane_of, title_of
from onedoor.services.models import AgencyTask, Application, Wait

THEIRS = frozenset({"sign", "pay", "supply"})


def list_steps(file: ServiceFile, row: Application, facts: Mapping[str, Any]) -> list[StepView]:
    """The steps in order; those whose condition does not hold are left out unless done, or unless
    what they depend on is still to come."""
    stand = _read(file, row, facts)
    views = []
    for step in default_steps(file):
        if step.does == "sign" and row.assessed_at is not None:
            continue
        kind = stand.kind_of(step)
        if kind:
            views.append(_view(file, step, kind, stand))
    return views


@dataclass(frozen=True, slots=True)
class _Stand:
    """Where the application stands: nodes that are over, nodes that wait, and its tasks."""

    row: Application
    facts: Mapping[str, Any]
    over: frozenset[str]
    now: frozenset[str]
    to_come: frozenset[str]
    tasks: Mapping[str, AgencyTask]
    waits: Mapping[str, Wait]

    @property
    def is_over(self) -> bool:
        return self.row.state in ("closed", "withdrawn") and self.row.flow is None

    def lane_of(self, step: Step) -> str:
        """Who does it; where the service leaves that open, the agency that leads this application."""
        return self.row.agencies[0] if lane_of(step) == LEAD else lane_of(step)

    def kind_of(self, step: Step) -> str:
        """What is done at the step; empty when nothing is."""
        own, other = f"{step.does}-{step.id}", f"{step.otherwise}-{step.id}"
        if own in self.over | self.now or step.id in self.tasks:
            return step.does
        if other in self.over | self.now and step.otherwise in ("review", "supply"):
            return step.otherwise
        if not step.when or holds(step.when, self.facts):
            return step.does
        if self.to_come & set(read_names(step.when)) and not self.is_over and not self.row.ended:
            return step.does
        return step.otherwise if step.otherwise in ("review", "supply") else step.does * bool(step.otherwise)

    def state_of(self, step: Step, kind: str) -> str:
        """done, now, later or skipped."""
        node = f"{kind}-{step.id}"
        if node in self.now:
            return "now"
        if self.is_over or node in self.over or f"{step.otherwise}-{step.id}" in self.over:
            return "done"
        return "skipped" if self.row.ended else "later"


def _read(file: ServiceFile, row: Application, facts: Mapping[str, Any]) -> _Stand:
    steps = default_steps(file)
    over = frozenset(engine.list_passed(row.flow)) if row.flow else frozenset()
    now = frozenset(row.waits_for)
    if row.flow is None and row.state in ("draft", "checking") and row.signed_at is None:
        now = frozenset(f"sign-{step.id}" for step in steps if step.does == "sign")
    works = row.flow is not None or row.signed_at is not None
    has_work = works and any(step.does in WORK for step in steps)
    tasks = AgencyTask.objects.filter(application=row, undoes=None, party=None) if has_work else ()
    waits = Wait.objects.filter(application=row).order_by("since") if works and _waits(file) else ()
    to_come = {
        name
        for step in steps
        if f"{step.does}-{step.id}" not in over
        for name in (f"{step.id}_state", *(gift.id for gift in step.gives))
    }
    return _Stand(
        row=row,
        facts={**facts, **(facts_of_work(row, file) if works else {})},
        over=over,
        now=now,
        to_come=frozenset(to_come),
        tasks={task.step: task for task in tasks},
        waits={wait.node: wait for wait in waits},
    )


def _waits(file: ServiceFile) -> bool:
    return any(step.until or step.does in (*WORK, "confirm", "supply") for step in file.steps)


def _view(file: ServiceFile, step: Step, kind: str, stand: _Stand) -> StepView:
    task, wait = stand.tasks.get(step.id), stand.waits.get(f"{kind}-{step.id}")
    lane, state = stand.lane_of(step), stand.state_of(step, kind)
    return StepView(
        id=step.id,
        title=title_of(step, kind),
        by=lane,
        by_name=public_name_of(lane, file),
        does=kind,
        state=state,
        you_must_act=state == "now" and lane == "customer" and kind in THEIRS,
        ends=_ends(task, state),
        reasons=tuple(task.reasons) if task else (),
        page=step.page or "" if kind == "supply" else "",
        since=wait.since if wait else None,
        due_at=(task.due_at if task else None) or (wait.due_at if wait else None),
        ended_at=task.ended_at if task else (wait.over_at if wait else None),
        is_delayed=task is not None and task.state in UNDER_WAY and task.failure != "",
    )


def _ends(task: AgencyTask | None, state: str) -> str:
    """How a piece of work ended, where it is not simply done: refused, failed, undone, late."""
    if task is None:
        return ""
    if task.state in UNDER_WAY:
        return "late" if state == "done" else ""
    return "" if task.state == TaskState.DONE else str(task.state)
