"""What a letter asks for: by its crosses, or by words that leave no doubt."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from onedoor.doors.post.paper.replies import RATE, RATE_WORDS

SURE, SURE_OF_RATING = 60, 80
QUESTION = re.compile(r"[?？]")
WORDS: Mapping[str, str] = {
    "status": r"how (is|are|does|do) my .{0,40}(going|stand|progress|coming)|(status|progress) of my|"
    r"(is|has) my (application|case|request) .{0,20}(decided|ready|done)|"
    r"办理进度|办理进展|办到哪|进度如何|进展如何",
    "call": r"(please |could you )?(call|ring|phone) me|请.{0,4}(回电|来电|致电)",
    "form": r"send me (the|a) form|请.{0,4}寄.{0,6}表",
}  # fmt: skip
RATING = re.compile(
    r"^\W*(?:(?:my )?rating\W{0,4}([1-5])(?: ?/ ?5)?|([1-5]) ?stars?|"
    r"(?:评分|评价)\W{0,4}([1-5]) ?[分星]?|([1-5]) ?颗?星)\W*$",
    re.IGNORECASE | re.MULTILINE,
)


@dataclass(frozen=True, slots=True)
class Asked:
    """``stars`` is 0 where nothing was rated; ``is_unsure`` where a cross could not be read for certain,
    ``is_rating_unsure`` where it belongs to the rating, or the words beside it (``comment``) are unclear."""

    asks: tuple[str, ...]
    stars: int
    words: str
    is_unsure: bool
    comment: str = ""
    is_rating_unsure: bool = False


def read_asked(text: str, readings: Sequence[Mapping[str, Any]]) -> Asked:
    """From the crosses of a reply sheet; from a free letter only by its words."""
    if not readings:
        found = tuple(
            ask for ask, words in WORDS.items() if re.search(words, text, re.IGNORECASE | re.DOTALL)
        )
        stars = _read_stars(text)
        if not found and not stars and QUESTION.search(text):
            found = ("answer",)
        return Asked(found, stars, text.strip(), len(found) + bool(stars) != 1, comment=text.strip())
    rating = [one for one in readings if one["name"] in (RATE, RATE_WORDS)]
    others = [one for one in readings if one["name"] not in (RATE, RATE_WORDS)]
    crosses = [one for one in others if one["kind"] == "tick"]
    return Asked(
        tuple(one["value"] for one in crosses if one["value"]),
        next((int(one["value"]) for one in rating if one["name"] == RATE and one["value"]), 0),
        _join(others),
        any(one["confidence"] < SURE for one in crosses),
        comment=_join(rating),
        is_rating_unsure=any(one["confidence"] < SURE_OF_RATING for one in rating),
    )


def _join(readings: Sequence[Mapping[str, Any]]) -> str:
    return "\n".join(one["value"] for one in readings if one["kind"] == "lines" and one["value"])


def _read_stars(text: str) -> int:
    """A line that says nothing but how many stars; two such lines that differ say nothing."""
    given = {next(filter(None, one)) for one in RATING.findall(text)}
    return int(given.pop()) if len(given) == 1 else 0
