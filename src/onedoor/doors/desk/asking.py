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
    "boolean": "choice",
    "choice": "choice",
    "text": "long",
}
MANY = 7
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


def parts_of(items: Any) -> Iterator[Part]:
    """The items of a page in the order in which they are written."""
    for item in items:
        if item.rows or item.may_add:
            yield from _rows(item)
        elif item.items:
            yield Part(title=pick(item.label), hint=pick(item.hint) if item.hint else "")
            yield from parts_of(item.items)
        else:
            yield Part(question=question_of(item))


def _rows(item: Any) -> Iterator[Part]:
    yield Part(title=pick(item.label), hint=pick(item.hint) if item.hint else "")
    for row in item.rows:
        yield Part(row=row.index + 1, title=pick(item.label), name=f"{item.id}-{row.index}")
        yield from parts_of(row.items)
    if item.may_add:
        yield Part(add=f"{item.id}-add", title=pick(item.label))


def question_of(item: Any) -> Question:
    """One question."""
    kind = KINDS.get(item.type, "text")
    options = tuple(Option(choice.code, pick(choice.label)) for choice in item.choices)
    if item.type == "boolean":
        options = tuple(YES_NO)
    return Question(
        name=item.name,
        kind="select" if kind == "choice" and len(options) > MANY else kind,
        label=pick(item.label),
        hint=pick(item.hint) if item.hint else "",
        value=_typed(item.value),
        error=pick(item.error) if item.error else "",
        required=item.required,
        options=options,
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


def _typed(value: Any) -> Any:
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return value if value is not None else ""
