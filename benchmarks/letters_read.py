"""How many worn sheets are matched, how many to the wrong matter, and what is read from their boxes.

    python benchmarks/letters_read.py [sheets of each kind]

Each wear is laid over sheets of different numbers: forms filled in by pen, reply sheets, and typed letters
that give a reference only. It needs no database: the matters are a set of numbers, and a sheet is matched
when the one that it belongs to is found. Compared with: QR and OCR as they come, one look at the raw page
(reference/trust-and-ecosystem D4 measured 4 of 6 by QR and 2 of 6 by OCR).
"""

import hashlib
import logging
import os
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "onedoor.config.settings")
os.environ.setdefault("ONEDOOR_SERVE_FOLDER", "true")
os.environ.setdefault("SECRET_KEY", "a benchmark keeps no session, and signs nothing that anybody believes")

import django

django.setup()
logging.disable(logging.CRITICAL)

from PIL import Image, ImageDraw, ImageFont  # noqa: E402

from onedoor.doors.post.paper.drawing import Drawing, print_sheets  # noqa: E402
from onedoor.doors.post.paper.letters import LetterText, print_letters  # noqa: E402
from onedoor.doors.post.paper.marks import Mark  # noqa: E402
from onedoor.doors.post.reading.boxes import read_boxes  # noqa: E402
from onedoor.doors.post.reading.laying import lay  # noqa: E402
from onedoor.doors.post.reading.opening import open_pages  # noqa: E402
from onedoor.doors.post.reading.pages import Bundle, read_pages  # noqa: E402
from onedoor.doors.post.reading.references import list_references  # noqa: E402
from onedoor.doors.post.types import Box, Sheet  # noqa: E402
from onedoor.kernel.ids import new_number  # noqa: E402
from tests.doors.post import wear  # noqa: E402

SURE = 80


def sign(body: str) -> str:
    return hashlib.sha256(body.encode()).hexdigest()[:8].upper()


@dataclass
class Tally:
    """One row of the table."""

    sheets: int = 0
    matched: int = 0
    wrong: int = 0
    answers: int = 0
    right: int = 0
    sure_but_wrong: int = 0
    seconds: float = 0.0
    missed: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Sample:
    """A sheet with what it should be matched to and what was written on it."""

    kind: str
    page: Image.Image
    number: str
    sheet: Sheet | None
    ink: dict[str, str]


def make_forms(count: int) -> list[Sample]:
    samples = []
    for index in range(count):
        number, drawing = new_number("PF"), Drawing("page")
        for row in range(4):
            drawing.add(
                Box(
                    name=f"n{row}",
                    kind="comb",
                    x=20,
                    y=60 + row * 14,
                    width=48,
                    height=7.5,
                    cells=8,
                    expects="digits",
                )
            )
        for row, name in enumerate("ab"):
            for place, value in enumerate(("yes", "no")):
                drawing.add(
                    Box(
                        name=name,
                        kind="tick",
                        value=value,
                        x=20 + place * 30,
                        y=130 + row * 12,
                        width=5,
                        height=5,
                    )
                )
        drawing.write("Questions of a form to fill in by hand, with boxes", x=20, y=160, width=150)
        ink = {f"n{row}": f"{(index * 7919 + row * 104729 + 12345678) % 10**8:08}" for row in range(4)}
        ink |= {"a": "yes", "b": "no"}
        reference = new_number("HC")
        pdf = print_sheets(
            [drawing], number=number, version="2025.1", reference=reference, language="en", sign=sign
        )
        page = wear.render(pdf)[0]
        wear.write_ink(page, drawing.boxes, ink)
        samples.append(Sample("form", page, number, drawing.to_sheet(), ink))
    return samples


