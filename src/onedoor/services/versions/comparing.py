"""Two versions of a service beside each other: in words, by burden, and line by line. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import unified_diff
from typing import Any

from django.utils.translation import gettext_lazy as _

from onedoor.kernel.text import Text
from onedoor.services.files.schema import Field, ServiceFile
from onedoor.services.flow.plan import default_steps

HERS = frozenset({"sign", "supply", "pay", "confirm"})


@dataclass(frozen=True, slots=True)
class Said:
    """One difference in words: ``what`` happened to ``label``; ``before`` and ``after`` where it changed."""

    what: Any
    label: Text
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class Burden:
    """What the service asks of a person. ``title`` is a figure's name."""

    title: Any
    before: int
    after: int


@dataclass(frozen=True, slots=True)
class DiffLine:
    """``kind``: same, added, removed or place."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """``said`` and ``burden`` are empty where a side cannot be read."""

    said: tuple[Said, ...]
    burden: tuple[Burden, ...]
    files: Mapping[str, tuple[DiffLine, ...]]


def compare(
    old: ServiceFile | None, new: ServiceFile | None, before: Mapping[str, str], after: Mapping[str, str]
) -> Comparison:
    """What is different from ``old`` to ``new``."""
    both = old is not None and new is not None
    return Comparison(
        said=tuple(_said(old, new)) if old and new else (),
        burden=tuple(_burdens(old, new)) if both and old and new else (),
        files={
            name: lines
            for name in sorted({*before, *after})
            if (lines := tuple(_diff(before.get(name, ""), after.get(name, ""))))
        },
    )


def _said(old: ServiceFile, new: ServiceFile) -> Iterator[Said]:
    yield from _of_fields(old, new, "ask", _("Question added"), _("Question removed"))
    yield from _of_fields(old, new, "know", _("Taken from a register"), _("No longer taken from a register"))
    yield from _of_fees(old, new)
    if old.promise != new.promise:
        yield Said(_("Promise changed"), new.title, _promise(old), _promise(new))
    if old.assurance != new.assurance:
        levels = (f"{file.assurance.look}/{file.assurance.sign}" for file in (old, new))
        yield Said(_("Levels to look and sign changed"), new.title, *levels)
    rules = [{pack.pack: pack.digest for pack in file.packs} for file in (old, new)]
    if rules[0] != rules[1]:
        names = (", ".join(one) for one in rules)
        yield Said(_("Rules changed"), new.title, *names)
    ways = [" → ".join(f"{step.id} ({step.by})" for step in default_steps(file)) for file in (old, new)]
    if ways[0] != ways[1]:
        yield Said(_("Steps changed"), new.title, *ways)


def _of_fields(old: ServiceFile, new: ServiceFile, origin: str, added: Any, removed: Any) -> Iterator[Said]:
    was, now = _fields(old, origin), _fields(new, origin)
    for id, field in now.items():
        if id not in was:
            yield Said(added, field.text)
        elif origin == "ask" and (change := _changed(was[id], field)):
            yield Said(_("Question changed"), field.text, *change)
    for id, field in was.items():
        if id not in now:
            yield Said(removed, field.text)


def _fields(file: ServiceFile, origin: str) -> dict[str, Field]:
    return {id: field for id, field in file.fields.items() if field.origin == origin}


def _changed(old: Field, new: Field) -> tuple[str, str] | None:
    sides = [
        f"{field.text.get('en', '')} [{field.type}{', required' if field.required else ''}]"
        for field in (old, new)
    ]
    return (sides[0], sides[1]) if sides[0] != sides[1] else None


def _of_fees(old: ServiceFile, new: ServiceFile) -> Iterator[Said]:
    was, now = ({fee.id: fee for fee in file.fees} for file in (old, new))
    for id in dict.fromkeys((*was, *now)):
        before, after = was.get(id), now.get(id)
        if before is None and after is not None:
            yield Said(_("Fee added"), after.title, "", after.amount)
        elif after is None and before is not None:
            yield Said(_("Fee removed"), before.title, before.amount, "")
        elif before and after and before != after:
            yield Said(_("Fee changed"), after.title, before.amount, after.amount)


def _promise(file: ServiceFile) -> str:
    lanes = "".join(f", {lane.lane} {lane.answer}" for lane in file.promise.lanes)
    return f"{file.promise.answer} ({file.promise.calendar}){lanes}"


def _burdens(old: ServiceFile, new: ServiceFile) -> Iterator[Burden]:
    sides = [_burden(file) for file in (old, new)]
    for title, before, after in zip(_TITLES, *sides, strict=True):
        yield Burden(title, before, after)


_TITLES = (
    _("Pages"),
    _("Questions asked"),
    _("Of these required"),
    _("Documents to attach"),
    _("Steps she takes herself"),
    _("Agencies on the way"),
    _("Facts never asked, since they are held"),
)


def _burden(file: ServiceFile) -> tuple[int, ...]:
    asked = _fields(file, "ask").values()
    steps = default_steps(file)
    return (
        len(file.ask),
        sum(max(1, len(field.parts)) for field in asked),
        sum(field.required for field in asked),
        sum(field.type == "file" for field in asked),
        sum(step.does in HERS and step.by == "customer" for step in steps),
        len({file.agency, *file.together_with, *(step.by for step in steps if step.by.isupper())}),
        len(file.know),
    )


def _diff(before: str, after: str) -> Iterator[DiffLine]:
    kinds = {"+": "added", "-": "removed", "@": "place", " ": "same"}
    lines = unified_diff(before.splitlines(), after.splitlines(), lineterm="", n=2)
    for number, line in enumerate(lines):
        if number > 1:  # the two first lines name files
            yield DiffLine(kinds[line[0]], line if line[0] == "@" else line[1:])
