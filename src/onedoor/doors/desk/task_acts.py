"""What an officer can do to her agency's part of an application, from the case that stands for it."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from onedoor.kernel.actors import Actor
from onedoor.kernel.errors import NotFound
from onedoor.kernel.text import LANGUAGES
from onedoor.services import actions, queries

TASK_ACTS: dict[str, Callable[[Any], bool]] = {
    "complete": lambda task: task.may_end,
    "refuse": lambda task: task.may_end and task.kind != "undo",
    "retry": lambda task: task.may_end and task.state == "stuck",
}
"""Acts on an agency's task, and to which tasks they fit."""


def _task_of(case: Any, by: Actor) -> Any:
    task = queries.find_task_of_case(case.id, by=by)
    if task is None:
        raise NotFound("task.unknown", _("There is no such task, or it is not your agency's."))
    return task


def complete(*, case: Any, given: Mapping[str, Any], by: Actor, at: datetime) -> None:
    """Our part is done."""
    actions.complete_task(task=_task_of(case, by).id, by=by, at=at)


def refuse(*, case: Any, given: Mapping[str, Any], by: Actor, at: datetime) -> None:
    """No, with each line as a reason."""
    reasons = [
        dict.fromkeys(LANGUAGES, line.strip()) for line in given["reasons"].splitlines() if line.strip()
    ]
    actions.refuse_task(task=_task_of(case, by).id, reasons=reasons, by=by, at=at)


def retry(*, case: Any, given: Mapping[str, Any], by: Actor, at: datetime) -> None:
    """Once more."""
    actions.retry_task(task=_task_of(case, by).id, by=by, at=at)
