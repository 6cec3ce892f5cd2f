"""What other rooms and doors see of a service: its file, its values, its reckoning, its pages."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from onedoor.kernel.errors import Refused
from onedoor.kernel.files.limits import LARGEST_FILE
from onedoor.kernel.files.upload import Upload
from onedoor.kernel.text import Text
from onedoor.services.files.personas import Holding, Organisation, Persona, PersonaFile
from onedoor.services.files.questions import PART_TEXTS, PARTS
from onedoor.services.files.schema import Field, ServiceFile

__all__ = [
    "KIND_TEXTS",
    "LARGEST_FILE",
    "PARTS",
    "PART_TEXTS",
    "Answers",
    "Choice",
    "Decision",
    "EntryLine",
    "EntryOutcome",
    "Field",
    "FileView",
    "FormItem",
    "FormPage",
    "FormRow",
    "Grade",
    "Holding",
    "Line",
    "LineInput",
    "Organisation",
    "OtherValue",
    "Persona",
    "PersonaFile",
    "RuleBroken",
    "ServiceFile",
    "SourceKind",
    "Upload",
    "Value",
    "ValueMissing",
    "ValueState",
]


class Grade(StrEnum):
    """How far a value may be trusted, after the trust grades of electronic documents."""

    A = "A"  # issued by the authority itself: used directly
    B = "B"  # checked once by an officer or a partner under agreement
    C = "C"  # backed by a document that still has to be checked
    D = "D"  # declared by the person, under promise


class SourceKind(StrEnum):
    """Who stands behind a value."""

    REGISTER = "register"
    CUSTOMER = "customer"
    OFFICER = "officer"
    RULE = "rule"


class ValueState(StrEnum):
    """What the person has done with a value that she was shown."""

    OFFERED = "offered"
    CONFIRMED = "confirmed"
    AMENDED = "amended"
    DISPUTED = "disputed"


@dataclass(frozen=True, slots=True)
class Value:
    """One value of a form with the place it came from. No value is without a source.

    ``index`` counts the entries of a field that holds several (two employers, five
    donations); a field with one value has index 0. ``value`` is typed as its field says:
    Decimal, int, bool, date, time, str, or a mapping of those for an entry with parts.
    ``others`` are what other sources say instead, ``weighed`` the one that the person says is right.
    ``as_of`` is there while the register is silent: what is shown is what it said then.
    """

    field: str
    index: int
    value: Any
    source_kind: SourceKind
    source: str
    source_name: Text
    received_at: datetime | None
    grade: Grade
    reference: str = ""
    state: ValueState = ValueState.OFFERED
    reported: UUID | None = None
    others: tuple["OtherValue", ...] = ()
    weighed: UUID | None = None
    as_of: datetime | None = None

    @property
    def differs(self) -> bool:
        """Whether another source says something else, and the person has not said which is right."""
        return bool(self.others) and self.weighed is None and self.state is not ValueState.DISPUTED


@dataclass(frozen=True, slots=True)
class OtherValue:
    """What another source says of the same thing; it was believed less."""

    value: Any
    source: str
    source_name: Text
    received_at: datetime
    grade: Grade
    reported: UUID


@dataclass(frozen=True, slots=True)
class LineInput:
    """A figure that a line of the explanation starts from."""

    id: str
    label: Text
    value: Any
    unit: str


@dataclass(frozen=True, slots=True)
class EntryLine:
    """What a line came to for one entry of a list: for one child of several."""

    name: Text
    result: Any
    inputs: tuple[LineInput, ...]
    row: Text = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the explanation: what was worked out, how, from what, by which law.

    ``unit`` is money, number, days, rate, boolean, choice or text and says how to show the
    result. ``row`` tells in words which row of a table applied; empty for plain formulas. A line
    that is worked out for every entry of a list has them in ``entries``, and a list as its result.
    """

    id: str
    label: Text
    text: Text
    inputs: tuple[LineInput, ...]
    result: Any
    unit: str
    source: Text
    row: Text = field(default_factory=dict)
    entries: tuple[EntryLine, ...] = ()


