"""What an agency is told for its task: the values that the step names, and nothing else."""

from typing import Any

from onedoor.exchange import queries as registers
from onedoor.kernel.text import Text
from onedoor.services.applications.work import Told
from onedoor.services.flow.ending import step_title
from onedoor.services.flow.journey import Journey
from onedoor.services.links.base import Message
from onedoor.services.models import AgencyTask, ApplicationParty
from onedoor.services.parties.content import opened

WHO: Text = {"en": "Of whom", "zh-hans": "涉及人员"}


def message_of(journey: Journey, task: AgencyTask) -> Message:
    """The task as it leaves the house."""
    return Message(
        task=task.pk,
        kind=task.kind,
        agency=task.agency,
        number=journey.row.number,
        service=journey.file.service,
        step=task.step,
        title=step_title(journey, task),
        told={one.name: one.value for one in told_of(journey, task)} if task.kind != "undo" else {},
        due_at=task.due_at,
        undoes=task.undoes_id,
    )


def told_of(journey: Journey, task: AgencyTask) -> list[Told]:
    """Names, labels and values; a value that is not there is not told, nor one of a class that the
    agency's policy does not let it be told."""
    step = next((step for step in journey.file.steps if step.id == task.step), None)
    found = [_who(task.party)] if task.party else []
    for name in step.tells if step else ():
        if task.party and name in journey.file.know:
            continue  # a register knows it of the applicant, and of her alone
        value = _value(journey, name)
        if value is not None and _may_be_told(journey, name, task.agency):
            label, unit = _label(journey, name)
            found.append(Told(name=name, label=label, value=value, unit=unit))
    return found


def _may_be_told(journey: Journey, name: str, agency: str) -> bool:
    field = journey.file.fields.get(name)
    return not (field and field.register) or registers.may_pass_on(field.register, field.attribute, agency)


def _who(party: ApplicationParty) -> Told:
    """Of whom the agency is told, where it is not the applicant."""
    return Told(name="who", label=WHO, value=opened(party.name), unit="text")


def _value(journey: Journey, name: str) -> Any:
    decision = journey.reckoning.decision
    if name in journey.reckoning.values:
        return journey.reckoning.values[name]
    if decision is not None and name in decision.outputs:
        return decision.outputs[name]
    return journey.facts().get(name) if name not in journey.file.fields else None


def _label(journey: Journey, name: str) -> tuple[Text, str]:
    field = journey.file.fields.get(name)
    if field is not None:
        return field.text, field.type
    decision = journey.reckoning.decision
    line = next((line for line in (decision.lines if decision else ()) if line.id == name), None)
    if line is not None:
        return line.label, line.unit
    gift = next((g for step in journey.file.steps for g in step.gives if g.id == name), None)
    return (gift.text, "text") if gift else ({"en": name, "zh-hans": name}, "text")
