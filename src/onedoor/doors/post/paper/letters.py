"""A letter for the window of an envelope: address, mark on every page, page numbers, and a reply sheet."""

import io
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import pypdf
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe
from django.utils.translation import override
from pypdf.generic import NameObject, TextStringObject

from onedoor.doors.post.paper import measures as m
from onedoor.doors.post.paper.drawing import STYLE, Drawing, write_sheet
from onedoor.doors.post.paper.marks import Mark, Sign, write_mark
from onedoor.doors.post.paper.replies import draw_reply
from onedoor.doors.post.types import Sheet
from onedoor.kernel.press import draw_qr, font_faces, list_sheets, to_pdf

MOST_ADDRESS_LINES = 6
STARTS = "letter-"


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterText:
    """What a letter says. ``reference`` is the number of the case or application; empty: none. ``link`` is
    printed as a square to be photographed and as the address itself, and so is ``rate_at``, the page on which
    what is finished can be rated. ``with_rating``: the reply sheet asks how well it was done. ``pin`` is
    printed large, below the first paragraph; such a letter has no reply sheet, since what is sent back would
    be read by somebody, and its number stands in the window: who brings it back undelivered need not open
    it."""

    number: str
    language: str
    address: Sequence[str]
    sender: str
    return_address: str
    day: str
    reference: str
    title: str
    paragraphs: Sequence[str]
    with_rating: bool = True
    link: str = ""
    pin: str = field(default="", repr=False)
    rate_at: str = ""


@dataclass(frozen=True, slots=True)
class Printed:
    """A PDF, how many pages it has, and what can be read back from each of them."""

    pdf: bytes
    pages: int
    layout: tuple[Sheet, ...]


def print_letters(letters: Sequence[LetterText], *, window: str, sign: Sign) -> list[Printed]:
    """Each letter with its reply sheet behind it. All are set in one run, since a font is cut to the
    letters it needs once a run: first to count their pages, then with their marks."""
    if not letters:
        return []
    pages = list_sheets(_html(letters, [1] * len(letters), window, sign), STARTS)
    begins = [page for page, names in enumerate(pages) if names]
    ends = [*begins[1:], len(pages)]
    counts = [end - begin for begin, end in zip(begins, ends, strict=True)]
    whole = to_pdf(_html(letters, counts, window, sign), for_screen=False)
    reader = pypdf.PdfReader(io.BytesIO(whole))
    return [
        Printed(_cut(reader, begin, begin + count, salted=bool(letter.pin)), count, _layout(letter, count))
        for letter, begin, count in zip(letters, begins, counts, strict=True)
    ]


def _layout(letter: LetterText, count: int) -> tuple[Sheet, ...]:
    reply = () if letter.pin else (_reply_of(letter).to_sheet(),)
    return (*(Sheet("") for _ in range(count - len(reply))), *reply)


def _reply_of(letter: LetterText) -> Drawing:
    with override(letter.language):
        return draw_reply(
            reference=letter.reference,
            with_rating=letter.with_rating and bool(letter.reference),
            is_finished=bool(letter.rate_at),
        )


def _cut(reader: pypdf.PdfReader, begin: int, end: int, *, salted: bool) -> bytes:
    """The pages alone. A checksum is kept longer than a PIN may be known: without salt, whoever sets the
    same letter with every PIN would find the one whose checksum it is."""
    writer = pypdf.PdfWriter()
    for page in range(begin, end):
        added = writer.add_page(reader.pages[page])
        if salted:
            added[NameObject("/OnedoorSalt")] = TextStringObject(secrets.token_hex(32))
    cut = io.BytesIO()
    writer.write(cut)
    return cut.getvalue()


def join_pdfs(parts: Sequence[bytes]) -> bytes:
    """Several PDFs as one."""
    writer = pypdf.PdfWriter()
    for part in parts:
        writer.append(io.BytesIO(part))
    joined = io.BytesIO()
    writer.write(joined)
    return joined.getvalue()


def count_pages(pdf: bytes) -> int:
    """How many pages a PDF has."""
    return len(pypdf.PdfReader(io.BytesIO(pdf)).pages)


def _html(letters: Sequence[LetterText], counts: Sequence[int], window: str, sign: Sign) -> str:
    """All letters as one page of HTML; ``counts`` is how many pages each has, its reply sheet too."""
    left, top, width, height = m.WINDOWS[window]
    written, marks, before = [], [], 0
    for index, (letter, count) in enumerate(zip(letters, counts, strict=True)):
        marks += [_mark(letter, page, before, count, sign) for page in range(1, count + bool(letter.pin))]
        before += count
        with override(letter.language):
            mark = Mark(letter.number, count)
            reply = "" if letter.pin else write_sheet(_reply_of(letter), mark, sign, count)
            written.append(
                render_to_string(
                    "post/paper/letter.html",
                    {
                        "letter": letter,
                        "id": f"{STARTS}{index}",
                        "lang": "zh-Hans" if letter.language == "zh-hans" else "en",
                        "address": list(letter.address)[:MOST_ADDRESS_LINES],
                        "link_qr": draw_qr(letter.link, millimetres=34) if letter.link else "",
                        "rate_qr": draw_qr(letter.rate_at, millimetres=26) if letter.rate_at else "",
                        "reply": mark_safe(reply),  # noqa: S308  # every text in it was escaped
                    },
                )
            )
    return render_to_string(
        "post/paper/letters.html",
        {
            "letters": mark_safe("".join(written)),  # noqa: S308  # rendered by our own templates
            "marks": marks,
            "style": mark_safe(font_faces() + STYLE),  # noqa: S308  # our own
            "window": {"left": left - 25, "top": top - 40, "width": width, "height": height},
            "body_from": max(top + height - 40 + 12, 58),
        },
    )


def _mark(letter: LetterText, page: int, before: int, count: int, sign: Sign) -> dict[str, Any]:
    text = write_mark(Mark(letter.number, page), sign)
    return {
        "sheet": before + page, "qr": draw_qr(text, millimetres=28), "small": draw_qr(text, millimetres=20),
        "foot": f"{page} / {count}", "number": letter.number,
    }  # fmt: skip
