"""From a service's neutral questions to the house's inputs, and from a posted page to its answers.

Every door that shows a service's pages in a browser writes them by ``look/asking/``, so that no two
can render one service file differently.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from django.http import QueryDict

from onedoor.kernel.text import pick
from onedoor.look.questions import YES_NO, Kind, Option, Question, join_date
from onedoor.services.types import FormItem, FormPage, FormRow

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
MARK = "entry"
OURS = ("csrfmiddlewaretoken", "revision", "then", "add", "remove")


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One entry of a repeated group."""

    parts: tuple["Part", ...]
    remove: str
    mark: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A question, or a group of parts under a label."""

    question: Question | None = None
    label: Any = ""
    hint: Any = ""
    parts: tuple["Part", ...] = ()
    rows: tuple[Row, ...] = ()
    add: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """A page as the template writes it."""

    parts: tuple[Part, ...]
    faults: list[Question] = field(default_factory=list)


def ask_page(page: FormPage, *, marked: bool = False) -> Asked:
    """``page`` for the template. ``marked``: an entry was just added, so an empty one counts."""
    parts = tuple(_part(item, marked) for item in page.items)
    return Asked(parts, [question for question in _questions(parts) if question.error])


def read_posted(posted: QueryDict) -> dict[str, Any]:
    """The answers of a posted page by name; the three boxes of a date become one text."""
    answers: dict[str, Any] = {}
    for name in posted:
        base, dot, _part_name = name.partition(".")
        if dot:
            answers[base] = join_date(posted, base) or ""
        elif name not in OURS:
            answers[name] = posted.get(name, "")
    for press in ("add", "remove"):
        if asked := posted.get(press):
            answers[asked] = "yes"
    return answers


def question_for(item: FormItem) -> Question:
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
        hint=pick(item.hint),
        value=_shown(item),
        error=pick(item.error),
        required=item.required or kind == "boolean",
        options=options,
        suffix=item.unit if item.type in ("integer", "decimal") else "",
    )


def _shown(item: FormItem) -> Any:
    if item.type == "money" and hasattr(item.value, "normalize"):
        return f"{item.value:,.2f}".removesuffix(".00")
    if item.type == "boolean" and isinstance(item.value, str):
        return item.value.lower() in ("on", "yes", "true", "1")
    return "" if item.value is None else item.value


def _part(item: FormItem, marked: bool) -> Part:
    if item.rows or item.may_add:
        rows = tuple(_row(item, row, marked) for row in item.rows)
        add = f"{item.name}-add" if item.may_add else ""
        return Part(label=item.label, hint=item.hint, rows=rows, add=add)
    if item.items:
        return Part(label=item.label, hint=item.hint, parts=tuple(_part(one, marked) for one in item.items))
    return Part(question=question_for(item))


def _row(item: FormItem, row: FormRow, marked: bool) -> Row:
    start = f"{item.name}-{row.index}"
    answered = any(one.value not in (None, "") for one in row.items)
    parts = tuple(_part(one, marked) for one in row.items)
    return Row(
        parts=parts,
        remove=f"{start}-remove" if answered or marked else "",
        mark=f"{start}-{MARK}" if answered or marked else "",
    )


def _questions(parts: tuple[Part, ...]) -> Iterator[Question]:
    for part in parts:
        if part.question:
            yield part.question
        yield from _questions(part.parts)
        for row in part.rows:
            yield from _questions(row.parts)


def write_page(
    page: FormPage,
    *,
    number: str,
    revision: int,
    marked: bool = False,
    faulty: bool = False,
    kept: bool = False,
) -> dict[str, Any]:
    """What ``look/asking/form.html`` needs. ``faulty``: say what must be mended; ``kept``: what was
    typed before the session ended is shown again."""
    asked = ask_page(page, marked=marked)
    return {
        "page": page,
        "parts": asked.parts,
        "faulty": faulty,
        "faults": asked.faults if faulty else [],
        "number": number,
        "revision": revision,
        "kept": kept,
    }


def write_saved(saved: Any, posted: QueryDict) -> dict[str, Any] | None:
    """The page once more after a save, when an entry was asked for or something must be mended; else
    None, and the reader goes on."""
    pressed = is_press(posted)
    if saved.ok and not pressed:
        return None
    application, page = saved.application, saved.page
    order = [one.id for one in application.pages]
    if page.id in order:
        page = page.with_place(order.index(page.id) + 1, len(order))
    return write_page(
        page,
        number=application.number,
        revision=application.revision,
        marked="add" in posted,
        faulty=not pressed,
    )


def is_press(posted: Mapping[str, Any]) -> bool:
    """Whether the reader asked for an entry more or less, not to go on."""
    return bool(posted.get("add") or posted.get("remove"))


def with_typed(page: FormPage, typed: Mapping[str, Any]) -> FormPage:
    """``page`` as it was typed but not sent: before a session ended, or while a proof was asked."""
    return replace(page, items=tuple(_typed(item, typed) for item in page.items))


def _typed(item: FormItem, typed: Mapping[str, Any]) -> FormItem:
    if item.rows or item.may_add:
        return replace(item, rows=tuple(_typed_rows(item, typed)))
    if item.items:
        return replace(item, items=tuple(_typed(one, typed) for one in item.items))
    if item.type == "boolean" and not item.required:
        return replace(item, value=item.name in typed)
    return replace(item, value=typed.get(item.name, item.value))


def _typed_rows(item: FormItem, typed: Mapping[str, Any]) -> Iterator[FormRow]:
    """The rows of the page, and those that had been added to it."""
    start = f"{item.name}-"
    indexes = {row.index for row in item.rows}
    for name in typed:
        number = name.removeprefix(start).split("-")[0]
        if name.startswith(start) and number.isdecimal() and len(number) < 4:
            indexes.add(int(number))
    rows = {row.index: row for row in item.rows}
    for index in sorted(indexes):
        model = rows.get(index) or _renumbered(item, item.rows[-1], index)
        yield replace(model, items=tuple(_typed(one, typed) for one in model.items))


def _renumbered(item: FormItem, row: FormRow, index: int) -> FormRow:
    before, after = f"{item.name}-{row.index}", f"{item.name}-{index}"
    items = tuple(replace(one, name=one.name.replace(before, after, 1), value=None) for one in row.items)
    return FormRow(index, items)
