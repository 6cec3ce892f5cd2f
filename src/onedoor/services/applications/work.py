"""What is seen of the work of agencies on an application, and the events of it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from onedoor.kernel.events import Event
from onedoor.kernel.text import Text


class TaskState(StrEnum):
    WAITING = "waiting"  # not handed over yet, or to be tried again
    SENT = "sent"  # the agency has it
    STUCK = "stuck"  # the agency could not be reached; an officer of the lead agency sees to it
    DONE = "done"
    REFUSED = "refused"
    FAILED = "failed"  # given up by the lead agency
    UNDONE = "undone"  # it was done, and no longer holds
    CALLED_OFF = "called-off"  # the application ended before it was done


UNDER_WAY = (TaskState.WAITING, TaskState.SENT, TaskState.STUCK)

TASK_SAYS = {
    TaskState.WAITING: _("On its way to the agency"),
    TaskState.SENT: _("With the agency"),
    TaskState.STUCK: _("An officer sees to it"),
    TaskState.DONE: _("Done"),
    TaskState.REFUSED: _("Refused"),
    TaskState.FAILED: _("Could not be done"),
    TaskState.UNDONE: _("Taken back"),
    TaskState.CALLED_OFF: _("Called off"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One value that an agency is told for its task."""

    name: str
    label: Text
    value: Any
    unit: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskView:
    """One agency's piece of work. ``told`` is all that it learns of the application. ``late``: it
    came, or is still out, after its time. ``may_end``: this reader can complete or refuse it."""

    id: UUID
    number: str
    customer: UUID
    service: str
    title: Text
    step: str
    does: Text
    kind: str
    agency: str
    agency_name: Text
    lead: str
    state: TaskState
    attempts: int
    failure: str
    reference: str
    case: UUID | None
    due_at: datetime | None
    created_at: datetime
    sent_at: datetime | None
    ended_at: datetime | None
    ended_by_name: str
    undone_at: datetime | None
    undo: Text
    reasons: tuple[Text, ...]
    told: tuple[Told, ...]
    late: bool
    of_another: bool
    may_end: bool

    @property
    def is_open(self) -> bool:
        return self.state in UNDER_WAY

    @property
    def says(self) -> Any:
        return TASK_SAYS[self.state]


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerLine:
    """One thing that was done, or taken back, for an application: what, by whom, when."""

    happened_at: datetime
    act: str  # done | refused | failed | undone | brought | withdrawn
    title: Text
    agency: str
    agency_name: Text
    by_name: str
    text: Text


HANDED_OVER = Event("services.task.handed_over", _("%(agency)s has your %(title)s in hand: %(step)s."))
TOLD = Event("services.task.told", _("%(agency)s was told for %(title)s: %(told)s."))
TASK_DONE = Event("services.task.done", _("%(agency)s has done its part of %(title)s: %(step)s."))
TASK_DONE_LATE = Event(
    "services.task.done_late", _("%(agency)s has done its part of %(title)s, later than promised: %(step)s.")
)
TASK_REFUSED = Event(
    "services.task.refused", _("%(agency)s refused its part of %(title)s: %(step)s. You can read why.")
)
TASK_FAILED = Event(
    "services.task.failed", _("%(step)s could not be done for your %(title)s. You can read why.")
)
TASK_DELAYED = Event(
    "services.task.delayed",
    _("%(agency)s cannot be reached for a part of %(title)s. We keep trying; you need do nothing."),
)
TASK_STUCK = Event("services.task.stuck", _("An officer now sees to a part of %(title)s by hand: %(step)s."))
TASK_RETRIED = Event("services.task.retried", _("We try again to reach %(agency)s for %(title)s."))
TASK_UNDONE = Event("services.task.undone", _("%(agency)s took back its part of %(title)s: %(undo)s."))
UNDO_CONFIRMED = Event(
    "services.task.undo_confirmed",
    _("%(agency)s confirmed that this no longer stands for %(title)s: %(step)s."),
)
VALUE_BROUGHT = Event("services.value.brought", _("New from %(agency)s for %(title)s: %(what)s."))
VALUE_WITHDRAWN = Event("services.value.withdrawn", _("No longer valid: %(what)s, of %(title)s."))
ENDED = Event("services.application.ended", _("%(title)s ended before it was finished. You can read why."))
SUPPLIED = Event("services.application.supplied", _("You sent what was missing for %(title)s."))
STEP_REMINDED = Event("services.step.reminded", _("We reminded that this is due for %(title)s: %(step)s."))
STEP_PASSED = Event(
    "services.step.passed", _("This was not there in time, so %(title)s goes on without it: %(step)s.")
)
STEP_REVIEWED = Event(
    "services.step.reviewed", _("An officer looks at why this is not there yet for %(title)s: %(step)s.")
)
