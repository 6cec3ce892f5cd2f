"""Pages of questions: what this person sees now, and what a posted page says.

Names of posted answers: ``rent``; for a group that repeats ``parents-0-disability``. An entry
counts if any of its answers is there; ``parents-add`` asks for one more, ``parents-1-remove``
takes one away. A group that does not repeat is a heading only.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from onedoor.kernel.text import Text
from onedoor.services.decide.expressions import holds, read_names
from onedoor.services.decide.inputs import empty, plain
from onedoor.services.files.places import has_places
from onedoor.services.files.questions import Page, Question
from onedoor.services.files.schema import Field, ServiceFile
from onedoor.services.forms.answers import limit_of, read_answer, required_error
from onedoor.services.forms.unusable import Unusable, is_blank
from onedoor.services.types import Answers, Choice, FormItem, FormPage, FormRow

MISSING_PAGE = "missing"
_MISSING_TITLE: Text = {"en": "What we could not find", "zh-hans": "尚缺的信息"}
_MISSING_HELP: Text = {
    "en": "No register told us this. Please fill it in.",
    "zh-hans": "各数据源均未提供以下信息，请您填写。",
}
Posted = Mapping[str, Any]


def context(service: ServiceFile, values: Mapping[str, Any]) -> dict[str, Any]:
    """Values as conditions read them: what is unanswered or hidden counts as empty."""
    seen: dict[str, Any] = {id: empty(field) for id, field in service.fields.items()}
    for id, value in values.items():
        if value is not None and id in seen:
            seen[id] = plain(value)
    for id, field in service.fields.items():
        if field.enable_when and not holds(field.enable_when, seen):
            seen[id] = empty(field)
    return seen


def pages(
    service: ServiceFile,
    values: Mapping[str, Any],
    *,
    known: Mapping[str, Any] | None = None,
    today: date | None = None,
) -> list[FormPage]:
    """The pages that this person sees, with her answers so far.

    ``values`` are all present values by field. ``known`` are those that registers gave
    (default: ``values``): a required fact that no register gave is asked on a first page.
    """
    seen = context(service, values)
    shown = [
        FormPage(
            id=page.page,
            title=page.title or service.title,
            hint=page.help or {},
            items=_items(page.items, values, seen, today, {}, {}),
            complete=not open_questions(service, page, values),
        )
        for page in visible_pages(service, seen, known if known is not None else values)
    ]
    return [page.with_place(number, len(shown)) for number, page in enumerate(shown, 1)]


def page_after(
    service: ServiceFile, page: str, values: Mapping[str, Any], *, known: Mapping[str, Any] | None = None
) -> str | None:
    """The page that follows ``page`` for these values; None after the last."""
    order = [
        one.page
        for one in visible_pages(service, context(service, values), known if known is not None else values)
    ]
    position = order.index(page) if page in order else -1
    return order[position + 1] if position + 1 < len(order) else None


def visible_pages(service: ServiceFile, seen: Mapping[str, Any], known: Mapping[str, Any]) -> list[Page]:
    """Pages whose condition holds and that have a question to show."""
    asked = [missing] if (missing := missing_page(service, known)) else []
    asked += [page for page in service.ask if holds(page.enable_when, seen)]
    return [page for page in asked if any(holds(item.enable_when, seen) for item in page.items)]


def missing_page(service: ServiceFile, known: Mapping[str, Any]) -> Page | None:
    """The page that asks for required facts of no register, or None where all are there."""
    absent = [(id, fact) for id, fact in service.know.items() if fact.required and known.get(id) is None]
    if not absent:
        return None
    questions = tuple(
        Question(id=id, type=fact.type, text=fact.text, help=fact.help, required=True, choices=fact.choices)
        for id, fact in absent
    )
    return Page(page=MISSING_PAGE, title=dict(_MISSING_TITLE), help=dict(_MISSING_HELP), items=questions)


def open_questions(service: ServiceFile, page: Page, values: Mapping[str, Any]) -> list[str]:
    """Required questions of ``page`` that are shown and unanswered."""
    seen = context(service, values)
    return [
        question.id
        for question in _leaves(page.items, seen)
        if question.required and values.get(question.id) is None
    ]


def list_shown(page: Page, seen: Mapping[str, Any]) -> list[Question]:
    """The questions of ``page`` that are shown; a group that repeats is one."""
    return list(_leaves(page.items, seen))


def missing_answers(
    service: ServiceFile, values: Mapping[str, Any], *, known: Mapping[str, Any] | None = None
) -> list[tuple[str, str]]:
    """(page, question) of everything that is still needed before signing."""
    seen = context(service, values)
    return [
        (page.page, question)
        for page in visible_pages(service, seen, known if known is not None else values)
        for question in open_questions(service, page, values)
    ]


def read_page(
    service: ServiceFile,
    page: str,
    posted: Posted,
    values: Mapping[str, Any],
    *,
    known: Mapping[str, Any] | None = None,
    today: date | None = None,
) -> tuple[Answers, FormPage]:
    """What a posted page says, and the page to show again if ``answers.ok`` is false.

    KeyError if the service has no such page for this person. Nothing but the visible
    questions of the page is taken from ``posted``; a register's value cannot be posted.
    """
    given = known if known is not None else values
    found = {one.page: one for one in visible_pages(service, context(service, values), given)}[page]
    answers: dict[str, Any] = {}
    errors: dict[str, Text] = {}
    latest = {**values}
    for question in _all(found.items):
        seen = context(service, latest)
        if not _reachable(found.items, question, seen):
            latest.pop(question.id, None)
            continue
        answers[question.id] = latest[question.id] = _read(question, posted, today, errors)
    form = FormPage(
        id=found.page,
        title=found.title or service.title,
        hint=found.help or {},
        items=_items(found.items, latest, context(service, latest), today, errors, posted),
    )
    return Answers(answers, errors, hidden_answers(service, latest, values)), form


def hidden_answers(
    service: ServiceFile, latest: Mapping[str, Any], before: Mapping[str, Any]
) -> tuple[str, ...]:
    """Fields answered before whose question is hidden now, so that the answer must go."""
    seen = context(service, latest)
    return tuple(
        id
        for id, field in service.fields.items()
        if field.origin == "ask" and before.get(id) is not None and not holds(field.enable_when, seen)
    )


def _read(question: Question, posted: Posted, today: date | None, errors: dict[str, Text]) -> Any:
    if question.repeats:
        return _read_rows(question, posted, today, errors)
    if question.type == "file" and f"{question.id}-remove" in posted:
        return None  # taken away at her own wish: the page stays open, but nothing is wrong
    return _read_one(question, question.id, posted.get(question.id), today, errors)


def _read_one(
    question: Question, name: str, written: Any, today: date | None, errors: dict[str, Text]
) -> Any:
    """A check box that is not ticked posts nothing: for yes or no, nothing is no."""
    try:
        value = read_answer(question, written, today)
    except Unusable as refused:
        errors[name] = refused.text
        return None
    if value is None and question.type == "boolean" and not question.required:
        return False
    if value is None and question.required:
        errors[name] = required_error(question)
    return value


def _read_rows(question: Question, posted: Posted, today: date | None, errors: dict[str, Text]) -> list[Any]:
    rows = posted.get(question.id)
    numbered = list(enumerate(rows)) if isinstance(rows, list) else list(_posted_rows(question, posted))
    entries: list[Any] = []
    for index, row in numbered[: question.max_items]:
        entry = _read_row(question, index, row, today, errors)
        if entry not in (None, {}):
            entries.append(entry)
    if question.required and not entries and not errors:
        errors[question.id] = required_error(question)
    return entries


def _read_row(question: Question, index: int, row: Any, today: date | None, errors: dict[str, Text]) -> Any:
    if not question.items:
        single = question.model_copy(update={"repeats": False, "required": False})
        return _read_one(single, f"{question.id}-{index}", row, today, errors)
    written = row if isinstance(row, Mapping) else {}
    if is_blank(dict(written)) and not written.get("_entry"):
        return {}
    entry: dict[str, Any] = {}
    for part in question.items:
        if holds(part.enable_when, plain(entry)):
            entry[part.id] = _read_one(
                part, f"{question.id}-{index}-{part.id}", written.get(part.id), today, errors
            )
    return entry


def _posted_rows(question: Question, posted: Posted) -> Iterator[tuple[int, Any]]:
    """Rows of flat names; removed rows are left out, and ``-entry`` marks one without answers."""
    start = f"{question.id}-"
    indexes = sorted({int(key[len(start) :].split("-")[0]) for key in posted if _is_row(key, start)})
    for index in indexes[: question.max_items]:
        if f"{start}{index}-remove" in posted:
            continue
        if not question.items:
            yield index, posted.get(f"{start}{index}")
            continue
        row = {part.id: _kept(posted, f"{start}{index}-{part.id}") for part in question.items}
        yield index, {**row, "_entry": posted.get(f"{start}{index}-entry")}


def _kept(posted: Posted, name: str) -> Any:
    """What was written, unless it was taken away at once, as a file can be."""
    return None if f"{name}-remove" in posted else posted.get(name)


def _is_row(key: str, start: str) -> bool:
    return (
        key.startswith(start)
        and key[len(start) :].split("-")[0].isascii()
        and key[len(start) :].split("-")[0].isdigit()
    )


def _all(items: Sequence[Question]) -> Iterator[Question]:
    """Questions without the headings over them."""
    for item in items:
        if item.type == "group" and not item.repeats:
            yield from _all(item.items)
        else:
            yield item


def _leaves(items: Sequence[Question], seen: Mapping[str, Any]) -> Iterator[Question]:
    """Questions that are shown."""
    for item in items:
        if not holds(item.enable_when, seen):
            continue
        if item.type == "group" and not item.repeats:
            yield from _leaves(item.items, seen)
        else:
            yield item


def _reachable(items: Sequence[Question], question: Question, seen: Mapping[str, Any]) -> bool:
    return any(one.id == question.id for one in _leaves(items, seen))


def _items(
    questions: Sequence[Question],
    values: Mapping[str, Any],
    seen: Mapping[str, Any],
    today: date | None,
    errors: Mapping[str, Text],
    posted: Posted,
    prefix: str = "",
) -> tuple[FormItem, ...]:
    """A question whose condition looks at the same page is shown too: no script can reveal it."""
    here = {question.id for question in questions}
    return tuple(
        _item(question, values, seen, today, errors, posted, prefix)
        for question in questions
        if holds(question.enable_when, seen) or here & set(read_names(question.enable_when))
    )


def _item(
    question: Question,
    values: Mapping[str, Any],
    seen: Mapping[str, Any],
    today: date | None,
    errors: Mapping[str, Text],
    posted: Posted,
    prefix: str,
) -> FormItem:
    name = f"{prefix}{question.id}"
    heading = question.type == "group" and not question.repeats
    stored = values.get(question.id)
    value = posted.get(name, stored) if name in errors else stored
    if value is None and name not in errors:
        value = question.initial
    return FormItem(
        id=question.id,
        name=name,
        type=question.type,
        label=question.text,
        hint=question.help or {},
        value=None if question.type == "group" else value,
        error=errors.get(name, {}),
        error_part=_wrong_part(question, value, today) if name in errors else "",
        choices=tuple(Choice(choice.code, choice.text) for choice in question.choices),
        required=question.required,
        unit=question.unit,
        minimum=limit_of(question, question.min, today),
        maximum=limit_of(question, question.max, today),
        items=_items(question.items, values, seen, today, errors, posted) if heading else (),
        rows=_rows(question, stored, today, errors, posted) if question.repeats else (),
        may_add=question.repeats and len(stored or ()) < question.max_items,
        depends=bool(question.enable_when),
        most=question.max_items if question.repeats else 0,
        autocomplete=question.autocomplete,
        accept=question.accept if question.type == "file" else (),
        camera=question.camera,
        lookup=question.type == "address" and has_places(),
    )


def _wrong_part(question: Question, written: Any, today: date | None) -> str:
    """Which of the boxes of an answer is to be mended; '' where it is the whole."""
    try:
        read_answer(question, written, today)
    except Unusable as refused:
        return refused.part
    return ""


def _rows(
    question: Question, stored: Any, today: date | None, errors: Mapping[str, Text], posted: Posted
) -> tuple[FormRow, ...]:
    """The entries so far, and an empty one where there is none yet or one more was asked for."""
    entries = list(stored or ())
    if (not entries or f"{question.id}-add" in posted) and len(entries) < question.max_items:
        entries.append({} if question.items else None)
    rows = []
    for index, entry in enumerate(entries):
        prefix = f"{question.id}-{index}-"
        if question.items:
            given = entry if isinstance(entry, Mapping) else {}
            items = _items(question.items, given, plain(given), today, errors, posted, prefix)
        else:
            plain_question = question.model_copy(update={"repeats": False, "id": str(index)})
            items = (
                _item(plain_question, {str(index): entry}, {}, today, errors, posted, f"{question.id}-"),
            )
        rows.append(FormRow(index, items))
    return tuple(rows)


def find_question(service: ServiceFile, name: str) -> Question | None:
    """The question that is posted as ``name``: ``rent``, ``parents-0-photo``, ``photos-1``."""
    id, *rest = name.split("-")
    questions = (question for page in service.ask for question in _all(page.items))
    found = next((question for question in questions if question.id == id), None)
    if found is None or not rest:
        return found
    if not found.repeats or not rest[0].isdecimal() or len(rest) > 2:
        return None
    return next((part for part in found.items if part.id == rest[-1]), None) if len(rest) == 2 else found


def field_question(field: Field) -> Question:
    """The question that asks for ``field`` anew, where a person amends what a register gave."""
    parts = tuple(field_question(part) for part in field.parts)
    return Question(
        id=field.id,
        type=field.type,
        text=dict(field.text),
        required=True,
        choices=field.choices,
        unit=field.unit,
        items=parts,
    )