@dataclass(frozen=True, slots=True)
class EntryOutcome:
    """What is decided on one entry of a list, with its own lines."""

    index: int
    name: Text
    code: str
    text: Text
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Decision:
    """What the rules make of the values. Equal inputs and pack give an equal fingerprint."""

    service: str
    pack: str
    pack_title: Text
    outputs: Mapping[str, Any]
    lines: tuple[Line, ...]
    fingerprint: str
    outcome: str = ""
    payable: Any = None
    each: tuple[EntryOutcome, ...] = ()


class RuleBroken(Refused):
    """A formula could not be worked out; ``facts`` name the pack, the formula and its line."""

    status = 422


class ValueMissing(RuleBroken):
    """The rules need an answer that nobody has given; ``field`` names it."""


KIND_TEXTS: Mapping[str, Text] = {
    "image": {"en": "a picture (JPEG, PNG or WebP)", "zh-hans": "图片（JPEG、PNG 或 WebP）"},
    "pdf": {"en": "a PDF", "zh-hans": "PDF"},
}


@dataclass(frozen=True, slots=True, kw_only=True)
class FileView:
    """A file of an application, without its content. ``kind`` was told by looking into it."""

    id: UUID
    field: str
    name: str
    kind: str
    size: int
    pages: int
    has_preview: bool
    sha256: str
    uploaded_at: datetime

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer of a closed question."""

    code: str
    label: Text


@dataclass(frozen=True, slots=True)
class FormItem:
    """A question as a door shows it; ``name`` is the key under which its answer is posted.

    ``value`` is what the person wrote where that could not be read (with ``error``), else the typed
    value; ``error_part`` names the box to mend, of an answer that has several. A group that repeats
    has ``rows``, of which there may be ``most``, and an empty ``value``. ``autocomplete`` says what a
    browser may fill in; ``accept`` and ``camera`` are of files, ``lookup`` says of an address that
    its postcode finds the street.
    """

    id: str
    name: str
    type: str
    label: Text
    hint: Text = field(default_factory=dict)
    value: Any = None
    error: Text = field(default_factory=dict)
    error_part: str = ""
    choices: tuple[Choice, ...] = ()
    required: bool = False
    unit: str = ""
    minimum: Any = None
    maximum: Any = None
    items: tuple["FormItem", ...] = ()
    rows: tuple["FormRow", ...] = ()
    may_add: bool = False
    depends: bool = False
    most: int = 0
    autocomplete: str = ""
    accept: tuple[str, ...] = ()
    camera: bool = False
    lookup: bool = False


@dataclass(frozen=True, slots=True)
class FormRow:
    """One entry of a group that repeats."""

    index: int
    items: tuple[FormItem, ...]


@dataclass(frozen=True, slots=True)
class FormPage:
    """One page of questions; ``number`` of ``total`` counts only the pages this person sees."""

    id: str
    title: Text
    hint: Text
    items: tuple[FormItem, ...]
    number: int = 1
    total: int = 1
    complete: bool = False

    @property
    def errors(self) -> list[tuple[str, Text]]:
        """(name, message) of every item that needs mending, in the order of the page."""
        return [(item.name, item.error) for item in _walk(self.items) if item.error]

    def with_place(self, number: int, total: int) -> "FormPage":
        """The same page at its place in the row of pages."""
        return replace(self, number=number, total=total)


@dataclass(frozen=True, slots=True)
class Answers:
    """Answers read from a posted page: ``values`` typed by field, ``errors`` by posted name.

    ``values`` holds every field of the page, None where the person left it empty; fields
    hidden by a condition are not in it, whatever was posted. ``cleared`` names fields, on this
    page or another, whose earlier answers no longer belong because their question is hidden.
    """

    values: Mapping[str, Any]
    errors: Mapping[str, Text]
    cleared: tuple[str, ...] = ()

    @property
    def ok(self) -> bool:
        """Whether everything could be read."""
        return not self.errors


def _walk(items: Sequence[FormItem]) -> list[FormItem]:
    found: list[FormItem] = []
    for item in items:
        found += [item, *_walk(item.items)]
        for row in item.rows:
            found += _walk(row.items)
    return found
