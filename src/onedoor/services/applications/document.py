"""The document of an application: values with their sources, to and from jsonb.

A register's value is never changed here; what the person says instead is a second entry for the
same field and index, and the rules read that one.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any
from uuid import UUID

from onedoor.services.applications.types import Stored
from onedoor.services.files.questions import PARTS
from onedoor.services.forms.composed import read_kept
from onedoor.services.types import Field, Grade, OtherValue, ServiceFile, SourceKind, Value, ValueState

Key = tuple[str, int]
# Named once: a union written in the check itself would be made anew for each of a season's values.
_AS_TEXT, _AS_ISO, _AS_LIST, _READABLE = (Decimal, UUID), (date, time), (list, tuple), (str, int, float)


def plain(value: Any) -> Any:
    """``value`` as JSON can hold it, without losing a cent or a day."""
    if isinstance(value, _AS_TEXT):
        return str(value)
    if isinstance(value, _AS_ISO):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(key): plain(part) for key, part in value.items()}
    if isinstance(value, _AS_LIST):
        return [plain(part) for part in value]
    return value


def typed(field: Field | None, raw: Any) -> Any:
    """``raw`` as the field's type says; the reverse of ``plain``."""
    if raw is None or field is None:
        return raw
    if field.parts and isinstance(raw, Mapping):
        parts = {part.id: part for part in field.parts}
        return {key: typed(parts.get(key), part) for key, part in raw.items()}
    if isinstance(raw, list):
        return [typed(field, part) for part in raw]
    if field.type in PARTS:
        return read_kept(field.type, raw)
    reader = _READERS.get(field.type)
    return reader(raw) if reader and isinstance(raw, _READABLE) and not isinstance(raw, bool) else raw


_READERS: dict[str, Any] = {
    "money": lambda raw: Decimal(str(raw)),
    "decimal": lambda raw: Decimal(str(raw)),
    "integer": int,
    "date": lambda raw: date.fromisoformat(str(raw)),
    "time": lambda raw: time.fromisoformat(str(raw)),
    "datetime": lambda raw: datetime.fromisoformat(str(raw)),
}


def dump(stored: Sequence[Stored]) -> list[dict[str, Any]]:
    """The document as jsonb; what is empty is left out, what the database insists on is not."""
    return [_dump(item) for item in stored]


def _dump(item: Stored) -> dict[str, Any]:
    value = item.value
    assert value.received_at is not None
    held: dict[str, Any] = {
        "field": value.field,
        "index": value.index,
        "value": plain(value.value),
        "source_kind": str(value.source_kind),
        "source": value.source,
        "source_name": dict(value.source_name),
        "received_at": value.received_at.isoformat(),
        "grade": str(value.grade),
        "state": str(value.state),
    }
    if value.reference:
        held["reference"] = value.reference
    if value.reported:
        held["reported"] = str(value.reported)
    if value.others:
        held["others"] = [dump_other(other) for other in value.others]
    if value.weighed:
        held["weighed"] = str(value.weighed)
    if value.as_of:
        held["as_of"] = value.as_of.isoformat()
    if item.revision != 1:
        held["revision"] = item.revision
    if item.reason:
        held["reason"] = item.reason
    if item.case:
        held["case"] = str(item.case)
    return held


def dump_other(other: OtherValue) -> dict[str, Any]:
    """What another source says, as jsonb."""
    return {
        "value": plain(other.value),
        "source": other.source,
        "source_name": dict(other.source_name),
        "received_at": other.received_at.isoformat(),
        "grade": str(other.grade),
        "reported": str(other.reported),
    }


def load(service: ServiceFile, document: Iterable[Mapping[str, Any]]) -> list[Stored]:
    """The document of a row of this service."""
    fields = service.fields
    return [_load(fields.get(held["field"]), held) for held in document]


def _load(field: Field | None, held: Mapping[str, Any]) -> Stored:
    value = Value(
        field=held["field"],
        index=held["index"],
        value=typed(field, held["value"]),
        source_kind=SourceKind(held["source_kind"]),
        source=held["source"],
        source_name=held["source_name"],
        received_at=datetime.fromisoformat(held["received_at"]),
        grade=Grade(held["grade"]),
        reference=held.get("reference", ""),
        state=ValueState(held["state"]),
        reported=UUID(held["reported"]) if "reported" in held else None,
        others=tuple(_load_other(field, other) for other in held.get("others", ())),
        weighed=UUID(held["weighed"]) if "weighed" in held else None,
        as_of=datetime.fromisoformat(held["as_of"]) if "as_of" in held else None,
    )
    case = UUID(held["case"]) if "case" in held else None
    return Stored(value=value, revision=held.get("revision", 1), reason=held.get("reason", ""), case=case)