def make_replies(count: int) -> list[Sample]:
    letters = [
        LetterText(
            number=new_number("PL"),
            language="en",
            address=["Mei Lin", "60 Lighthouse Lane"],
            sender="Revenue Service",
            return_address="Harbour City",
            day="2025-03-10",
            reference=new_number("HC"),
            title="Where your request stands",
            paragraphs=["It is at work."],
        )
        for _ in range(count)
    ]
    samples = []
    for letter, printed in zip(letters, print_letters(letters, window="din-5008-b", sign=sign), strict=True):
        first, reply = wear.render(printed.pdf)
        ink = {"ask-status": "status", "rate": "4"}
        wear.write_ink(reply, printed.layout[1].boxes, ink)
        samples.append(Sample("reply sheet", reply, letter.number, printed.layout[1], ink))
        samples.append(Sample("letter sent back", first, letter.number, None, {}))
    return samples


def make_typed(count: int) -> list[Sample]:
    samples = []
    for _ in range(count):
        number = new_number("HC")
        page = Image.new("L", (1654, 2339), 252)
        font = ImageFont.truetype(str(wear.FONT), 38)
        lines = ("To the Revenue Service", f"About my case {number}", "I enclose what you asked me for.",
                 "Please tell me if you need another paper.", "Yours sincerely, Mei Lin")  # fmt: skip
        for row, line in enumerate(lines):
            ImageDraw.Draw(page).text((180, 300 + row * 70), line, fill=20, font=font)
        samples.append(Sample("typed, no mark", page, number, None, {}))
    return samples


def judge(sample: Sample, name: str, seed: int, ours: set[str], tally: Tally) -> None:
    picture = wear.worn(sample.page, wear.WEARS[name], seed)
    began = time.perf_counter()
    pages, _blanks = read_pages(open_pages(wear.to_tiff([picture])), sign)
    found = match(Bundle(tuple(pages), True), ours)
    tally.sheets += 1
    tally.matched += found == sample.number
    tally.wrong += found not in ("", sample.number)
    if found != sample.number:
        tally.missed.append(sample.kind)
    if sample.sheet is not None and pages and pages[0].mark:
        for one in read_boxes(lay(pages[0].picture, pages[0].found), sample.sheet.boxes, page="", sheet=1):
            if one.kind in ("tick", "comb"):
                right = one.value == sample.ink.get(one.name, "")
                tally.answers += 1
                tally.right += right
                tally.sure_but_wrong += not right and one.confidence >= SURE
    tally.seconds += time.perf_counter() - began


def match(bundle: Bundle, ours: set[str]) -> str:
    """As the house indexes: by the mark; else by the one number of ours that the page names."""
    mark: Mark | None = bundle.mark
    if mark is not None:
        return mark.number if mark.number in ours else ""
    seen = [maybe & ours for maybe in list_references(bundle.text)]
    named = {number for some in seen for number in some}
    return named.pop() if len(named) == 1 and all(seen) else ""


def main() -> None:
    each = int(sys.argv[1]) if len(sys.argv) > 1 else 4
    samples = [*make_forms(each), *make_replies(each), *make_typed(each)]
    ours = {sample.number for sample in samples} | {new_number("HC") for _ in range(200_000)}
    total = Tally()
    print(
        f"{'wear':32}{'sheets':>7}{'matched':>9}{'wrong':>7}"
        f"{'answers':>9}{'right':>8}{'sure, wrong':>13}{'s/page':>8}"
    )
    for name in wear.WEARS:
        tally = Tally()
        for seed, sample in enumerate(samples):
            judge(sample, name, seed, ours, tally)
        show(name, tally)
        for slot in ("sheets", "matched", "wrong", "answers", "right", "sure_but_wrong", "seconds"):
            setattr(total, slot, getattr(total, slot) + getattr(tally, slot))
    show("all", total)


def show(name: str, tally: Tally) -> None:
    share = f"{tally.matched / tally.sheets:.1%}"
    right = f"{tally.right / tally.answers:.1%}" if tally.answers else ""
    missed = f"  missed: {', '.join(sorted(set(tally.missed)))}" if tally.missed else ""
    print(
        f"{name:32}{tally.sheets:7}{share:>9}{tally.wrong:7}{tally.answers:9}{right:>8}"
        f"{tally.sure_but_wrong:13}{tally.seconds / tally.sheets:8.2f}{missed}",
        flush=True,
    )


if __name__ == "__main__":
    main()
