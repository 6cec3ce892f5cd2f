"""A service's questions on paper: every answer in boxes at known places, filled in where it is known."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from math import ceil
from typing import Any

from django.utils.translation import gettext, override

from onedoor.doors.post.paper import measures as m
from onedoor.doors.post.paper.drawing import Drawing
from onedoor.doors.post.types import Box
from onedoor.kernel.text import pick
from onedoor.services.types import PART_TEXTS, FormItem, FormPage

LONG_ROWS = 3
EXPECTS = {"integer": "digits", "decimal": "number", "telephone": "number", "email": "email"}


class FormPlan:
    """Lays a form's pages of questions on sheets, from top to bottom."""

    def __init__(self, *, title: str, language: str) -> None:
        self.language, self.title = language, title
        self.drawings: list[Drawing] = []

    def draw(self, pages: Sequence[FormPage]) -> list[Drawing]:
        """Sheets for all pages; the last one has the place to sign."""
        with override(self.language):
            for page in pages:
                self._turn(page.id)
                self._head(pick(page.title, self.language), pick(page.hint, self.language))
                for item in page.items:
                    self._item(item)
            self._sign()
        return self.drawings

    @property
    def here(self) -> Drawing:
        return self.drawings[-1]

    def _turn(self, page: str) -> None:
        self.drawings.append(Drawing(page))
        self.here.write(self.title, x=m.LEFT, y=20, width=132, kind="title")
        how = gettext("Write in capitals, one character a box, in black ink. Cross one box: X.")
        self.here.write(how, x=m.LEFT, y=40, width=132, kind="hint")

    def _room(self, height: float) -> None:
        if self.here.y + height > m.BOTTOM:
            self._turn(self.here.page)

    def _text(self, text: str, kind: str, size: float) -> None:
        if not text:
            return
        height = self._height(text, size)
        self._room(height)
        self.here.write(text, x=m.LEFT, y=self.here.y, width=m.RIGHT - m.LEFT, kind=kind)
        self.here.y += height

    def _height(self, text: str, size: float) -> float:
        wide = sum(2 if ord(letter) > 0x2E80 else 1 for letter in text)
        lines = ceil(wide / (m.RIGHT - m.LEFT) * size * 0.196) if text else 0
        return lines * size * 0.46 + 0.8

    def _head(self, title: str, hint: str) -> None:
        self._text(title, "part", 11.5)
        self._text(hint, "hint", 8.5)
        self.here.y += 2

    def _item(self, item: FormItem) -> None:
        if item.items or item.rows:
            self._head(pick(item.label, self.language), pick(item.hint, self.language))
            for one in (*item.items, *(inner for row in item.rows for inner in row.items)):
                self._item(one)
            return
        label, hint = pick(item.label, self.language), pick(item.hint, self.language)
        need = self._height(label, 10) + self._height(hint, 8.5) + self._depth(item)
        self._room(min(need, m.BOTTOM - m.TOP))
        self._text(label, "", 10)
        self._text(hint, "hint", 8.5)
        self._answer(item)
        self.here.y += 3

    def _depth(self, item: FormItem) -> float:
        if item.type == "choice":
            return 7.5 * len(item.choices)
        if item.type == "text":
            return LONG_ROWS * 9
        rows = {"name": 2, "address": 4, "location": 1}.get(item.type, 1)
        return rows * (m.CELL_HEIGHT + 5.5)

    def _answer(self, item: FormItem) -> None:
        value = item.value
        if item.type in ("choice", "boolean"):
            self._ticks(item)
        elif item.type == "date":
            day = value if isinstance(value, date) else _date(value)
            texts = (f"{day.day:02}", f"{day.month:02}", f"{day.year:04}") if day else ("", "", "")
            self._combs(
                item.name,
                zip(
                    ("day", "month", "year"),
                    (gettext("Day"), gettext("Month"), gettext("Year")),
                    (2, 2, 4),
                    texts,
                    strict=True,
                ),
                "digits",
            )
        elif item.type == "money":
            whole, _, cents = (f"{Decimal(str(value)):.2f}" if value not in (None, "") else "..").partition(
                "."
            )
            whole, cents = whole.strip("."), cents.strip(".")
            parts = (("whole", gettext("Dollars"), 9, whole.rjust(9) if whole else ""),
                     ("cents", gettext("Cents"), 2, cents))  # fmt: skip
            self._combs(item.name, parts, "digits")
        elif item.type in PARTED:
            given: Mapping[str, Any] = value if isinstance(value, Mapping) else {}
            for part, cells in PARTED[item.type]:
                words = pick(PART_TEXTS[part], self.language)
                self._combs(item.name, [(part, words, cells, str(given.get(part) or ""))], _expects(part))
        elif item.type == "text":
            box = Box(
                name=item.name, kind="lines", x=m.LEFT, y=self.here.y, width=m.RIGHT - m.LEFT, height=26
            )
            self.here.add(box, filled=str(value or ""))
            self.here.y += 27
        elif item.type == "file":
            self._text(gettext("Put a copy into the envelope."), "hint", 8.5)
        else:
            cells = {"integer": 9, "decimal": 12, "time": 5, "datetime": 16}.get(item.type, m.CELLS)
            written = "" if value is None else str(value)
            self._combs(item.name, [("", "", cells, written)], EXPECTS.get(item.type, "any"))

    def _ticks(self, item: FormItem) -> None:
        options = [(choice.code, pick(choice.label, self.language)) for choice in item.choices]
        chosen = str(item.value if item.value is not None else "")
        if item.type == "boolean":
            options = [("yes", gettext("Yes")), ("no", gettext("No"))]
            chosen = {True: "yes", False: "no"}.get(item.value, "")
        for code, words in options:
            self._room(7.5)
            box = Box(
                name=item.name, kind="tick", value=code, x=m.LEFT, y=self.here.y, width=m.TICK, height=m.TICK
            )
            self.here.add(box, filled="X" if code == chosen else "")
            self.here.write(words, x=m.LEFT + 9, y=self.here.y + 0.3, width=155)
            self.here.y += 7.5

    def _combs(self, name: str, parts: Any, expects: str) -> None:
        parts = list(parts)
        if any(words for _part, words, _cells, _text in parts):
            self._room(m.CELL_HEIGHT + 5.5)
        x = m.LEFT
        labelled = 0.0
        for part, words, cells, text in parts:
            if words:
                self.here.write(words, x=x, y=self.here.y, width=max(cells * m.CELL, 12), kind="hint")
                labelled = 4.0
            box = Box(
                name=name, part=part, kind="comb", cells=cells, expects=expects, x=x,
                y=self.here.y + (4.0 if words else 0), width=cells * m.CELL, height=m.CELL_HEIGHT,
            )  # fmt: skip
            self.here.add(box, filled=text)
            x += cells * m.CELL + 6
        self.here.y += labelled + m.CELL_HEIGHT + 1

    def _sign(self) -> None:
        self._room(34)
        self._text(gettext("I declare that this is true and complete."), "", 10)
        self._text(gettext("Signature"), "hint", 8.5)
        self.here.add(Box(name="signature", kind="sign", x=m.LEFT, y=self.here.y, width=90, height=20))
        self.here.y += 21


PARTED: Mapping[str, tuple[tuple[str, int], ...]] = {
    "name": (("latin", m.CELLS), ("chinese", 10)),
    "address": (("postcode", 6), ("street", m.CELLS), ("building", m.CELLS), ("unit", 10)),
    "location": (("address", m.CELLS),),
}


def _expects(part: str) -> str:
    return {"postcode": "digits", "chinese": "chinese"}.get(part, "any")


def _date(value: Any) -> date | None:
    try:
        return date.fromisoformat(str(value)[:10])
    except ValueError:
        return None
