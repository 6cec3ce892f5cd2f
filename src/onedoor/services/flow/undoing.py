"""An application ends before its way does: what was done is undone, last first, and said.

Nothing that still stands is left silently: each task that is taken back is in the journal with what
that means for the customer, its agency is told, its values leave their registers, and steps of the
house that moved money are handed to ``effects.UNDO``.
"""

from collections.abc import Sequence

from onedoor.kernel.text import LANGUAGES, Text
from onedoor.services.applications.names import name_of
from onedoor.services.applications.store import record
from onedoor.services.applications.types import ApplicationState
from onedoor.services.applications.work import ENDED, TASK_UNDONE, UNDER_WAY, TaskState
from onedoor.services.decide.expressions import holds, read_names
from onedoor.services.files.steps import Step
from onedoor.services.flow import effects, engine
from onedoor.services.flow.ending import close_task_case, join_reasons, step_title, write_to_customer
from onedoor.services.flow.giving import take_back
from onedoor.services.flow.handing import hand_back
from onedoor.services.flow.journey import Journey
from onedoor.services.flow.plan import default_steps, node_of, step_of
from onedoor.services.flow.waiting import end_waits
from onedoor.services.models import AgencyTask

ENDED_SAYS: Text = {
    "en": "Your application ended here. {reasons} What was done already is taken back: {undone}",
    "zh-hans": "您的申请到此结束。{reasons} 已办理的事项将予以撤销：{undone}",
}
ENDED_BARE: Text = {"en": "Your application ended here. {reasons}", "zh-hans": "您的申请到此结束。{reasons}"}
LATE: Text = {"en": "Something needed was not there in time.", "zh-hans": "所需事项未能在期限内完成。"}


def end_early(
    journey: Journey, *, ended: str, reasons: Sequence[Text], but: AgencyTask | None = None
) -> None:
    """End it as ``refused`` or ``late``. All tasks but the one that refused are undone, last first;
    letters and notices that are for this end still go out."""
    row = journey.row
    passed = engine.list_passed(row.flow) if row.flow else []
    undone = undo_all(journey, but=but)
    end_waits(journey, row.waits_for)
    row.waits_for = []
    _last_letters(journey, passed)
    row.state, row.ended, row.closed_at = ApplicationState.CLOSED, ended, journey.at
    record(ENDED, row, journey.file, by=journey.house, at=journey.at, ended=ended)
    said: dict[str, str] = {language: join_reasons(reasons, language) for language in LANGUAGES}
    effects.close_case(journey, outcome="refused", reason=" / ".join(dict.fromkeys(said.values())))
    _tell(journey, said, undone)


def undo_all(journey: Journey, *, but: AgencyTask | None = None) -> list[Step]:
    """Undo what was done, last first, and call off what is under way. Gives the steps of agencies
    that were undone."""
    row = journey.row
    held = AgencyTask.objects.select_for_update().filter(application=row, undoes=None)
    tasks = {task.step: task for task in held if task.party_id is None}
    of_each = [task for task in held if task.party_id is not None]
    undone: list[Step] = []
    for node in reversed([*(engine.list_passed(row.flow) if row.flow else []), *row.waits_for]):
        step = next((s for s in default_steps(journey.file) if node_of(s) == node), None)
        if step is None:
            continue
        for one in (one for one in of_each if one.step == step.id):
            _undo(journey, one, step)
        task = tasks.pop(step.id, None)
        if task is not None and (but is None or task.pk != but.pk):
            undone += _undo(journey, task, step)
        elif step.does in effects.UNDO:
            effects.UNDO[step.does](journey, step)
    return undone


def _undo(journey: Journey, task: AgencyTask, step: Step) -> list[Step]:
    """Take one task back. Gives the step when it had been done, so that it is told."""
    was_done, is_known = task.state == TaskState.DONE, task.sent_at is not None
    if task.state not in (TaskState.DONE, *UNDER_WAY):
        return []
    close_task_case(task, outcome="called-off", reason="", by=journey.house, journey=journey)
    task.state, task.next_try_at = (TaskState.UNDONE if was_done else TaskState.CALLED_OFF), None
    task.undone_at, task.ended_at = (journey.at if was_done else None), task.ended_at or journey.at
    task.save()
    if task.party_id is None:
        journey.know(**{f"{step.id}_state": str(task.state)} | {gift.id: None for gift in step.gives})
        take_back(journey.row, journey.file, step, by=journey.house, at=journey.at)
    if was_done:
        record(
            TASK_UNDONE,
            journey.row,
            journey.file,
            by=journey.house,
            at=journey.at,
            customer=task.customer,
            agency=name_of(task.agency),
            undo=step.undo or step_title(journey, task),
        )
    if is_known:
        hand_back(journey, task)
    return [step] if was_done else []


def _last_letters(journey: Journey, passed: Sequence[str]) -> None:
    """Letters and notices whose condition asks how a task ended, and which hold now."""
    ends = {f"{step.id}_state" for step in journey.file.steps}
    over = {step_of(node) for node in passed}
    for step in journey.file.steps:
        is_for_it = step.does in ("letter", "notify") and ends & set(read_names(step.when))
        if is_for_it and step.id not in over and holds(step.when, journey.facts()):
            effects.perform(journey, node_of(step))


def _tell(journey: Journey, said: Text, undone: Sequence[Step]) -> None:
    words = ENDED_SAYS if undone else ENDED_BARE
    body: dict[str, str] = {
        language: words[language].format(
            reasons=said[language] or LATE[language],
            undone="; ".join((step.undo or step.title or {}).get(language, step.id) for step in undone),
        )
        for language in LANGUAGES
    }
    write_to_customer(journey, body, key=f"{journey.row.pk}/ended")