def _load_other(field: Field | None, held: Mapping[str, Any]) -> OtherValue:
    return OtherValue(
        value=typed(field, held["value"]),
        source=held["source"],
        source_name=held["source_name"],
        received_at=datetime.fromisoformat(held["received_at"]),
        grade=Grade(held["grade"]),
        reported=UUID(held["reported"]),
    )


def is_declared(item: Stored) -> bool:
    """Whether a person, not a register, stands behind it."""
    return item.value.source_kind in (SourceKind.CUSTOMER, SourceKind.OFFICER)


def pairs(stored: Iterable[Stored]) -> dict[Key, tuple[Stored | None, Stored | None]]:
    """(offered, declared) for each field and index, in the order of the document."""
    found: dict[Key, tuple[Stored | None, Stored | None]] = {}
    for item in stored:
        key = (item.value.field, item.value.index)
        offered, declared = found.get(key, (None, None))
        found[key] = (offered, item) if is_declared(item) else (item, declared)
    return found


def effective(stored: Iterable[Stored]) -> list[Value]:
    """What the rules compute with: the person's own value where there is one, else the offered."""
    standing = [declared or offered for offered, declared in pairs(stored).values()]
    return [item.value for item in standing if item is not None]


def put(stored: Sequence[Stored], item: Stored) -> list[Stored]:
    """The document with ``item`` in the place of the same side of the same field and index."""
    key, side = (item.value.field, item.value.index), is_declared(item)
    kept = list(stored)
    for position, other in enumerate(kept):
        if (other.value.field, other.value.index) == key and is_declared(other) is side:
            kept[position] = item
            return kept
    return [*kept, item]


def count_disputed(stored: Iterable[Stored]) -> int:
    """How many values are with their reporters to be checked."""
    return sum(item.value.state is ValueState.DISPUTED for item in stored)


def count_amended(stored: Iterable[Stored]) -> int:
    """How many values the person has put beside what was reported."""
    return sum(item.value.state is ValueState.AMENDED for item in stored)


def merge(
    service: ServiceFile, stored: Sequence[Stored], fresh: Sequence[Stored], revision: int
) -> list[Stored]:
    """The document with the register values of today. An entry keeps its index while its reporter
    keeps reporting it, so that what the person declared stays beside the right one."""
    old = [item for item in stored if not is_declared(item)]
    records = {field.id for field in service.fields.values() if field.many}
    taken: set[int] = set()
    merged: list[Stored] = []
    for item in fresh:
        match = _find_match(old, item, taken, records=item.value.field in records)
        if match is None:
            merged.append(_new(item, old, merged, revision))
            continue
        taken.add(match)
        before = old[match]
        same = _substance(before) == _substance(item)
        value = replace(item.value, index=before.value.index)
        if same and before.value.state is ValueState.CONFIRMED:
            value = replace(value, state=ValueState.CONFIRMED)
        merged.append(
            replace(before if same else item, value=value, revision=before.revision if same else revision)
        )
    return merged + [item for item in stored if is_declared(item)]


def _find_match(old: Sequence[Stored], item: Stored, taken: set[int], *, records: bool) -> int | None:
    """The entry that ``item`` continues: the same report, else the same record of its reporter;
    one that is not a record is the only one of its reporter."""
    value = item.value
    candidates = [p for p, o in enumerate(old) if p not in taken and o.value.field == value.field]
    for position in candidates:
        if old[position].value.reported == value.reported:
            return position
    for position in candidates:
        before = old[position].value
        if before.source == value.source and (not records or before.reference == value.reference):
            return position
    return None


def _new(item: Stored, old: Sequence[Stored], merged: Sequence[Stored], revision: int) -> Stored:
    used = {o.value.index for o in (*old, *merged) if o.value.field == item.value.field}
    index = item.value.index if item.value.index not in used else max(used) + 1
    return replace(item, value=replace(item.value, index=index), revision=revision)


def _substance(item: Stored) -> tuple[Any, ...]:
    value = item.value
    return (
        plain(value.value),
        value.source,
        value.reference,
        value.grade,
        value.state is ValueState.DISPUTED,
    )
