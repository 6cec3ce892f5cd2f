"""Results as tables that read well in a terminal and in Markdown."""

import sys
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass(slots=True)
class Table:
    """One table: a title, what it is compared with, and rows of cells."""

    title: str
    against: str
    columns: Sequence[str]
    rows: list[Sequence[str]] = field(default_factory=list)

    def add(self, *cells: str) -> None:
        """One more row; also told at once, since a run may be stopped before its tables are printed."""
        self.rows.append(cells)
        print(" · ".join(cells), file=sys.stderr, flush=True)

    def __str__(self) -> str:
        widths = [
            max(_width(row[place]) for row in (self.columns, *self.rows))
            for place in range(len(self.columns))
        ]
        rule = [f"{'-' * (width - 1)}:" if place else "-" * width for place, width in enumerate(widths)]
        lines = [self._line(row, widths) for row in (self.columns, rule, *self.rows)]
        return "\n".join([f"## {self.title}", "", self.against, "", *lines, ""])

    @staticmethod
    def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
        padded = [
            cell + " " * (width - _width(cell)) if place == 0 else " " * (width - _width(cell)) + cell
            for place, (cell, width) in enumerate(zip(cells, widths, strict=True))
        ]
        return f"| {' | '.join(padded)} |"


def rate(count: int, seconds: float) -> str:
    """So many a second."""
    return f"{count / seconds:,.0f}"


def milliseconds(seconds: float) -> str:
    return f"{seconds * 1000:.1f}"


def times(ratio: float) -> str:
    return f"{ratio:.2f}×"


def megabytes(kilobytes: float) -> str:
    return f"{kilobytes / 1024:,.0f} MB"


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(symbol) in "WF" else 1 for symbol in text)
