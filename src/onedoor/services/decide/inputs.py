"""From values with a source to the plain inputs that formulas read."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, time
from decimal import Decimal
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from onedoor.kernel.clock import local
from onedoor.services.decide.expressions import holds
from onedoor.services.files.schema import Field, ServiceFile
from onedoor.services.types import Value

BUILT_IN = ("now", "today", "disputed_count", "amended_count")
_EMPTY: Mapping[str, Any] = {
    "money": 0.0,
    "integer": 0.0,
    "decimal": 0.0,
    "boolean": False,
    "string": "",
    "text": "",
    "email": "",
    "telephone": "",
    "file": "",
    "name": MappingProxyType({"latin": "", "chinese": ""}),
    "address": MappingProxyType({"street": "", "building": "", "unit": "", "postcode": ""}),
    "location": MappingProxyType({"lat": None, "long": None, "address": ""}),
}


def collect(service: ServiceFile, values: Iterable[Value]) -> dict[str, Any]:
    """One input for each field: the latest of several reports, their sum, or all of them.

    What the person or an officer put in place of a report counts in its stead.
    """
    by_field: dict[str, list[Value]] = {}
    for value in values:
        by_field.setdefault(value.field, []).append(value)
    return {id: combine(field, by_field[id]) for id, field in service.fields.items() if id in by_field}


def combine(field: Field, values: list[Value]) -> Any:
    """What the entries of one field make together, as its service file says."""
    ordered = sorted(values, key=lambda value: value.index)
    plain = [_taken(field, value) for value in ordered]
    if field.many:
        return [one for entry in plain for one in (entry if isinstance(entry, list | tuple) else [entry])]
    present = [entry for entry in plain if entry is not None]
    if field.combine == "sum" and present:
        return sum(present[1:], present[0])
    if len(present) < 2:
        return present[0] if present else None
    return _taken(field, max(ordered, key=lambda value: (value.received_at is not None, value.received_at)))


def built_in(at: datetime | date | None, disputed: int = 0, amended: int = 0) -> Mapping[str, Any]:
    """The inputs that every service has: ``now`` and ``today`` of Harbour City, and counts."""
    return _built_in(at, disputed, amended)


@lru_cache(maxsize=256)
def _built_in(at: datetime | date | None, disputed: int, amended: int) -> Mapping[str, Any]:
    facts: dict[str, Any] = {"disputed_count": disputed, "amended_count": amended, "now": None, "today": None}
    if isinstance(at, datetime):
        facts["now"] = _moment(at)
        facts["today"] = facts["now"][:10]
    elif at is not None:
        facts["now"], facts["today"] = f"{at.isoformat()}T00:00:00", at.isoformat()
    return MappingProxyType(facts)


def plain(value: Any) -> Any:
    """``value`` as zen takes it. Amounts keep every digit: zen reads the shortest decimal."""
    convert = _PLAIN.get(type(value))
    if convert is not None:
        return convert(value)
    if isinstance(value, Mapping):
        return {key: plain(entry) for key, entry in value.items()}
    if isinstance(value, list | tuple):
        return [plain(entry) for entry in value]
    return _plain_subclass(value)


def _plain_subclass(value: Any) -> Any:
    """A value of a type made from a plain one, such as a code of an enum."""
    return next((convert(value) for kind, convert in _PLAIN.items() if isinstance(value, kind)), value)


def _moment(value: datetime) -> str:
    return (local(value) if value.tzinfo else value).strftime("%Y-%m-%dT%H:%M:%S")


_PLAIN: Mapping[
    type, Callable[[Any], Any]
] = {  # bool before int, datetime before date: the first kind counts
    bool: bool,
    str: str,
    type(None): lambda _: None,
    Decimal: float,
    int: float,
    float: float,
    datetime: _moment,
    date: date.isoformat,
    time: time.isoformat,
}


def empty(field: Field) -> Any:
    """What an unanswered question counts as: nothing, no, or an empty list."""
    if field.many:
        return []
    return plain(field.initial if field.initial is not None else _EMPTY.get(field.type))


class Inputs:
    """Makes the inputs of one service; built once, used for every customer."""

    def __init__(self, service: ServiceFile, read: Iterable[str]) -> None:
        fields = service.fields
        names = frozenset(read)
        self._types = {id: field.parts for id, field in fields.items()}
        self._base = {id: empty(field) for id, field in fields.items()}
        self._conditional = [(id, field.enable_when) for id, field in fields.items() if field.enable_when]
        self._needed = [field for id, field in fields.items() if field.required and id in names]

    def prepare(
        self, values: Mapping[str, Any], facts: Mapping[str, Any]
    ) -> tuple[dict[str, Any], list[Field]]:
        """The inputs, and the fields that are needed and missing. Hidden answers count as empty."""
        inputs = {**self._base, **facts}
        for id, value in values.items():
            if value is None or id not in self._types:
                continue
            inputs[id] = [_entry(e, self._types[id]) for e in value] if self._types[id] else plain(value)
        for id, condition in self._conditional:
            if values.get(id) is not None and not holds(condition, inputs):
                inputs[id] = self._base[id]
        missing = [
            field
            for field in self._needed
            if values.get(field.id) is None and holds(field.enable_when, inputs)
        ]
        return inputs, missing


def _entry(entry: Any, parts: tuple[Field, ...]) -> dict[str, Any]:
    given = plain(entry)
    return {part.id: empty(part) if given.get(part.id) is None else given[part.id] for part in parts}


def _taken(field: Field, value: Value) -> Any:
    if field.take == "received_date" and value.received_at is not None:
        return local(value.received_at).date()
    return value.value
