"""Every row that is held of a person: what the rooms declare, and what hangs on those rows."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db.models import BinaryField, ManyToOneRel, Model, Q

from onedoor.journal import queries as journal
from onedoor.journal.types import Entry
from onedoor.kernel.actors import SYSTEM
from onedoor.people.holdings import list_hanging, list_holdings
from onedoor.people.rights.opening import Opening, find_opening
from onedoor.trust import queries as trust
from onedoor.trust.types import SealBroken

EVERY_ENTRY = 1_000_000
# Holdings are moved when records are put together; these rows say what was put together, and stay.
OWN = (
    ("people.Customer", ("id",)),
    ("people.Merge", ("kept", "merged")),
    ("people.Difference", ("first", "second")),
)


@dataclass(frozen=True, slots=True)
class Given:
    """A file that lies beside the data."""

    path: str
    content: bytes


@dataclass(slots=True)
class Table:
    """The rows of one table that are about her. ``part_of`` names the table on whose rows they hang."""

    model: str
    title: str | Any
    kept: str
    rows: list[dict[str, Any]]
    part_of: str = ""
    withheld: dict[str, str | Any] = field(default_factory=dict)


@dataclass(slots=True)
class Held:
    """All of it, as it stood at one moment."""

    tables: list[Table]
    entries: list[Entry]
    files: list[Given]


def collect(customer: UUID, names: Sequence[UUID], *, at: datetime) -> Held:
    """What is held of ``customer`` under any of her ids (``names``); entries of the journal that
    she may not see yet are left out. The caller acts for the house."""
    held = Held([], [], [])
    for model, title, condition in _asked(names, at):
        _take(held, model, title, condition, "")
    entries = journal.list_timeline(customer=customer, by=SYSTEM, limit=EVERY_ENTRY)
    held.entries = [one for one in entries if one.visible_from is None or one.visible_from <= at]
    return held


def relations_of(model: type[Model]) -> Iterator[ManyToOneRel]:
    """Every foreign key that points to ``model``, those too to which it has no name."""
    for one in model._meta.get_fields(include_hidden=True):
        if isinstance(one, ManyToOneRel):  # a OneToOneRel is one
            yield one


def parts_of(model: type[Model]) -> Iterator[tuple[type[Model], str]]:
    """Tables of ours whose rows hang on a row of ``model``, with the field that says so; those that
    name a customer themselves are declared, and not meant."""
    declared = {holding.model for holding in list_holdings()} | {one for one, _fields in OWN}
    for relation in relations_of(model):
        part: Any = relation.related_model
        care = getattr(part, "Care", None)
        says_something = getattr(care, "personal", ()) or getattr(care, "sensitive", ())
        if says_something and part._meta.label not in declared:
            yield part, relation.field.name
    for label, name in list_hanging(model._meta.label):
        yield apps.get_model(label), name


def covered() -> Iterator[type[Model]]:
    """Every table that ``collect`` reads."""
    seen: set[str] = set()
    waiting = [apps.get_model(one) for one in _declared()]
    while waiting:
        model = waiting.pop()
        if model._meta.label not in seen:
            seen.add(model._meta.label)
            yield model
            waiting += [part for part, _field in parts_of(model)]


def _declared() -> dict[str, tuple[Any, set[str]]]:
    """Table → its title and the fields that may name her, in the order of the rooms' names."""
    found: dict[str, tuple[Any, set[str]]] = {model: ("", set(fields)) for model, fields in OWN}
    for holding in list_holdings():
        if holding.model == "people.Customer":
            continue  # whom she represents is told by their records: it is theirs, not hers
        _title, fields = found.setdefault(holding.model, (holding.title, set()))
        fields.add(holding.field)
    return found


def _asked(names: Sequence[UUID], at: datetime) -> Iterator[tuple[type[Model], Any, Q]]:
    secret = {one.model: one.given_from for one in list_holdings() if one.given_from}
    for label, (title, fields) in _declared().items():
        condition = Q()
        for one in sorted(fields):
            condition |= Q(**{f"{one}__in": names})
        if label in secret:
            condition &= Q(**{f"{secret[label]}__lte": at})
        yield apps.get_model(label), title, condition


def _take(held: Held, model: type[Model], title: Any, condition: Q, part_of: str) -> None:
    rows = list(model._default_manager.filter(condition))
    if not rows:
        return
    table = Table(model._meta.label, title, model.Care.keep, [], part_of)  # type: ignore[attr-defined]
    table.rows = [_plain(held, table, row) for row in rows]
    held.tables.append(table)
    for part, name in parts_of(model):
        _take(held, part, "", Q(**{f"{name}__in": [row.pk for row in rows]}), model._meta.label)


def _plain(held: Held, table: Table, row: Model) -> dict[str, Any]:
    written: dict[str, Any] = {}
    for one in row._meta.concrete_fields:
        value = getattr(row, one.attname)
        opening = find_opening(table.model, one.name)
        if opening is None and isinstance(one, BinaryField):
            opening = Opening("withheld", why="")
        if opening is not None and opening.kind == "withheld":
            table.withheld[one.name] = opening.why
        else:
            written[one.name] = value if opening is None or not value else _open(held, opening, bytes(value))
    return written


def _open(held: Held, opening: Opening, value: bytes) -> Any:
    try:
        content = trust.unseal_bytes(value, purpose=opening.purpose) if opening.purpose else value
    except SealBroken:
        return {"unreadable": True}  # its key is gone: that it was here is still said
    if opening.kind == "text":
        return content.decode()
    given = Given(f"files/{len(held.files) + 1:04}.{_ending(content)}", content)
    held.files.append(given)
    return {"file": given.path, "size": len(content), "sha256": hashlib.sha256(content).hexdigest()}


def _ending(content: bytes) -> str:
    known = {b"%PDF": "pdf", b"\x89PNG": "png", b"\xff\xd8\xff": "jpg", b"RIFF": "webp", b"II*\x00": "tiff"}
    return next((ending for start, ending in known.items() if content.startswith(start)), "bin")
