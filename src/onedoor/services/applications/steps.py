"""The steps of an application as its customer reads them: what is done, what is now, who acts."""

from collections.abc import Iterable, Mapping
from typing import Any

from onedoor.kernel.text import Text
from onedoor.services.applications.types import StepView
from onedoor.services.decide.expressions import holds
from onedoor.services.files.schema import ServiceFile
from onedoor.services.files.steps import Step
from onedoor.services.flow.plan import LEAD, default_steps, lane_of, title_of
from onedoor.services.models import Application
from onedoor.trust import queries as trust

YOU: Text = {"en": "You", "zh-hans": "您"}
THEIRS = frozenset({"sign", "pay", "supply"})


def list_steps(file: ServiceFile, row: Application, facts: Mapping[str, Any]) -> list[StepView]:
    """The steps in order; those whose condition does not hold are left out unless done."""
    names = {agency.code: agency.name for agency in trust.list_agencies()}
    names |= {role: party.title for role, party in file.parties.items()}
    steps = default_steps(file)
    now = _position(steps, row)
    views = []
    for position, step in enumerate(steps):
        if step.does == "sign" and row.assessed_at is not None:
            continue
        kind, state = step.does, "done" if position < now else "now" if position == now else "later"
        if step.when and not holds(step.when, facts):
            if not step.otherwise:
                continue
            kind = step.otherwise if step.otherwise in ("review", "supply") else kind  # type: ignore[assignment]
        lane = row.agencies[0] if lane_of(step) == LEAD else lane_of(step)
        views.append(
            StepView(
                id=step.id,
                title=title_of(step, kind),
                by=lane,
                by_name=YOU if lane == "customer" else names.get(lane, {"en": lane, "zh-hans": lane}),
                does=kind,
                state=state,
                you_must_act=state == "now" and lane == "customer" and kind in THEIRS,
            )
        )
    return views


def _position(steps: Iterable[Step], row: Application) -> int:
    """Where the application stands: at the step it waits for, past the last when it is closed."""
    order = [step.id for step in steps]
    if row.state in ("closed", "withdrawn"):
        return len(order)
    if row.flow is None:
        signed = row.signed_at is not None  # and yet not on its way: another application carries it
        return next((i for i, step in enumerate(steps) if step.does == "sign"), 0) + signed
    waiting = [node.partition("-")[2] for node in row.waits_for]
    return min((order.index(step) for step in waiting if step in order), default=len(order))
