"""One wording in, each door's form out; and what a wording must be. Nothing here reads a table."""

import re
from collections.abc import Iterator, Mapping

from onedoor.kernel.text import LANGUAGES, Text
from onedoor.knowledge.types import SCREEN_POINTS, SHORT_AT_MOST, Form, Wording

_FACT = re.compile(r"\{([a-z][a-z0-9_]*)\}")
_BRACE = re.compile(r"[{}]")
_ADDRESS = re.compile(r"https?:|www\.|\]\(|[<>*`|]", re.I)
_MAIL = re.compile(r"\S+@\S+")
_DIGIT = re.compile(r"\d")
_LONG_NUMBER = re.compile(r"\d[\d \-]{5,}\d")
_END = {"en": (".", "?", "!"), "zh-hans": ("。", "？", "！")}
_ORDER = {
    "en": ("First: ", "Second: ", "Third: ", "Fourth: ", "Fifth: ", "Sixth: ", "Then: "),
    "zh-hans": ("第一，", "第二，", "第三，", "第四，", "第五，", "第六，", "然后，"),
}
MOST_POINTS = 7
LONGEST_ADDRESS = 254  # RFC 5321, 4.5.3.1.3, without its brackets


def fill(text: str, facts: Mapping[str, Text], language: str) -> str:
    """``text`` with each ``{fact}`` in its place; one that is not known stays as it is written."""
    return _FACT.sub(lambda found: facts.get(found[1], {}).get(language, found[0]), text)


def has_gaps(text: str) -> bool:
    """Whether a fact in it has no value."""
    return _FACT.search(text) is not None


def list_facts(wording: Wording) -> set[str]:
    """The names of the facts that it asks for."""
    return {name for text in _public(wording) for one in text.values() for name in _FACT.findall(one)}


def say(form: Form, *, sentence: str, points: tuple[str, ...], language: str) -> str:
    """The words of a door of that form, made of the parts that all forms share."""
    if form is Form.SHORT:
        return cut(sentence)
    if form is Form.SPOKEN:
        order = _ORDER.get(language, _ORDER["en"])
        told = [f"{order[min(place, 6)]}{point}" for place, point in enumerate(points)]
        return ("" if language == "zh-hans" else " ").join([sentence, *told])
    chosen = points[:SCREEN_POINTS] if form is Form.SCREEN else points
    return "\n".join([sentence, *(f"• {point}" for point in chosen)])


def cut(sentence: str) -> str:
    """At most one text message: a sentence that grew too long ends early and shows that it does."""
    if len(sentence) <= SHORT_AT_MOST:
        return sentence
    return sentence[: SHORT_AT_MOST - 1].rstrip() + "…"


def mask(words: str, *, at_most: int) -> str:
    """Words without digits and electronic addresses, for keeping what was said but not who. What lies
    so far behind ``at_most`` that no address reaches back from there is cut off unread."""
    near = " ".join(words[: 2 * at_most + LONGEST_ADDRESS].split())[: at_most + LONGEST_ADDRESS]
    return _DIGIT.sub("#", _MAIL.sub("@", near))[:at_most]


Complaint = tuple[tuple[str | int, ...], str, str]
"""Where in a wording, what is wrong, and what to do."""


def find_faults(wording: Wording, *, service: str) -> Iterator[Complaint]:
    """What keeps a wording from being approved, by its words alone."""
    named: list[tuple[tuple[str | int, ...], Text]] = [
        (("title",), wording.title),
        (("answer",), wording.sentence),
        *((("points", place), point) for place, point in enumerate(wording.points)),
    ]
    if len(wording.points) > MOST_POINTS:
        yield ("points",), "There are too many points to listen to.", f"Keep at most {MOST_POINTS}."
    for place, text in named:
        yield from _find_text_faults(place, text, service)
    for language in LANGUAGES:
        said = wording.sentence.get(language, "").strip()
        if said and not said.endswith(_END[language]):
            yield ("answer", language), "The answer is not a whole sentence.", "End it with a full stop."
    if wording.internal and set(wording.internal) - set(LANGUAGES):
        yield ("internal",), "The part for officers has an unknown language.", "Write en and zh-hans."


def _find_text_faults(place: tuple[str | int, ...], text: Text, service: str) -> Iterator[Complaint]:
    if set(text) != set(LANGUAGES) or not all(one.strip() for one in text.values()):
        yield place, "A text lacks a language.", "Write en and zh-hans."
        return
    asked = [sorted(_FACT.findall(text[language])) for language in LANGUAGES]
    if asked[0] != asked[1]:
        yield place, "The languages name different facts.", "Name the same {facts} in both."
    for language, one in text.items():
        spot = (*place, language)
        if _ADDRESS.search(one) or _MAIL.search(one):
            yield spot, "This cannot be read aloud.", "Leave out addresses, links and marks."
        if _BRACE.search(_FACT.sub("", one)):
            yield spot, "A brace stands alone.", "Write a fact as {name}."
        plain = _FACT.sub("", one)
        if service and _DIGIT.search(plain):
            yield (
                spot,
                "An answer about a service states a figure of its own.",
                "Name a fact, such as {clock}.",
            )
        elif _LONG_NUMBER.search(plain):
            yield spot, "This looks like somebody's number.", "Leave out what belongs to one person."
    figures = [sorted(re.findall(r"\d+", _FACT.sub("", text[language]))) for language in LANGUAGES]
    if not service and figures[0] != figures[1]:
        yield place, "The languages state different figures.", "State the same in both."


def find_misfits(wording: Wording, facts: Mapping[str, Text]) -> Iterator[Complaint]:
    """What keeps a wording from being approved with the facts of its service."""
    for name in sorted(list_facts(wording) - set(facts)):
        yield ("answer",), f"There is no fact '{name}'.", f"Known: {', '.join(sorted(facts)) or 'none'}."
    for language, sentence in wording.sentence.items():
        length = len(fill(sentence, facts, language))
        if length > SHORT_AT_MOST:
            yield (
                ("answer", language),
                f"The answer has {length} characters with its facts.",
                f"Shorten it to {SHORT_AT_MOST}: it must fit a text message.",
            )


def _public(wording: Wording) -> Iterator[Text]:
    yield from (wording.title, wording.sentence, *wording.points)
