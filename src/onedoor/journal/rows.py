"""How a line of the journal goes into PostgreSQL, comes out of it, and is hashed."""

import json
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from onedoor.journal.types import Draft, Entry
from onedoor.kernel.ids import new_id

COLUMNS = (
    *("id", "happened_at", "event", "customer", "subject_kind", "subject", "agency", "actor_kind", "actor"),
    *("on_behalf_of", "door", "basis", "purpose", "case", "data", "visible_from"),
)
QUOTED = ", ".join(f'"{name}"' for name in COLUMNS)
TYPES = (
    *("uuid", "timestamptz", "text", "uuid", "text", "uuid", "text", "text", "uuid"),
    *("uuid", "text", "text", "text", "uuid", "jsonb", "timestamptz"),
)
INSERT = f"insert into journal_entry ({QUOTED}) values ({', '.join(f'%s::{kind}' for kind in TYPES)})"
VARYING, VARYING_TYPES = ("id", "customer", "subject", "data"), ("uuid", "uuid", "uuid", "jsonb")
_encode = json.JSONEncoder(ensure_ascii=False, default=str).encode


def to_row(draft: Draft) -> tuple[Any, ...]:
    """The values of ``COLUMNS`` for a new entry, with a fresh id."""
    by = draft.by
    represented = by.customer if by.mandate is not None or by.assisted is not None else None
    return (
        *(new_id(), draft.at, draft.event.name, draft.customer, draft.subject_kind, draft.subject),
        *(draft.agency or by.agency, by.kind, by.account, represented, by.door, draft.basis, draft.purpose),
        *(draft.case, to_text(draft.data), draft.visible_from),
    )


def to_text(data: Mapping[str, Any]) -> str:
    """``data`` as the column keeps it."""
    return _encode(dict(data))


def split_alike(draft: Draft) -> dict[str, tuple[str, Any]]:
    """What entries have in common that differ only in ``VARYING``: column → type and value."""
    facts = zip(COLUMNS, TYPES, to_row(draft), strict=True)
    return {name: (kind, value) for name, kind, value in facts if name not in VARYING}


def to_entry(row: tuple[Any, ...]) -> Entry:
    """The entry whose ``COLUMNS`` are ``row``."""
    facts = dict(zip(COLUMNS, row, strict=True))
    if isinstance(facts["data"], str):
        facts["data"] = json.loads(facts["data"])
    return Entry(**facts)


def canonical_bytes(entry: Entry) -> bytes:
    """The bytes that are sealed: every field, keys sorted, times in UTC to the microsecond."""
    facts = {name: _plain(getattr(entry, name)) for name in COLUMNS}
    return json.dumps(facts, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def stream(cursor: Any, size: int = 2000) -> Iterator[tuple[Any, ...]]:
    """The rows of a cursor, a few thousand at a time."""
    while rows := cursor.fetchmany(size):
        yield from rows


def _plain(value: Any) -> Any:
    if value is None or isinstance(value, str | dict):
        return value
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    return str(value)
