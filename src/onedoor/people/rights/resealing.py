"""Sealing anew, with the key that seals now, what earlier keys sealed; while everybody works."""

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db import connection

from onedoor.people.rights.opening import list_sealed
from onedoor.trust import queries as trust
from onedoor.trust.types import SealBroken

AT_ONCE = 500


def count_earlier() -> Iterator[tuple[str, str, int]]:
    """Model, field and how many of its rows were sealed with an earlier key."""
    for model, field, _purpose in list_sealed():
        table, _key, column = _names(model, field)
        rows = _fetch(f"select count(*) from {table} where {_sealed_earlier(column)}", [trust.seal_mark()])  # noqa: S608  # names of the house's own tables
        yield model, field, rows[0][0]


def reseal_batch(model: str, field: str, after: Any) -> tuple[int, int, Any]:
    """Up to ``AT_ONCE`` rows behind the key ``after``: how many were sealed anew, how many could not be
    opened, and the last row's key, None when none is left. A row that changed meanwhile is left alone: it was
    sealed by the newer key."""
    purpose = next(purpose for name, part, purpose in list_sealed() if (name, part) == (model, field))
    table, key, column = _names(model, field)
    behind = f"and {key} > %s" if after is not None else ""
    earlier = f"from {table} where {_sealed_earlier(column)} {behind} order by {key} limit %s"
    values = [trust.seal_mark(), *([after] if after is not None else []), AT_ONCE]
    rows = _fetch(f"select {key}, {column} {earlier}", values)
    renewed, broken = [], 0
    for row, sealed in rows:
        try:
            renewed.append((trust.reseal(bytes(sealed), purpose=purpose), row, sealed))
        except SealBroken:
            broken += 1
    with connection.cursor() as cursor:
        cursor.executemany(f"update {table} set {column} = %s where {key} = %s and {column} = %s", renewed)  # noqa: S608
    return len(renewed), broken, rows[-1][0] if rows else None


def _sealed_earlier(column: str) -> str:
    return f"length({column}) > 0 and substr({column}, 1, 5) <> %s"


def _names(model: str, field: str) -> tuple[str, str, str]:
    meta, quoted = apps.get_model(model)._meta, connection.ops.quote_name
    key: Any = meta.pk
    return quoted(meta.db_table), quoted(key.column), quoted(meta.get_field(field).column)


def _fetch(statement: str, values: list[Any]) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return list(cursor.fetchall())
