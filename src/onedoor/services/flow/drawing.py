"""Where everything of a plan stands on paper: lanes, boxes, and lines between them. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from onedoor.services.flow.plan import END, GATEWAYS, START, Arrow, Node, Plan

Box = tuple[int, int, int, int]  # left, top, width, height
Point = tuple[int, int]

TOP, POOL, LANE = 40, 40, 70
_LEFT, _COLUMN, _ROW, _LANE_PADDING = 160, 110, 110, 30
_TURN, _UNDER = 20, 50
_SIZES = {START: (36, 36), END: (36, 36)} | dict.fromkeys(GATEWAYS, (50, 50))
_TASK = (130, 80)


@dataclass(frozen=True, slots=True)
class Drawing:
    """``lines`` are in the order of the plan's arrows."""

    pool: Box
    lanes: dict[str, Box]
    boxes: dict[str, Box]
    lines: tuple[tuple[Point, ...], ...]


def draw(plan: Plan) -> Drawing:
    """The drawing of a plan whose nodes have their columns and rows."""
    tops, height = _lane_tops(plan)
    width = _LEFT + _COLUMN * (max(node.column for node in plan.nodes) + 1)
    boxes = {node.id: _box(node, tops) for node in plan.nodes}
    columns = {node.id: node.column for node in plan.nodes}
    return Drawing(
        pool=(POOL, TOP, width, height),
        lanes={lane: (LANE, tops[lane][0], width - 30, tops[lane][1] - tops[lane][0]) for lane in plan.lanes},
        boxes=boxes,
        lines=tuple(_line(arrow, boxes, columns, _between(arrow, plan)) for arrow in plan.arrows),
    )


def _lane_tops(plan: Plan) -> tuple[dict[str, tuple[int, int]], int]:
    tops: dict[str, tuple[int, int]] = {}
    top = TOP
    for lane in plan.lanes:
        rows = 1 + max((node.row for node in plan.nodes if node.lane == lane), default=0)
        tops[lane] = (top, top + rows * _ROW + 2 * _LANE_PADDING)
        top = tops[lane][1]
    return tops, top - TOP


def _box(node: Node, tops: dict[str, tuple[int, int]]) -> Box:
    width, height = _SIZES.get(node.kind, _TASK)
    middle_x = _LEFT + node.column * _COLUMN
    middle_y = tops[node.lane][0] + _LANE_PADDING + _ROW // 2 + node.row * _ROW
    return (middle_x - width // 2, middle_y - height // 2, width, height)


def _between(arrow: Arrow, plan: Plan) -> bool:
    """Whether something stands on the straight way."""
    places = {node.id: node for node in plan.nodes}
    source, target = places[arrow.source], places[arrow.target]
    return any(
        node.lane == source.lane and node.row == source.row and source.column < node.column < target.column
        for node in plan.nodes
    )


def _line(arrow: Arrow, boxes: dict[str, Box], columns: dict[str, int], blocked: bool) -> tuple[Point, ...]:
    """A right-angled line: straight on in one row, else round a corner just before the target; below
    the row where something stands in the way, or where it goes back."""
    source, target = boxes[arrow.source], boxes[arrow.target]
    start = (source[0] + source[2], _middle(source))
    end = (target[0], _middle(target))
    turn = end[0] - _TURN
    if blocked or columns[arrow.target] <= columns[arrow.source]:
        low = start[1] + _UNDER
        below = (source[0] + source[2] // 2, source[1] + source[3])
        return _straight([below, (below[0], low), (turn, low), (turn, end[1]), end])
    if start[1] == end[1]:
        return (start, end)
    return _straight([start, (turn, start[1]), (turn, end[1]), end])


def _middle(box: Box) -> int:
    return box[1] + box[3] // 2


def _straight(points: Sequence[Point]) -> tuple[Point, ...]:
    return tuple(point for i, point in enumerate(points) if i == 0 or point != points[i - 1])
