"""Steps as nodes and arrows, before they are written as BPMN. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from onedoor.kernel.text import Text
from onedoor.services.files.check_ways import before_of
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
GATEWAYS = frozenset({"when", "over", "fork", "join"})
LEAD = "lead"  # the agency that 'leads' of the service file names for this application
LEAD_SAYS: Text = {"en": "The agency in charge", "zh-hans": "主办部门"}


@dataclass(frozen=True, slots=True)
class Node:
    """``id`` is ``kind-step``; ``start``, ``end`` and gateways have no step's work: ``when`` asks,
    ``over`` brings both answers together again, ``fork`` begins steps side by side, ``join`` waits
    for all that must be over."""

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


def step_of(node: str) -> str:
    """The id of the step that a node belongs to."""
    return node.partition("-")[2]


def title_of(step: Step, kind: str | None = None) -> Text:
    """The step's own title, or the usual one of its kind."""
    if kind is None or kind == step.does:
        return step.title or KIND_TITLES[step.does]
    return KIND_TITLES[kind]


def lane_of(step: Step) -> str:
    return "customer" if step.by == "customer" else step.by


def lookers_of(service: ServiceFile) -> list[str]:
    """Agencies whose officers see the whole application: the one that leads, and those that take part
    in deciding. Who only does a task, or is told something, sees that and nothing else."""
    hands = {step.by for step in service.steps if step.does in ("task", "tell")}
    heads = {step.by for step in service.steps if step.does not in ("task", "tell")}
    return [service.agency, *(code for code in service.together_with if code in heads or code not in hands)]


def may_part(step: Step) -> bool:
    """Whether the way parts behind the step, because somebody may decline to confirm."""
    return step.does == "confirm" and bool(step.otherwise)


def make_plan(service: ServiceFile) -> Plan:
    """Nodes and arrows of the service's steps, in their order."""
    draft = _Draft(default_steps(service))
    return lay_out(draft.lanes, draft.nodes, draft.arrows)


class _Draft:
    """Nodes and arrows while they are being made."""

    def __init__(self, steps: Sequence[Step]) -> None:
        self.steps = {step.id: step for step in steps}
        self.before = before_of(steps)
        self.next: dict[str, list[str]] = {step.id: [] for step in steps}
        for name, before in self.before.items():
            for one in before:
                self.next[one].append(name)
        first, last = steps[0], steps[-1]
        self.lanes = tuple(dict.fromkeys(["customer", *(lane_of(step) for step in steps)]))
        self.nodes = [Node(START, START, lane_of(first), {}, 0)]
        self.arrows = [Arrow(START, self.entry(first.id))]
        for step in steps:
            self.add(step)
        self.nodes.append(Node(END, END, lane_of(last), {}, 0))

    def entry(self, step: str) -> str:
        """Where the flow comes to a step."""
        if len(self.before[step]) > 1:
            return f"join-{step}"
        return self._inner(self.steps[step])

    def _inner(self, step: Step) -> str:
        return f"when-{step.id}" if step.when else node_of(step)

    def add(self, step: Step) -> None:
        """The step's own nodes, and the arrows that leave them."""
        if len(self.before[step.id]) > 1:
            self._node("join", step)
            self.arrows.append(Arrow(f"join-{step.id}", self._inner(step)))
        self.nodes.append(Node(node_of(step), step.does, lane_of(step), title_of(step), 0))
        out = self._way_out(step)
        self.arrows.append(Arrow(node_of(step), self._parting(step, out)))
        if step.when:
            self._node("when", step)
            self.arrows.append(Arrow(f"when-{step.id}", node_of(step), condition=step.when))
            self._otherwise(step, out)

    def _way_out(self, step: Step) -> str:
        """The one place that every way through the step leads to."""
        targets = [self.entry(one) for one in self.next[step.id]] or [END]
        out = targets[0]
        if len(targets) > 1:
            out = self._node("fork", step)
            self.arrows += [Arrow(out, target) for target in targets]
        # A parallel gateway counts what arrives: both answers to a condition must come in as one.
        parts = step.when or _may_be_declined(step)
        if parts and step.otherwise not in self.steps and out.partition("-")[0] in ("fork", "join"):
            merged = self._node("over", step)
            self.arrows.append(Arrow(merged, out, default=True))
            return merged
        return out

    def _parting(self, step: Step, out: str) -> str:
        """Where one who takes part may decline, and the file says what is done then, the way parts."""
        if not _may_be_declined(step):
            return out
        parting = f"declined-{step.id}"
        self.nodes.append(Node(parting, "when", lane_of(step), {}, 0))
        self.arrows.append(Arrow(parting, out, condition=f"{step.by}_declined == 0"))
        self.arrows.append(Arrow(parting, self._other(step, out), default=True))
        return parting

    def _otherwise(self, step: Step, out: str) -> None:
        target = self._other(step, out) if step.otherwise else out
        self.arrows.append(Arrow(f"when-{step.id}", target, default=True))

    def _other(self, step: Step, out: str) -> str:
        """Where the way leads otherwise: to another step, or to what is done instead."""
        if step.otherwise in self.steps:
            return self.entry(step.otherwise)
        other = f"{step.otherwise}-{step.id}"
        if all(node.id != other for node in self.nodes):
            title = title_of(step, step.otherwise)
            self.nodes.append(Node(other, step.otherwise, lane_of(step), title, 0, row=1))
            self.arrows.append(Arrow(other, out))
        return other

    def _node(self, kind: str, step: Step) -> str:
        self.nodes.append(Node(f"{kind}-{step.id}", kind, lane_of(step), {}, 0))
        return f"{kind}-{step.id}"


