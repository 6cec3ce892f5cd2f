"""Sheets of which every box stands at a known place: drawn as absolutely placed HTML, printed as PDF."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils.html import escape
from django.utils.translation import gettext, override

from onedoor.doors.post.paper import measures as m
from onedoor.doors.post.paper.marks import Mark, Sign, write_mark
from onedoor.doors.post.types import Box, Sheet
from onedoor.kernel.press import draw_qr, font_faces, to_pdf

STYLE = """
@page sheet { size: A4; margin: 0; @top-right { content: none } @bottom-left { content: none } }
.sheet { font: 10pt/1.3 "Liberation Sans", "DejaVu Sans", "Noto Sans CJK SC", "Noto Sans SC", sans-serif }
body { margin: 0 }
.sheet { page: sheet; color: #000; position: relative; width: 210mm; height: 296.9mm }
.sheet { break-inside: avoid; overflow: hidden }
.at { position: absolute; margin: 0 }
.corner { background: #000; width: 6mm; height: 6mm }
.cell, .tick, .lines, .sign { box-sizing: border-box; border: .25mm solid #000; text-align: center }
.cell { font: 13pt/7mm "Liberation Sans", "DejaVu Sans", "Noto Sans CJK SC", sans-serif }
.cell { border-left-width: .15mm }
.tick { font: bold 13pt/4.3mm "Liberation Sans", sans-serif; border-width: .35mm }
.hint { font-size: 8.5pt; color: #333 }
.title { font-size: 15pt; font-weight: bold; line-height: 1.15 }
.part { font-size: 11.5pt; font-weight: bold }
.number { font: 12pt "Liberation Mono", "DejaVu Sans Mono", monospace; letter-spacing: .06em }
.cut { border-top: .3mm dashed #000 }
"""


@dataclass(slots=True)
class Drawing:
    """One sheet while it is drawn: its boxes to be read back, and its HTML."""

    page: str
    boxes: list[Box] = field(default_factory=list)
    html: list[str] = field(default_factory=list)
    y: float = m.TOP

    def write(self, text: str, *, x: float, y: float, width: float, kind: str = "") -> None:
        """A text at a place."""
        self.html.append(
            f'<p class="at {kind}" style="left:{x}mm;top:{y:.2f}mm;width:{width}mm">{escape(text)}</p>'
        )

    def add(self, box: Box, *, filled: str = "") -> None:
        """A box to be read back, filled in already where something is known."""
        self.boxes.append(box)
        if box.kind == "comb":
            step = box.width / box.cells
            for index in range(box.cells):
                self._place("cell", box.x + index * step, box.y, step, box.height, filled[index : index + 1])
        else:
            self._place(box.kind, box.x, box.y, box.width, box.height, filled)

    def _place(self, kind: str, x: float, y: float, width: float, height: float, text: str) -> None:
        where = f"left:{x:.2f}mm;top:{y:.2f}mm;width:{width:.2f}mm;height:{height:.2f}mm"
        self.html.append(f'<div class="at {kind}" style="{where}">{escape(text)}</div>')

    def to_sheet(self) -> Sheet:
        """What is kept of it for reading it back."""
        return Sheet(self.page, tuple(self.boxes))


def print_sheets(
    drawings: Sequence[Drawing], *, number: str, version: str, reference: str, language: str, sign: Sign,
) -> bytes:  # fmt: skip
    """The sheets as a PDF, each with its corners, its mark twice, its number and its page."""
    with override(language):
        body = "".join(
            write_sheet(drawing, Mark(number, page, version, reference), sign, len(drawings))
            for page, drawing in enumerate(drawings, 1)
        )
        title = gettext("Form to fill in")
    lang = "zh-Hans" if language == "zh-hans" else "en"
    head = f"<meta charset=utf-8><title>{escape(title)} {number}</title><style>{font_faces()}{STYLE}</style>"
    return to_pdf(
        f'<!doctype html><html lang="{lang}"><head>{head}</head><body>{body}</body></html>', for_screen=False
    )


def write_sheet(drawing: Drawing, mark: Mark, sign: Sign, last: int) -> str:
    """The sheet as a section of HTML; the language must be set around it."""
    half = m.CORNER / 2
    corners = "".join(
        f'<div class="at corner" style="left:{x - half}mm;top:{y - half}mm"></div>' for x, y in m.CORNERS
    )
    text = write_mark(mark, sign)
    marks = "".join(
        f'<img class="at" alt="" src="{draw_qr(text, millimetres=size)}" '
        f'style="left:{x}mm;top:{y}mm;width:{size}mm;height:{size}mm">'
        for size, (x, y) in ((m.MARK, m.MARK_AT), (m.SECOND_MARK, m.SECOND_MARK_AT))
    )
    foot = gettext("Number %(number)s, page %(page)s of %(last)s") % {
        "number": mark.number, "page": mark.page, "last": last,
    }  # fmt: skip
    number = f'<p class="at number" style="left:60mm;top:275mm;width:130mm">{escape(foot)}</p>'
    return f'<section class="sheet">{corners}{marks}{number}{"".join(drawing.html)}</section>'
