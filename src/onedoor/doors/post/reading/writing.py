"""Printed words on a picture, by Tesseract, with how sure it is of each sign."""

import os
import re
import threading
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from PIL import Image

from onedoor.doors.post.reading.languages import LANGUAGES, REMEDY, find_languages_in

_HAN = "\u3007\u3400-\u9fff\uf900-\ufaff，。？！：；、（）“”《》"
_GAP = re.compile(rf"(?<=[{_HAN}])[ \t]+(?=[{_HAN}])")
os.environ.setdefault("OMP_THREAD_LIMIT", "1")
_mine = threading.local()


class ReaderMissing(RuntimeError):
    """Tesseract's languages are not here; marks are still read, words are not."""


@dataclass(frozen=True, slots=True)
class Sign:
    """One character: where its middle is across the picture, and 0 to 100."""

    text: str
    middle: float
    confidence: int


@lru_cache(maxsize=1)
def find_languages() -> Path | None:
    """The folder with the languages, or None."""
    return find_languages_in(settings.TESSDATA, Path(settings.HOME))


def read_text(picture: Image.Image, *, languages: str = "") -> tuple[str, int]:
    """All words on the picture and how sure they are. Raises ReaderMissing."""
    from tesserocr import PSM  # type: ignore[import-untyped]

    engine = _engine(languages or "+".join(LANGUAGES))
    engine.SetPageSegMode(PSM.AUTO)
    engine.SetVariable("tessedit_char_whitelist", "")
    engine.SetImage(picture)
    engine.SetSourceResolution(200)
    return close_up(engine.GetUTF8Text()).strip(), int(engine.MeanTextConf())


def close_up(text: str) -> str:
    """Chinese without the gaps that Tesseract puts between its characters."""
    return _GAP.sub("", text)


def read_signs(picture: Image.Image, *, allowed: str = "", language: str = "eng") -> list[Sign]:
    """The characters of one line, each with its place. Raises ReaderMissing."""
    from tesserocr import PSM, RIL, iterate_level

    engine = _engine(language)
    engine.SetPageSegMode(PSM.SINGLE_LINE)
    engine.SetVariable("tessedit_char_whitelist", allowed)
    engine.SetImage(picture)
    engine.SetSourceResolution(200)
    engine.Recognize()
    words = engine.GetIterator()
    signs = []
    for sign in iterate_level(words, RIL.SYMBOL) if words else ():
        box = sign.BoundingBox(RIL.SYMBOL)
        try:
            text = sign.GetUTF8Text(RIL.SYMBOL)
        except RuntimeError:  # nothing was read there at all
            continue
        if box and text and text.strip():
            signs.append(Sign(text, (box[0] + box[2]) / 2, int(sign.Confidence(RIL.SYMBOL))))
    return signs


def read_sign(picture: Image.Image, *, allowed: str = "") -> tuple[str, int]:
    """The one character on the picture."""
    from tesserocr import PSM

    engine = _engine("eng")
    engine.SetPageSegMode(PSM.SINGLE_CHAR)
    engine.SetVariable("tessedit_char_whitelist", allowed)
    engine.SetImage(picture)
    engine.SetSourceResolution(200)
    return engine.GetUTF8Text().strip()[:1], int(engine.MeanTextConf())


def find_turn(picture: Image.Image) -> int:
    """By how many quarter degrees anticlockwise (0, 90, 180, 270) the page must be turned to be read."""
    from tesserocr import PSM

    try:
        engine = _engine("osd")
        engine.SetPageSegMode(PSM.OSD_ONLY)
        engine.SetImage(picture)
        engine.SetSourceResolution(200)
        seen = engine.DetectOrientationScript()
    except (ReaderMissing, RuntimeError):
        return 0
    if not seen or seen["orient_conf"] < 1.0:
        return 0
    return int(seen["orient_deg"]) % 360


def _engine(languages: str) -> Any:
    """One engine a thread and language: they are slow to start and not to be shared."""
    held: dict[str, Any] | None = getattr(_mine, "engines", None)
    if held is None:
        held = _mine.engines = {}
    if languages not in held:
        folder = find_languages()
        wanted = languages.split("+")
        if folder is None or not (folder / f"{wanted[0]}.traineddata").is_file():
            raise ReaderMissing(REMEDY)
        import tesserocr

        there = [one for one in wanted if (folder / f"{one}.traineddata").is_file()]
        held[languages] = tesserocr.PyTessBaseAPI(path=str(folder), lang="+".join(there))
    return held[languages]