def _may_be_declined(step: Step) -> bool:
    return step.does == "confirm" and bool(step.otherwise)


def lay_out(lanes: tuple[str, ...], nodes: Sequence[Node], arrows: Sequence[Arrow]) -> Plan:
    """Columns by the longest way from the start; rows so that no two nodes of a lane, and no way out
    of one, lie on each other."""
    columns = _columns(nodes, arrows)
    reach = {node.id: columns[node.id] for node in nodes}
    for arrow in arrows:
        if columns[arrow.target] > columns[arrow.source]:
            reach[arrow.source] = max(reach[arrow.source], columns[arrow.target] - 1)
    rows = _rows(nodes, columns, reach)
    placed = [replace(node, column=columns[node.id], row=rows[node.id]) for node in nodes]
    return Plan(lanes, tuple(placed), tuple(arrows))


def _columns(nodes: Sequence[Node], arrows: Sequence[Arrow]) -> dict[str, int]:
    kinds = {node.id: node.kind for node in nodes}
    columns: dict[str, int] = {START: 0}
    ahead: dict[str, list[str]] = {}
    for arrow in arrows:
        ahead.setdefault(arrow.source, []).append(arrow.target)
    for name in _in_order(ahead):
        for target in ahead.get(name, ()):
            far = 1 if kinds[name] in GATEWAYS or kinds[target] in GATEWAYS | {END} else 2
            columns[target] = max(columns.get(target, 0), columns.get(name, 0) + far)
    return {node.id: columns.get(node.id, 0) for node in nodes}


def _in_order(ahead: Mapping[str, Sequence[str]]) -> list[str]:
    """Every node after all that lead to it; an arrow back, which closes a circle, is passed over."""
    seen: set[str] = set()
    found: list[str] = []

    def visit(name: str) -> None:
        if name in seen:
            return
        seen.add(name)
        for target in ahead.get(name, ()):
            visit(target)
        found.append(name)

    visit(START)
    return found[::-1]


def _rows(nodes: Sequence[Node], columns: Mapping[str, int], reach: Mapping[str, int]) -> dict[str, int]:
    """The nodes of a step share a row, and what is done otherwise lies one below."""
    taken: set[tuple[str, int, int]] = set()
    rows: dict[str, int] = {}
    blocks: dict[str, list[Node]] = {}
    for node in nodes:
        blocks.setdefault(step_of(node.id) or node.id, []).append(node)
    for block in sorted(blocks.values(), key=lambda block: min(columns[node.id] for node in block)):
        cells = [
            (node.lane, column, node.row)
            for node in block
            for column in range(columns[node.id], max(columns[node.id], reach[node.id]) + 1)
        ]
        shift = next(
            s for s in range(len(nodes)) if not any((lane, c, r + s) in taken for lane, c, r in cells)
        )
        taken.update((lane, column, row + shift) for lane, column, row in cells)
        rows.update((node.id, node.row + shift) for node in block)
    return rows
