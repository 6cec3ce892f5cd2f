"""The way of one application as a picture: who does what, side by side, and where it stands. Pure.

Simpler than the flow itself: no gateways, only the steps that concern this customer, in lanes of
those who do them, and a line from each to the next.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from onedoor.kernel.text import Text
from onedoor.services.applications.types import StepView
from onedoor.services.files.check_ways import before_of
from onedoor.services.files.schema import ServiceFile
from onedoor.services.flow.plan import default_steps

_NAME, _COLUMN, _ROW, _PAD = 128, 182, 80, 10
_BOX = (160, 66)
_BEND = 12


@dataclass(frozen=True, slots=True)
class Lane:
    name: Text
    top: int
    height: int


@dataclass(frozen=True, slots=True)
class Box:
    step: StepView
    x: int
    y: int
    width: int = _BOX[0]
    height: int = _BOX[1]


@dataclass(frozen=True, slots=True)
class Line:
    """``taken``: what it comes from is over."""

    points: tuple[tuple[int, int], ...]
    taken: bool

    @property
    def path(self) -> str:
        """As SVG writes it."""
        return "M" + " L".join(f"{x} {y}" for x, y in self.points)


@dataclass(frozen=True, slots=True)
class Picture:
    width: int
    height: int
    lanes: tuple[Lane, ...]
    boxes: tuple[Box, ...]
    lines: tuple[Line, ...]


def make_picture(file: ServiceFile, steps: Sequence[StepView]) -> Picture:
    """Columns by the longest way to a step, lanes by who does it, the customer's first."""
    shown = {step.id: step for step in steps}
    before = _before(file, shown)
    columns: dict[str, int] = {}
    for step in shown:
        _place(step, before, columns)
    names = list(dict.fromkeys(_lane(step) for step in _customers_first(steps)))
    rows = _rows(steps, columns)
    tops, height = _tops(names, shown, rows)
    boxes = {
        id: Box(step, _NAME + columns[id] * _COLUMN + _PAD, tops[_lane(step)] + _PAD + rows[id] * _ROW)
        for id, step in shown.items()
    }
    lines = [
        Line(_points(boxes[source], boxes[target]), shown[source].state == "done")
        for target, sources in before.items()
        for source in sources
    ]
    lanes = [Lane(_text(name, steps), tops[name], _height(name, shown, rows)) for name in names]
    width = _NAME + (max(columns.values(), default=0) + 1) * _COLUMN + _PAD
    return Picture(width, height, tuple(lanes), tuple(boxes.values()), tuple(lines))


def _before(file: ServiceFile, shown: dict[str, StepView]) -> dict[str, list[str]]:
    """What comes before each shown step; a step that is left out hands on what came before it."""
    before = before_of(default_steps(file))

    def reach(step: str) -> list[str]:
        found: list[str] = []
        for one in before.get(step, ()):
            found += [one] if one in shown else reach(one)
        return list(dict.fromkeys(found))

    near = {step: reach(step) for step in shown}
    return {step: [one for one in names if not _is_behind(one, names, near)] for step, names in near.items()}


def _is_behind(step: str, others: Sequence[str], near: dict[str, list[str]]) -> bool:
    """Whether one of ``others`` comes after ``step`` anyway, so that no line of its own is needed."""
    todo, seen = [other for other in others if other != step], set[str]()
    while todo:
        one = todo.pop()
        if step in near.get(one, ()):
            return True
        todo += [name for name in near.get(one, ()) if name not in seen]
        seen.update(near.get(one, ()))
    return False


def _place(step: str, before: dict[str, list[str]], columns: dict[str, int]) -> int:
    if step not in columns:
        columns[step] = 0  # a circle, which no service file that is in order has, ends here
        columns[step] = max((_place(one, before, columns) + 1 for one in before[step]), default=0)
    return columns[step]


def _lane(step: StepView) -> str:
    return "customer" if step.by == "customer" else step.by_name.get("en", step.by)


def _text(lane: str, steps: Sequence[StepView]) -> Text:
    return next(step.by_name for step in steps if _lane(step) == lane)


def _customers_first(steps: Sequence[StepView]) -> list[StepView]:
    return sorted(steps, key=lambda step: step.by != "customer")


def _rows(steps: Sequence[StepView], columns: dict[str, int]) -> dict[str, int]:
    taken: set[tuple[str, int, int]] = set()
    rows: dict[str, int] = {}
    for step in steps:
        row = next(r for r in range(len(steps)) if (_lane(step), columns[step.id], r) not in taken)
        taken.add((_lane(step), columns[step.id], row))
        rows[step.id] = row
    return rows


def _height(lane: str, shown: dict[str, StepView], rows: dict[str, int]) -> int:
    deepest = max(rows[id] for id, step in shown.items() if _lane(step) == lane)
    return (deepest + 1) * _ROW + _PAD


def _tops(
    names: Sequence[str], shown: dict[str, StepView], rows: dict[str, int]
) -> tuple[dict[str, int], int]:
    tops, top = {}, 0
    for name in names:
        tops[name] = top
        top += _height(name, shown, rows)
    return tops, top


def _points(source: Box, target: Box) -> tuple[tuple[int, int], ...]:
    start = (source.x + source.width, source.y + source.height // 2)
    end = (target.x, target.y + target.height // 2)
    if start[1] == end[1]:
        return (start, end)
    bend = start[0] + _BEND
    return (start, (bend, start[1]), (bend, end[1]), end)
