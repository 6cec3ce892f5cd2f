"""One application on its way: begins, moves on when somebody has done a step, and ends.

What a step of the house does is done by the house itself, in the transaction of the act that
caused it; an officer's or a citizen's own permissions play no part in it.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from onedoor.kernel.actors import Actor
from onedoor.kernel.scope import scoped
from onedoor.payments.types import ChargeView
from onedoor.services.applications.reckoning import Reckoning
from onedoor.services.files.schema import ServiceFile
from onedoor.services.files.steps import Step
from onedoor.services.flow import engine
from onedoor.services.flow.bpmn import write_bpmn
from onedoor.services.flow.plan import LEAD, LEAD_SAYS, default_steps, make_plan
from onedoor.services.models import Application, FlowDefinition
from onedoor.trust import queries as trust


@dataclass(slots=True)
class Journey:
    """The application, what its rules gave, and what has come of this turn."""

    row: Application
    file: ServiceFile
    reckoning: Reckoning
    at: datetime
    house: Actor
    letters: list[UUID] = field(default_factory=list)
    charge: ChargeView | None = None
    opened: bool = False  # its case was opened on this very turn

    def facts(self) -> Mapping[str, Any]:
        return self.reckoning.facts

    def step(self, node: str) -> Step:
        """The step of a node; the flow's own drawing may be older than the service file."""
        id = node.partition("-")[2]
        return next(step for step in default_steps(self.file) if step.id == id)


def house_of(by: Actor) -> Actor:
    """The house itself, at the door where ``by`` stands."""
    return Actor(kind="system", door=by.door, assurance=4)


def draw(file: ServiceFile, language: str = "en") -> str:
    """The service's flow as BPMN 2.0, with its drawing."""
    names = {agency.code: agency.name.get(language, agency.code) for agency in trust.list_agencies()}
    names["customer"] = {"en": "Customer", "zh-hans": "客户"}[language]
    names[LEAD] = LEAD_SAYS[language]
    return write_bpmn(
        make_plan(file), process=file.service, title=file.title, lane_names=names, language=language
    )


def begin(journey: Journey, *, done: str) -> None:
    """Start the flow and complete its first step ``done`` (a kind: sign)."""
    from onedoor.services.flow.effects import perform

    xml = draw(journey.file)
    ref = f"{journey.file.service}@{journey.file.version}-{hashlib.sha256(xml.encode()).hexdigest()[:8]}"
    with scoped(journey.house):
        FlowDefinition.objects.get_or_create(
            ref=ref, defaults={"service": journey.file.service, "xml": xml, "first_used_at": journey.at}
        )
        turn = engine.begin(
            ref=ref, xml=xml, facts=journey.facts, perform=lambda node: perform(journey, node)
        )
        _keep(journey, turn)
        node = next((n for n in turn.waits_for if n.startswith(f"{done}-")), None)
        if node is not None:
            move_on(journey, node=node)
        else:
            _arrive(journey, turn)


def move_on(journey: Journey, *, node: str) -> None:
    """The flow goes on from ``node``, which somebody has done, up to the next person."""
    from onedoor.services.flow.effects import perform

    assert journey.row.flow is not None
    with scoped(journey.house):
        turn = engine.complete(
            state=journey.row.flow,
            node=node,
            find_xml=find_xml,
            facts=journey.facts,
            perform=lambda reached: perform(journey, reached),
        )
        _keep(journey, turn)
        _arrive(journey, turn)


def find_xml(ref: str) -> str:
    """The definition that applications on their way keep to."""
    return FlowDefinition.objects.get(ref=ref).xml


def _keep(journey: Journey, turn: engine.Turn) -> None:
    journey.row.flow = turn.state
    journey.row.waits_for = list(turn.waits_for)


def _arrive(journey: Journey, turn: engine.Turn) -> None:
    from onedoor.services.flow.effects import arrive, finish

    for node in turn.waits_for:
        arrive(journey, node)
    if turn.finished:
        finish(journey)
