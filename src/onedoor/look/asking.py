"""From a service's neutral questions to the house's inputs, and from a posted page to its answers.

Every door that shows a service's pages in a browser writes them by ``look/asking/``, so that no two
can render one service file differently.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _

from onedoor.kernel.text import pick
from onedoor.look.boxes import list_boxes
from onedoor.look.measures import measure
from onedoor.look.questions import YES_NO, Kind, Option, Question, join_boxes
from onedoor.services.types import KIND_TEXTS, LARGEST_FILE, PARTS, FormItem, FormPage, FormRow, Upload

KINDS: dict[str, Kind] = {
    "money": "money",
    "integer": "number",
    "decimal": "number",
    "date": "date",
    "datetime": "datetime",
    "choice": "choice",
    "text": "long",
    "name": "boxes",
    "address": "boxes",
    "location": "place",
    "file": "upload",
}
INPUT_TYPES = {"email": "email", "telephone": "tel"}
FEW = 6  # more answers than this are a list to pick from
MARK = "entry"
OURS = ("csrfmiddlewaretoken", "revision", "then", "add", "remove", "upload", "find")
ACCEPTED = {"image": "image/jpeg,image/png,image/webp", "pdf": "application/pdf"}
Files = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One entry of a repeated group."""

    parts: tuple["Part", ...]
    remove: str
    mark: str
    added: bool = False
    heading: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A question, or a group of parts under a label."""

    question: Question | None = None
    label: Any = ""
    hint: Any = ""
    parts: tuple["Part", ...] = ()
    rows: tuple[Row, ...] = ()
    add: str = ""
    id: str = ""
    error: str = ""
    most: int = 0


@dataclass(frozen=True, slots=True)
class Asked:
    """A page as the template writes it."""

    parts: tuple[Part, ...]
    faults: list[Question] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Shown:
    """How items are shown: whether an entry was just added, and which files were sent before."""

    marked: bool = False
    files: Files = field(default_factory=dict)
    files_url: str = ""


def ask_page(
    page: FormPage, *, marked: bool = False, files: Files | None = None, files_url: str = ""
) -> Asked:
    """``page`` for the template. ``marked``: an entry was just added, so an empty one counts. ``files``
    are those that were sent before, by id."""
    how = _Shown(marked, files or {}, files_url)
    parts = tuple(_part(item, how) for item in page.items)
    return Asked(parts, [question for question in _questions(parts) if question.error])


def read_posted(posted: QueryDict) -> dict[str, Any]:
    """The answers of a posted page by name; the boxes of one answer become one."""
    answers: dict[str, Any] = {}
    for name in posted:
        base, dot, _part_name = name.partition(".")
        if dot:
            answers[base] = join_boxes(posted, base)
        elif name not in OURS:
            answers[name] = _last(posted.getlist(name))
    for press in ("add", "remove"):
        if asked := posted.get(press):
            answers[asked] = "yes"
    return answers


def _last(values: Sequence[Any]) -> Any:
    """What was written last. A browser sends an empty text for every box for a file that was left
    empty, after the file that is kept."""
    return next((value for value in reversed(values) if value), "")


def read_files(sent: "MultiValueDict[str, UploadedFile[Any]]") -> dict[str, Upload]:
    """The files of a posted page by name; of several for one question, the last. One that is too large
    is not read into memory."""
    return {name: read_file(sent.getlist(name)[-1]) for name in sent}


def read_file(file: "UploadedFile[Any]") -> Upload:
    """One file; without its content where it is too large."""
    size = file.size or 0
    return Upload(name=file.name or "", size=size, content=file.read() if size <= LARGEST_FILE else b"")


def question_for(item: FormItem, how: _Shown = _Shown()) -> Question:  # frozen
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
        input_type=INPUT_TYPES.get(item.type, "text"),
        autocomplete=item.autocomplete if kind == "text" else "",
        boxes=list_boxes(item) if item.type in PARTS else (),
        find=item.lookup,
        **(_upload_words(item, how) if kind == "upload" else _unit(item)),
    )


def _unit(item: FormItem) -> dict[str, Any]:
    """What is counted, behind a number."""
    return {"suffix": measure(item.unit)} if item.type in ("integer", "decimal") else {}


def _upload_words(item: FormItem, how: _Shown) -> dict[str, Any]:
    """What a question for a file shows besides: what was sent before, and what may be sent."""
    id = item.value.get("held") if isinstance(item.value, Mapping) else item.value
    kinds = [pick(KIND_TEXTS[kind]) for kind in item.accept]
    return {
        "held": how.files.get(str(id)) if id else None,
        "files_url": how.files_url,
        "accept": ",".join(ACCEPTED[kind] for kind in item.accept),
        "takes": _("Send %(kinds)s, up to %(size)s MB")
        % {"kinds": _(" or ").join(kinds), "size": LARGEST_FILE // 1024**2},
        "camera": item.camera and "image" in item.accept,
    }


def _shown(item: FormItem) -> Any:
    if item.type == "money" and hasattr(item.value, "normalize"):
        return f"{item.value:,.2f}".removesuffix(".00")
    if item.type == "boolean" and isinstance(item.value, str):
        return item.value.lower() in ("on", "yes", "true", "1")
    return "" if item.value is None else item.value


def _part(item: FormItem, how: _Shown) -> Part:
    if item.rows or item.may_add:
        rows = tuple(_row(item, row, how) for row in item.rows)
        add = f"{item.name}-add" if item.may_add else ""
        return Part(
            id=f"q-{item.name}",
            label=item.label,
            hint=item.hint,
            error=pick(item.error),
            rows=rows,
            add=add,
            most=item.most,
        )
    if item.items:
        return Part(label=item.label, hint=item.hint, parts=tuple(_part(one, how) for one in item.items))
    return Part(question=question_for(item, how))


def _row(item: FormItem, row: FormRow, how: _Shown) -> Row:
    start = f"{item.name}-{row.index}"
    counts = how.marked or row.index > 0 or any(one.value not in (None, "") for one in row.items)
    single = len(row.items) == 1 and row.items[0].id.isdecimal()  # a question that repeats, no group
    parts = (_numbered(item, row, how),) if single else tuple(_part(one, how) for one in row.items)
    return Row(
        parts=parts,
        heading=not single,
        remove=f"{start}-remove" if counts else "",
        mark=f"{start}-{MARK}" if counts else "",
        added=how.marked and row is item.rows[-1],
    )


def _numbered(item: FormItem, row: FormRow, how: _Shown) -> Part:
    """The only question of an entry, under the name of the whole and its number."""
    question = question_for(row.items[0], how)
    return Part(question=replace(question, label=f"{pick(item.label)} {row.index + 1}", required=True))


def _questions(parts: tuple[Part, ...]) -> Iterator[Question]:
    for part in parts:
        if part.question:
            yield part.question
        if part.error:  # of a whole group, such as one that must have an entry
            yield Question(name=part.id.removeprefix("q-"), kind="text", label="", error=part.error)
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
    only: str = "",
    kept: bool = False,
    files: Iterable[Any] = (),
    files_url: str = "",
) -> dict[str, Any]:
    """What ``look/asking/form.html`` needs. ``faulty``: say what must be mended, ``only`` of that
    question where one is named; ``kept``: what was typed before the session ended is shown again."""
    held = {str(file.id): file for file in files}
    asked = ask_page(page, marked=marked, files=held, files_url=files_url)
    faults = [question for question in asked.faults if faulty and only in ("", question.name)]
    return {
        "page": page,
        "parts": asked.parts,
        "faulty": bool(faults),
        "faults": faults,
        "number": number,
        "revision": revision,
        "kept": kept,
        "idle_minutes": settings.SESSION_IDLE_SECONDS // 60,
    }


def write_saved(saved: Any, posted: QueryDict, *, files_url: str = "") -> dict[str, Any] | None:
    """The page once more after a save, when an entry was asked for or something must be mended; else
    None, and the reader goes on."""
    pressed = is_press(posted)
    if saved.ok and not pressed:
        return None
    application, page = saved.application, saved.page
    order = [one.id for one in application.pages]
    if page.id in order:
        page = page.with_place(order.index(page.id) + 1, len(order))
    only = posted.get("upload") or posted.get("find") or ""
    return write_page(
        page,
        number=application.number,
        revision=application.revision,
        marked="add" in posted,
        faulty=not pressed or bool(only),
        only=only,
        files=application.files,
        files_url=files_url,
    )


def is_press(posted: Mapping[str, Any]) -> bool:
    """Whether the reader asked for an entry more or less, sent a file or looked up a postcode, and did
    not ask to go on."""
    return any(posted.get(press) for press in ("add", "remove", "upload", "find"))


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
