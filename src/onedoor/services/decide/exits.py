"""Where a form is over at once, because it is not for this person."""

from collections.abc import Mapping
from typing import Any

from onedoor.services.decide.computing import Moment
from onedoor.services.decide.expressions import holds, read_names
from onedoor.services.decide.inputs import Inputs, built_in
from onedoor.services.files.schema import ServiceFile
from onedoor.services.files.steps import Exit


def exit_of(service: ServiceFile, values: Mapping[str, Any], *, at: Moment = None) -> Exit | None:
    """The first exit whose condition holds, or None.

    Silence is no answer: an exit waits until every value that it reads is there. A question that
    is hidden from this person counts as empty, as it does in the rules.
    """
    if not service.exits:
        return None
    inputs, _ = Inputs(service, ()).prepare(values, built_in(at))
    for exit in service.exits:
        if holds(exit.when, inputs) and not _waits(service, exit, values, inputs):
            return exit
    return None


def _waits(service: ServiceFile, exit: Exit, values: Mapping[str, Any], inputs: Mapping[str, Any]) -> bool:
    read = [service.fields[name] for name in read_names(exit.when) if name in service.fields]
    return any(values.get(field.id) is None and holds(field.enable_when, inputs) for field in read)
