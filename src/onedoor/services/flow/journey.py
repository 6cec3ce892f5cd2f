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
from onedoor.services.applications.document import load
from onedoor.services.applications.lookup import file_of
from onedoor.services.applications.reckoning import Reckoning, reckon
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
    brought: dict[str, Any] | None = None  # what the way itself gave so far; read when first needed

    def facts(self) -> Mapping[str, Any]:
        """What conditions read: values, results, what earlier steps brought about, and how many of those
        who take part have confirmed."""
        if self.brought is None:
            from onedoor.services.flow.giving import facts_of_work

            self.brought = facts_of_work(self.row, self.file)
        from onedoor.services.flow.confirming import party_facts

        answers = party_facts(self.row, self.file)
        return (
            {**self.reckoning.facts, **self.brought, **answers}
            if self.brought or answers
            else self.reckoning.facts
        )

    def know(self, **facts: Any) -> None:
        """From now on conditions read these as well."""
        self.facts()
        self.brought = {**(self.brought or {}), **facts}

    def step(self, node: str) -> Step:
        """The step of a node; the flow's own drawing may be older than the service file."""
        id = node.partition("-")[2]
        return next(step for step in default_steps(self.file) if step.id == id)


def journey_of(row: Application, *, by: Actor, at: datetime) -> Journey:
    """The way of an application from where it stands, with what its rules gave when it was settled."""
    file = file_of(row)
    stored = load(file, row.values)
    reckoning = reckon(file, season=row.season, stored=stored, at=row.settled_at or at, pack=row.pack)
    return Journey(row=row, file=file, reckoning=reckoning, at=at, house=house_of(by))


def house_of(by: Actor) -> Actor:
    """The house itself, at the door where ``by`` stands."""
    return Actor(kind="system", door=by.door, assurance=4)


def draw(file: ServiceFile, language: str = "en") -> str:
    """The service's flow as BPMN 2.0, with its drawing."""
    names = {agency.code: agency.name.get(language, agency.code) for agency in trust.list_agencies()}
    names |= {role: party.title.get(language, role) for role, party in file.parties.items()}
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
        node = next((n for n in turn.waits_for if n.startswith(f"{done}-")), None)
        _take(journey, turn, signs=node)
        if node is not None:
            move_on(journey, node=node)


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
        _take(journey, turn)


def find_xml(ref: str) -> str:
    """The definition that applications on their way keep to."""
    return FlowDefinition.objects.get(ref=ref).xml


def _take(journey: Journey, turn: engine.Turn, *, signs: str | None = None) -> None:
    """Keep where the flow stands now. Who is newly waited for gets what is needed, once; all but
    ``signs``, whose step is being done."""
    from onedoor.services.flow.effects import arrive, finish
    from onedoor.services.flow.waiting import begin_waits, end_waits

    row, before = journey.row, list(journey.row.waits_for)
    row.flow, row.waits_for = turn.state, list(turn.waits_for)
    end_waits(journey, [node for node in before if node not in turn.waits_for])
    new = [node for node in turn.waits_for if node not in before and node != signs]
    begin_waits(journey, new)
    for node in new:
        arrive(journey, node)
    if turn.finished:
        finish(journey)
