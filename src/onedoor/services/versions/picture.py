"""A version's flow as shapes for a page: the same drawing that stands in its BPMN. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from textwrap import wrap

from onedoor.kernel.text import Text, pick
from onedoor.services.files.schema import ServiceFile
from onedoor.services.flow.drawing import Box, draw
from onedoor.services.flow.plan import BY_PEOPLE, END, GATEWAYS, START, Node, make_plan

LINE = 16  # so many letters fit on a line of a box; of Chinese, half as many


@dataclass(frozen=True, slots=True)
class Lane:
    name: str
    left: int
    top: int
    width: int
    height: int

    @property
    def middle(self) -> int:
        return self.top + self.height // 2


@dataclass(frozen=True, slots=True)
class TextLine:
    x: int
    y: int
    text: str


@dataclass(frozen=True, slots=True)
class Shape:
    """``kind``: event, gateway, people or house."""

    kind: str
    left: int
    top: int
    width: int
    height: int
    lines: tuple[TextLine, ...]

    @property
    def x(self) -> int:
        return self.left + self.width // 2

    @property
    def y(self) -> int:
        return self.top + self.height // 2

    @property
    def diamond(self) -> str:
        """The corners of a gateway."""
        right, bottom = self.left + self.width, self.top + self.height
        return f"{self.x},{self.top} {right},{self.y} {self.x},{bottom} {self.left},{self.y}"


@dataclass(frozen=True, slots=True)
class Picture:
    width: int
    height: int
    lanes: tuple[Lane, ...]
    shapes: tuple[Shape, ...]
    arrows: tuple[str, ...]


def picture_of(file: ServiceFile, names: Mapping[str, Text], language: str) -> Picture:
    """The flow drawn; ``names`` are those of its lanes."""
    plan = make_plan(file)
    drawing = draw(plan)
    return Picture(
        width=drawing.pool[0] + drawing.pool[2] + 20,
        height=drawing.pool[1] + drawing.pool[3] + 20,
        lanes=tuple(
            Lane(pick(names.get(lane, {"en": lane}), language), *box) for lane, box in drawing.lanes.items()
        ),
        shapes=tuple(_shape(node, drawing.boxes[node.id], language) for node in plan.nodes),
        arrows=tuple(" ".join(f"{x},{y}" for x, y in line) for line in drawing.lines),
    )


def _shape(node: Node, box: Box, language: str) -> Shape:
    if node.kind in (START, END):
        return Shape("event", *box, ())
    if node.kind in GATEWAYS:
        return Shape("gateway", *box, ())
    text = pick(node.title, language)
    rows = _rows(text)[:4]
    middle, top = box[0] + box[2] // 2, box[1] + box[3] // 2 - 9 * (len(rows) - 1)
    lines = tuple(TextLine(middle, top + 18 * number + 5, row) for number, row in enumerate(rows))
    return Shape("people" if node.kind in BY_PEOPLE else "house", *box, lines)


def _rows(text: str) -> list[str]:
    if text.isascii():
        return wrap(text, LINE)
    return [text[start : start + LINE // 2] for start in range(0, len(text), LINE // 2)]
