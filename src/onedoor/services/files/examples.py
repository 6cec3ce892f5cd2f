"""Worked examples: given values and what the rules must make of them; run on every check."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from pydantic import Field as Described
from pydantic import model_validator

from onedoor.kernel.documents import Document, Fault
from onedoor.services.decide.computing import compute
from onedoor.services.files.loading import read, shape
from onedoor.services.files.schema import ServiceFile
from onedoor.services.files.words import Shape
from onedoor.services.forms.given import read_given
from onedoor.services.types import RuleBroken, ValueMissing


class Example(Shape):
    """One worked example, or a table of them: ``columns`` name values given and results expected."""

    title: str
    at: datetime | date | None = None
    pack: str | None = None
    given: dict[str, Any] = {}
    expect: dict[str, Any] = {}
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[Any, ...], ...] = ()

    @model_validator(mode="after")
    def _rows_fit(self) -> "Example":
        if any(len(row) != len(self.columns) for row in self.rows):
            raise ValueError("every row needs one entry for each column")
        return self


class ExampleFile(Shape):
    """Examples that share a date, a pack and given values."""

    at: datetime | date | None = None
    pack: str | None = None
    given: dict[str, Any] = Described({}, description="Given in every example unless it says otherwise.")
    examples: tuple[Example, ...]


@dataclass(frozen=True, slots=True)
class Case:
    """One run of the rules: what goes in and what must come out."""

    title: str
    at: datetime | date | None
    pack: str | None
    given: Mapping[str, Any]
    expect: Mapping[str, Any]
    document: Document
    keys: tuple[str | int, ...]


def list_cases(service: ServiceFile) -> list[Case]:
    """Every worked example of the service. Raises Faulty for files of another shape."""
    return [case for path in sorted(service.folder.glob(service.examples)) for case in _cases(service, path)]


def run_case(service: ServiceFile, case: Case) -> list[Fault]:
    """What is wrong with one example; nothing if it is true."""
    values, errors = read_given(service, case.given)
    if errors:
        return [
            _fault(case, f"{name}: {text['en']}", "Correct the given value.") for name, text in errors.items()
        ]
    try:
        decision = compute(service, values, at=case.at, pack=case.pack)
    except ValueMissing as missing:
        names = ", ".join(missing.facts["missing"])
        return [_fault(case, f"The rules need {names}.", "Give it in the example.")]
    except RuleBroken as broken:
        return [_broken(case, broken)]
    wrong = [
        (name, expected, decision.outputs.get(name))
        for name, expected in case.expect.items()
        if not _same(expected, decision.outputs.get(name))
    ]
    return [
        _fault(
            case,
            f"{name} is {found}, but {expected} is expected.",
            f"Correct the example or rule {decision.pack}.",
        )
        for name, expected, found in wrong
    ]


def _cases(service: ServiceFile, path: Path) -> Iterator[Case]:
    document = read(path)
    file = shape(ExampleFile, document.data, document)
    for number, example in enumerate(file.examples):
        at, pack = example.at or file.at, example.pack or file.pack
        given = {**file.given, **example.given}
        keys: tuple[str | int, ...] = ("examples", number)
        if not example.rows:
            yield Case(example.title, at, pack, given, example.expect, document, keys)
        for place, row in enumerate(example.rows):
            cells = dict(zip(example.columns, row, strict=True))
            yield Case(
                f"{example.title} ({', '.join(map(str, row))})",
                at,
                pack,
                {**given, **{name: cell for name, cell in cells.items() if name in service.fields}},
                {
                    **example.expect,
                    **{name: cell for name, cell in cells.items() if name not in service.fields},
                },
                document,
                (*keys, "rows", place),
            )


def _broken(case: Case, broken: RuleBroken) -> Fault:
    facts = broken.facts
    if "formula" not in facts:
        return _fault(case, "No rules are in force for this example.", "Give 'at:' or 'pack:'.")
    message = f"Formula '{facts['formula']}' fails in the example '{case.title}': {facts['reason']}."
    return Fault(
        str(facts["file"]), int(facts["line"]), message, "Say what it gives in that case, with ?: or a row."
    )


def _fault(case: Case, message: str, remedy: str) -> Fault:
    return case.document.fault(case.keys, f"Example '{case.title}': {message}", remedy)


def _same(expected: Any, found: Any) -> bool:
    if isinstance(expected, list) and isinstance(found, list):
        return len(expected) == len(found) and all(map(_same, expected, found))
    if isinstance(expected, bool) or isinstance(found, bool) or expected is None or found is None:
        return expected is found
    try:
        return Decimal(str(expected)) == Decimal(str(found))
    except InvalidOperation:
        return str(expected) == str(found)
