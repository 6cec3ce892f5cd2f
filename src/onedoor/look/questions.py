"""One neutral shape for a question on a page, whatever asked it: a Django form or a service file.

Doors turn their items into ``Question`` and let the templates in ``look/forms/`` write them, so
that every input in the house has the same label, hint, error and keyboard.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from django.forms import BoundField, widgets
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

Kind = Literal[
    "text",
    "number",
    "money",
    "date",
    "datetime",
    "choice",
    "choices",
    "boolean",
    "long",
    "select",
    "file",
    "secret",
    "boxes",
    "place",
    "upload",
]
TEMPLATES: dict[Kind, str] = {
    "text": "look/forms/text.html",
    "number": "look/forms/number.html",
    "money": "look/forms/money.html",
    "date": "look/forms/date.html",
    "datetime": "look/forms/datetime.html",
    "choice": "look/forms/choice.html",
    "choices": "look/forms/choices.html",
    "boolean": "look/forms/boolean.html",
    "long": "look/forms/long.html",
    "select": "look/forms/select.html",
    "file": "look/forms/file.html",
    "secret": "look/forms/secret.html",
    "boxes": "look/forms/boxes.html",
    "place": "look/forms/place.html",
    "upload": "look/forms/upload.html",
}


@dataclass(frozen=True, slots=True)
class Option:
    """One answer to choose."""

    value: str
    label: Any
    hint: Any = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """One box of an answer that has several, such as the postcode of an address."""

    part: str
    label: Any
    value: Any = ""
    autocomplete: str = ""
    inputmode: str = ""
    width: str = ""
    lang: str = ""
    wrong: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """``name`` is the input's name (dates have ``name.day`` and so on); ``value`` is as typed."""

    name: str
    kind: Kind
    label: Any
    hint: Any = ""
    value: Any = ""
    error: Any = ""
    required: bool = True
    options: Sequence[Option] = ()
    heading: bool = False  # the only question of its page: its label is the page's heading
    autocomplete: str = ""
    inputmode: str = ""
    width: str = ""
    accept: str = ""
    suffix: str = ""
    input_type: str = "text"
    boxes: Sequence[Box] = ()
    held: Any = None  # what was sent before: a file with name, kind, size and addresses
    takes: str = ""  # which kinds of file, in words
    files_url: str = ""  # where files that were sent are opened
    camera: bool = False
    find: bool = False  # a press of a button fills in what the postcode tells
    attributes: Mapping[str, str] = field(default_factory=dict)

    @property
    def id(self) -> str:
        """The id of the first input: where the error summary's link leads."""
        return f"q-{self.name.replace('.', '-')}"

    @property
    def first(self) -> str:
        """Where the focus goes from the error summary."""
        if self.boxes:
            wrong = next((box for box in self.boxes if box.wrong), self.boxes[0])
            return f"{self.id}-{wrong.part}"
        return f"{self.id}-day" if self.kind in ("date", "datetime") else self.id

    @property
    def chosen(self) -> tuple[str, ...]:
        """The values of the options that are on."""
        if isinstance(self.value, bool):
            return ("yes",) if self.value else ("no",)
        if isinstance(self.value, (list, tuple)):
            return tuple(str(one) for one in self.value)
        return (str(self.value),) if self.value not in (None, "") else ()

    @property
    def parts(self) -> dict[str, str]:
        """Day, month, year (and time) as typed, or taken from a date."""
        if isinstance(self.value, Mapping):
            return {key: str(self.value.get(key) or "") for key in ("day", "month", "year", "hour", "minute")}
        return split_date(self.value)

    @property
    def template(self) -> str:
        return TEMPLATES[self.kind]

    @property
    def described_by(self) -> str:
        """Ids of the hint and the error, for the screen reader."""
        ids = [f"{self.id}-hint"] * bool(self.hint) + [f"{self.id}-error"] * bool(self.error)
        return " ".join(ids)


def split_date(value: Any) -> dict[str, str]:
    """``2025-03-11T23:40`` or a date, as the boxes of a date question hold it."""
    text = value.isoformat() if isinstance(value, date) else str(value or "")
    day, _sep, time = text.partition("T")
    year, month, day_of_month = (*day.split("-"), "", "", "")[:3]
    hour, minute = (*time.split(":"), "", "")[:2]
    return {
        "day": day_of_month.lstrip("0"),
        "month": month.lstrip("0"),
        "year": year,
        "hour": hour[:2],
        "minute": minute[:2],
    }


def join_date(posted: QueryDict, name: str) -> str | None:
    """The boxes ``name.day``, ``name.month``, … as one ISO text; None when they were not on the page.

    An impossible date comes back as it was typed (``2025-02-31``), for the rule to refuse.
    """
    if f"{name}.day" not in posted:
        return None
    read = {
        part: posted.get(f"{name}.{part}", "").strip() for part in ("day", "month", "year", "hour", "minute")
    }
    if not any(read.values()):
        return ""
    iso = f"{read['year']}-{read['month'].zfill(2)}-{read['day'].zfill(2)}"
    return f"{iso}T{read['hour'].zfill(2)}:{(read['minute'] or '00').zfill(2)}" if read["hour"] else iso


def join_boxes(posted: QueryDict, name: str) -> Any:
    """An answer of several boxes: a date as one text, anything else by the part that each box names."""
    date_text = join_date(posted, name)
    if date_text is not None:
        return date_text
    start = f"{name}."
    return {key.removeprefix(start): posted.get(key, "") for key in posted if key.startswith(start)}


def read_whole(text: str | None) -> int:
    """A number that a page carried along, such as a revision; 0 for anything else."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else 0


def question_from(bound: BoundField) -> Question:
    """The question that a Django form field asks."""
    widget = bound.field.widget
    kind = _kind_of(widget)
    return Question(
        name=bound.html_name,
        kind=kind,
        label=bound.label,
        hint=bound.help_text,
        value=bound.value() if kind not in ("file", "secret") else "",
        error=bound.errors[0] if bound.errors else "",
        required=bound.field.required,
        options=tuple(Option(str(value), label) for value, label in getattr(bound.field, "choices", ())),
        autocomplete=str(widget.attrs.get("autocomplete", "")),
        inputmode=str(widget.attrs.get("inputmode", "")),
        width=str(widget.attrs.get("width", "")),
        accept=str(widget.attrs.get("accept", "")),
    )


def _kind_of(widget: widgets.Widget) -> Kind:
    if declared := widget.attrs.get("kind"):
        return declared  # type: ignore[no-any-return]  # a form names it for money and dates
    kinds: tuple[tuple[type[widgets.Widget], Kind], ...] = (
        (widgets.CheckboxSelectMultiple, "choices"),
        (widgets.RadioSelect, "choice"),
        (widgets.CheckboxInput, "boolean"),
        (widgets.Select, "select"),
        (widgets.Textarea, "long"),
        (widgets.FileInput, "file"),
        (widgets.PasswordInput, "secret"),
        (widgets.NumberInput, "number"),
    )
    return next((kind for type_, kind in kinds if isinstance(widget, type_)), "text")


YES_NO = (Option("yes", _("Yes")), Option("no", _("No")))
