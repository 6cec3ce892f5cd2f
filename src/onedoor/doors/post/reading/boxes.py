"""What stands in the boxes of a sheet: crosses, characters in combs, writing on lines, a signature."""

from collections.abc import Iterator, Sequence
from itertools import groupby

import numpy as np
from PIL import Image, ImageFilter

from onedoor.doors.post.paper import measures as m
from onedoor.doors.post.reading.laying import SCALE, Laid
from onedoor.doors.post.reading.turning import even, ink_of
from onedoor.doors.post.reading.writing import ReaderMissing, read_sign, read_signs, read_text
from onedoor.doors.post.types import Box, Reading

EMPTY, CROSSED, SCRATCHED = 0.045, 0.12, 0.72
INKED = 0.035
NOT_LAID = 40
"""Places that are only about right, since corners are missing, are never surer than this."""
DIGITS = "0123456789"
CAPITALS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
ALLOWED = {
    "digits": DIGITS, "number": DIGITS + "+-.", "email": DIGITS + CAPITALS + "@.-_", "chinese": "",
    "any": DIGITS + CAPITALS + "abcdefghijklmnopqrstuvwxyz-.,/#@&+'",
}  # fmt: skip
JOINED = {"day": "/", "month": "/", "year": "/", "whole": ".", "cents": "."}
Crop = tuple[int, int, int, int]


def read_boxes(laid: Laid, boxes: Sequence[Box], *, page: str, sheet: int) -> list[Reading]:
    """One reading an answer, in the order of the sheet. How sure each is goes from 0 to 100."""
    picture = laid.picture.filter(ImageFilter.MedianFilter(3))
    ink = ink_of(picture, radius=40)
    picture = even(laid.picture)
    readings = []
    for name, group in groupby(boxes, key=lambda box: (box.name, "" if box.part in JOINED else box.part)):
        of_one = list(group)
        value, sure = _read(picture, ink, of_one)
        readings.append(
            Reading(
                page=page, name=name[0], part=name[1], kind=of_one[0].kind, value=value, sheet=sheet,
                confidence=sure if laid.is_sure else min(sure, NOT_LAID), crop=crop_of(of_one),
            )
        )  # fmt: skip
    return readings


def crop_of(boxes: Sequence[Box]) -> Crop:
    """The boxes with what stands around them, in parts of a thousand of the sheet."""
    pad = 2.0
    left, top = min(box.x for box in boxes) - pad, min(box.y for box in boxes) - pad
    right = max(box.x + box.width for box in boxes) + (60 if boxes[0].kind == "tick" else pad)
    bottom = max(box.y + box.height for box in boxes) + pad
    across, down = 1000 / m.WIDTH, 1000 / m.HEIGHT
    right = min(right, m.WIDTH)
    return (
        round(left * across),
        round(top * down),
        round((right - left) * across),
        round((bottom - top) * down),
    )


def _read(picture: Image.Image, ink: np.ndarray, boxes: list[Box]) -> tuple[str, int]:
    kind = boxes[0].kind
    if kind == "tick":
        return _ticks(ink, boxes)
    if kind == "comb":
        read = [_comb(picture, ink, box) for box in boxes]
        texts = [text for text, _sure in read]
        if not any(texts):
            return "", min(sure for _text, sure in read)
        between = JOINED.get(boxes[0].part, "")
        return between.join(texts), min(sure for _text, sure in read)
    share = _share(ink, boxes[0], 1.2)
    if kind == "sign":
        return ("signed", 50) if share > 0.004 else ("", 90)
    return _lines(picture, boxes[0], share)


def _ticks(ink: np.ndarray, boxes: list[Box]) -> tuple[str, int]:
    """The one that is crossed; a box that was filled up means that the cross was taken back."""
    shares = {box.value: _share(ink, box, 0.85) for box in boxes}
    crossed = [value for value, share in shares.items() if CROSSED <= share < SCRATCHED]
    unclear = [value for value, share in shares.items() if EMPTY < share < CROSSED or share >= SCRATCHED]
    if len(crossed) == 1:
        return crossed[0], 60 if unclear else 97
    if crossed:
        return "", 10
    return "", 30 if unclear else 95


