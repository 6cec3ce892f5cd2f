"""The pages of a service file as questions of the house's design system, and back.

Posted names are the form engine's own (``rent``, ``parents-0-name``); a date comes in boxes.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.http import QueryDict

from onedoor.kernel.text import pick
from onedoor.look.questions import YES_NO, Kind, Option, Question, join_date

KINDS: dict[str, Kind] = {
    "money": "money",
    "integer": "number",
    "decimal": "number",
    "date": "date",
    "datetime": "datetime",
    "choice": "choice",
    "text": "long",
}
FEW = 6  # more answers than this are a list to pick from
OURS = ("csrfmiddlewaretoken", "revision", "fingerprint", "reason", "way")


@dataclass(frozen=True, slots=True)
class Part:
    """What a page writes next: a question, or a heading, or an entry of a group that repeats."""

    question: Question | None = None
    title: str = ""
    hint: str = ""
    row: int | None = None
    name: str = ""
    add: str = ""


def parts_of(items: Any, *, marked: bool = False) -> Iterator[Part]:
    """The items of a page in the order in which they are written. ``marked``: an entry was just
    added, so an empty one counts."""
    for item in items:
        if item.rows or item.may_add:
            yield from _rows(item, marked)
        elif item.items:
            yield Part(title=pick(item.label), hint=pick(item.hint) if item.hint else "")
            yield from parts_of(item.items, marked=marked)
        else:
            yield Part(question=question_of(item))


def _rows(item: Any, marked: bool) -> Iterator[Part]:
    yield Part(title=pick(item.label), hint=pick(item.hint) if item.hint else "")
    for row in item.rows:
        counts = marked or any(one.value not in (None, "") for one in row.items)
        name = f"{item.name}-{row.index}" if counts else ""
        yield Part(row=row.index + 1, title=pick(item.label), name=name)
        yield from parts_of(row.items, marked=marked)
    if item.may_add:
        yield Part(add=f"{item.name}-add", title=pick(item.label))


def question_of(item: Any) -> Question:
    """One question. A yes or no that need not be answered is a box to tick."""
    kind: Kind = KINDS.get(item.type, "text")
    options = tuple(Option(choice.code, pick(choice.label)) for choice in item.choices)
    if item.type == "boolean":
        kind, options = ("choice", YES_NO) if item.required else ("boolean", ())
    elif item.type == "choice" and len(options) > FEW:
        kind, options = "select", (Option("", "–"), *options)
    return Question(
        name=item.name,
        kind=kind,
        label=pick(item.label),
        hint=pick(item.hint) if item.hint else "",
        value=_shown(item),
        error=pick(item.error) if item.error else "",
        required=item.required or kind == "boolean",
        options=options,
        suffix=item.unit if item.type in ("integer", "decimal") else "",
        width="20",
    )


def read_answers(posted: QueryDict) -> dict[str, Any]:
    """What was typed, by the engine's names; a date's boxes come together as one text."""
    answers: dict[str, Any] = {}
    for key in posted:
        name, dot, _part = key.partition(".")
        if name in OURS:
            continue
        answers[name] = join_date(posted, name) if dot else posted[key]
    return answers


def _shown(item: Any) -> Any:
    if isinstance(item.value, Decimal):
        return f"{item.value.normalize():f}"
    if item.type == "boolean" and isinstance(item.value, str):
        return item.value.lower() in ("on", "yes", "true", "1")
    return "" if item.value is None else item.value
