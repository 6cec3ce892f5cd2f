"""The reply sheet behind every letter: cut off, crossed with a pen, and read back by its boxes."""

from django.utils.translation import gettext

from onedoor.doors.post.paper import measures as m
from onedoor.doors.post.paper.drawing import Drawing
from onedoor.doors.post.types import Box

REPLY = "reply"
RATE, RATE_WORDS = "rate", "rate-words"
RATES = (5, 4, 3, 2, 1)
ASKS = ("status", "answer", "form", "call")


def draw_reply(*, reference: str, with_rating: bool, is_finished: bool) -> Drawing:
    """What she wants next, how well we did, and room to write, in the language that is set. Where the matter
    ``is_finished``, the sheet is first of all a card on which to say how well it was done."""
    sheet = Drawing(REPLY)
    sheet.write(gettext("Your reply"), x=m.LEFT, y=22, width=130, kind="title")
    sheet.write(
        gettext("Cross what you want with a pen, cut this sheet off and post or fax it to us."),
        x=m.LEFT, y=31, width=130,
    )  # fmt: skip
    if reference:
        line = gettext("About %(reference)s") % {"reference": reference}
        sheet.write(line, x=m.LEFT, y=42, width=130, kind="number")
    y = 60.0
    if with_rating and is_finished:
        y = _draw_rating(sheet, y) + 6
    y = _draw_asks(sheet, y)
    if with_rating and not is_finished:
        y = _draw_rating(sheet, y + 6)
    sheet.write(gettext("Write to us here"), x=m.LEFT, y=y + 6, width=170, kind="part")
    top = y + 14
    sheet.add(
        Box(name="words", kind="lines", x=m.LEFT, y=top, width=m.RIGHT - m.LEFT, height=m.BOTTOM - top - 2)
    )
    return sheet


def say_asks() -> dict[str, str]:
    """The words beside each box of what she may want."""
    return {
        "status": gettext("Tell me how my request stands"),
        "answer": gettext("Answer the question that I write below"),
        "form": gettext("Send me the form for what I write below"),
        "call": gettext("Ring me"),
    }


def say_rates() -> dict[int, str]:
    """The words beside each box of the rating, the best first."""
    return {5: gettext("Very good"), 4: gettext("Good"), 3: gettext("Fair"), 2: gettext("Poor"),
            1: gettext("Very poor")}  # fmt: skip


def label_reply(name: str) -> tuple[str, tuple[tuple[str, str], ...]]:
    """What stands beside a box, by its name, and the answers that it offers; for who checks what was read."""
    if name == RATE:
        return gettext("How well did we deal with it?"), tuple((str(k), v) for k, v in say_rates().items())
    if name == RATE_WORDS:
        return gettext("What was good, what was not?"), ()
    ask = name.removeprefix("ask-")
    if ask in ASKS:
        return say_asks()[ask], ((ask, gettext("Yes")),)
    return gettext("Write to us here"), ()


def _draw_asks(sheet: Drawing, y: float) -> float:
    sheet.write(gettext("What do you want?"), x=m.LEFT, y=y, width=130, kind="part")
    for index, (value, words) in enumerate(say_asks().items()):
        row = y + 8 + index * 9
        sheet.add(
            Box(name=f"ask-{value}", kind="tick", value=value, x=m.LEFT, y=row, width=m.TICK, height=m.TICK)
        )
        sheet.write(words, x=m.LEFT + 9, y=row + 0.3, width=150)
    return y + 8 + len(ASKS) * 9


def _draw_rating(sheet: Drawing, y: float) -> float:
    """Five boxes, of which one is crossed, and a line for words."""
    words = say_rates()
    sheet.write(gettext("How well did we deal with it?"), x=m.LEFT, y=y, width=132, kind="part")
    for index, stars in enumerate(RATES):
        x = m.LEFT + index * 34
        sheet.add(Box(name=RATE, kind="tick", value=str(stars), x=x, y=y + 8, width=m.TICK, height=m.TICK))
        sheet.write(words[stars], x=x + 8, y=y + 8.3, width=25)
    sheet.write(gettext("What was good, what was not?"), x=m.LEFT, y=y + 16, width=170, kind="hint")
    sheet.add(Box(name=RATE_WORDS, kind="lines", x=m.LEFT, y=y + 21, width=m.RIGHT - m.LEFT, height=14))
    return y + 36