def _share(ink: np.ndarray, box: Box, inset: float) -> float:
    part = _part(ink, box.x + inset, box.y + inset, box.width - 2 * inset, box.height - 2 * inset)
    return float(part.mean()) if part.size else 0.0


def _part(ink: np.ndarray, x: float, y: float, width: float, height: float) -> np.ndarray:
    left, top = max(round(x * SCALE), 0), max(round(y * SCALE), 0)
    return ink[top : round((y + height) * SCALE), left : round((x + width) * SCALE)]


def _comb(picture: Image.Image, ink: np.ndarray, box: Box) -> tuple[str, int]:
    """The characters of the cells that bear ink, read as one line and put back to their cells."""
    cells = list(_cells(picture, ink, box))
    inked = [place for place, (_cell, share) in enumerate(cells) if share > INKED]
    if not inked:
        return "", 95 if max(share for _cell, share in cells) < INKED / 2 else 60
    allowed = ALLOWED.get(box.expects, ALLOWED["any"])
    width = cells[0][0].width
    gap = width // 4 if box.expects != "chinese" else 0
    line = Image.new("L", ((width + gap) * len(inked) + 40, cells[0][0].height + 40), 255)
    for index, place in enumerate(inked):
        line.paste(cells[place][0], (20 + index * (width + gap), 20))
    try:
        read = _by_cell(line, width + gap, len(inked), allowed, box.expects)
    except ReaderMissing:
        return "", 0
    found: dict[int, tuple[str, int]] = {}
    for index, place in enumerate(inked):
        found[place] = read.get(index) or _alone(cells[place][0], allowed)
    text = "".join(found[place][0] if place in found else " " for place in range(inked[0], inked[-1] + 1))
    return text.strip(), min(sure for _sign, sure in found.values())


def _cells(picture: Image.Image, ink: np.ndarray, box: Box) -> Iterator[tuple[Image.Image, float]]:
    step, inset = box.width / box.cells, 0.75
    for index in range(box.cells):
        x, y = box.x + index * step + inset, box.y + inset
        width, height = step - 2 * inset, box.height - 2 * inset
        share = float(_part(ink, x, y, width, height).mean())
        place = (round(x * SCALE), round(y * SCALE))
        corner = (place[0] + round(width * SCALE), place[1] + round(height * SCALE))
        yield picture.crop((*place, *corner)), share


def _by_cell(
    line: Image.Image, step: int, count: int, allowed: str, expects: str
) -> dict[int, tuple[str, int]]:
    language = "chi_sim" if expects == "chinese" else "eng"
    read: dict[int, tuple[str, int]] = {}
    for sign in read_signs(line, allowed=allowed, language=language):
        index = int((sign.middle - 20) // step)
        if 0 <= index < count:
            doubled = index in read
            read[index] = (sign.text, 20 if doubled else sign.confidence)
    return read


def _alone(cell: Image.Image, allowed: str) -> tuple[str, int]:
    framed = Image.new("L", (cell.width + 40, cell.height + 40), 255)
    framed.paste(cell, (20, 20))
    text, sure = read_sign(framed, allowed=allowed)
    return (text, min(sure, 55)) if text else ("?", 0)


def _lines(picture: Image.Image, box: Box, share: float) -> tuple[str, int]:
    if share < 0.0015:
        return "", 95
    inset = 1.0
    left, top = round((box.x + inset) * SCALE), round((box.y + inset) * SCALE)
    right = round((box.x + box.width - inset) * SCALE)
    bottom = round((box.y + box.height - inset) * SCALE)
    try:
        text, sure = read_text(picture.crop((left, top, right, bottom)))
    except ReaderMissing:
        return "", 0
    return text, min(sure, 90) if text else 20
