"""Steps as nodes and arrows, before they are written as BPMN. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from onedoor.kernel.text import Text
from onedoor.services.files.schema import ServiceFile
from onedoor.services.files.steps import Step

BY_PEOPLE = frozenset({"sign", "confirm", "supply", "review", "task", "tell", "pay"})
KIND_TITLES: dict[str, Text] = {
    "sign": {"en": "You look and sign", "zh-hans": "您核对并签名"},
    "supply": {"en": "You send what is missing", "zh-hans": "您补交所需材料"},
    "decide": {"en": "We decide", "zh-hans": "我们作出决定"},
    "review": {"en": "An officer looks at it", "zh-hans": "工作人员审核"},
    "pay": {"en": "You pay", "zh-hans": "您缴费"},
    "letter": {"en": "You get a letter", "zh-hans": "您收到信函"},
    "notify": {"en": "We tell you", "zh-hans": "我们通知您"},
    "confirm": {"en": "The others confirm", "zh-hans": "其他参与人确认"},
    "task": {"en": "The agency does its part", "zh-hans": "部门办理"},
    "tell": {"en": "We tell the agency", "zh-hans": "我们告知相关部门"},
    "payout": {"en": "You are paid", "zh-hans": "向您拨付款项"},
    "release": {"en": "Your next payment is released", "zh-hans": "发放下一期款项"},
    "lapse": {"en": "This payment lapses", "zh-hans": "本期款项不予发放"},
}
START, END = "start", "end"


@dataclass(frozen=True, slots=True)
class Node:
    """``id`` is ``kind-step``; ``start``, ``end`` and gateways (``when-step``) have no step's work."""

    id: str
    kind: str
    lane: str
    title: Text
    column: int
    row: int = 0


@dataclass(frozen=True, slots=True)
class Arrow:
    """From one node to the next; taken when ``condition`` holds, or else by default."""

    source: str
    target: str
    condition: str = ""
    default: bool = False


@dataclass(frozen=True, slots=True)
class Plan:
    lanes: tuple[str, ...]
    nodes: tuple[Node, ...]
    arrows: tuple[Arrow, ...]


def default_steps(service: ServiceFile) -> tuple[Step, ...]:
    """The steps, or, for a service that names none: sign, and decide."""
    if service.steps:
        return service.steps
    return (
        Step(id="sign", by="customer", does="sign"),
        Step(id="decide", by=service.agency, does="decide"),
    )


def node_of(step: Step) -> str:
    return f"{step.does}-{step.id}"


def title_of(step: Step, kind: str | None = None) -> Text:
    """The step's own title, or the usual one of its kind."""
    if kind is None or kind == step.does:
        return step.title or KIND_TITLES[step.does]
    return KIND_TITLES[kind]


def lane_of(step: Step) -> str:
    return "customer" if step.by == "customer" else step.by


def make_plan(service: ServiceFile) -> Plan:
    """Nodes and arrows of the service's steps, in their order."""
    steps = default_steps(service)
    entries = {step.id: f"when-{step.id}" if step.when else node_of(step) for step in steps}
    nodes = [Node(START, START, lane_of(steps[0]), {}, 0)]
    arrows = [Arrow(START, entries[steps[0].id])]
    for position, step in enumerate(steps):
        after = entries[steps[position + 1].id] if position + 1 < len(steps) else END
        column = 2 * position + 2
        nodes.append(Node(node_of(step), step.does, lane_of(step), title_of(step), column))
        arrows.append(Arrow(node_of(step), after))
        if step.when:
            nodes.append(Node(f"when-{step.id}", "when", lane_of(step), {}, column - 1))
            arrows.append(Arrow(f"when-{step.id}", node_of(step), condition=step.when))
            arrows += _otherwise(step, entries, after, nodes, column)
    nodes.append(Node(END, END, lane_of(steps[-1]), {}, 2 * len(steps) + 1))
    return Plan(_lanes(steps), tuple(nodes), tuple(arrows))


def _otherwise(
    step: Step, entries: dict[str, str], after: str, nodes: list[Node], column: int
) -> Sequence[Arrow]:
    gateway = f"when-{step.id}"
    if not step.otherwise:
        return [Arrow(gateway, after, default=True)]
    if step.otherwise in entries:
        return [Arrow(gateway, entries[step.otherwise], default=True)]
    other = f"{step.otherwise}-{step.id}"
    nodes.append(Node(other, step.otherwise, lane_of(step), title_of(step, step.otherwise), column, row=1))
    return [Arrow(gateway, other, default=True), Arrow(other, after)]


def _lanes(steps: Sequence[Step]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(["customer", *(lane_of(step) for step in steps)]))
