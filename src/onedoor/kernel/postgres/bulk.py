"""Writing many rows at once into tables that row-level security guards.

PostgreSQL refuses COPY into such a table, so the rows go by COPY into a temporary one and from
there by one INSERT, under the same policies as any other.
"""

from collections.abc import Iterable, Mapping, Sequence
from itertools import chain, islice
from typing import Any

from django.db import connection

FEW = 3  # for so many rows a temporary table costs more than it saves


def insert_many(
    table: str,
    columns: Sequence[str],
    types: Sequence[str],
    rows: Iterable[Sequence[Any]],
    *,
    same: Mapping[str, tuple[str, Any]] | None = None,
    tail: str = "",
) -> int:
    """Insert ``rows`` (values in the order of ``columns``, PostgreSQL ``types`` beside them) in the
    caller's transaction and give their number. A ``jsonb`` value is given as JSON text. ``same``
    holds columns, each with type and value, that are alike in all rows and so travel once. ``tail``
    may say ``on conflict do nothing``."""
    alike = same or {}
    names = ", ".join(f'"{column}"' for column in columns)
    carried = ["text" if kind == "jsonb" else kind for kind in types]
    staged = ", ".join(f'"{column}" {kind}' for column, kind in zip(columns, carried, strict=True))
    chosen = ", ".join(
        [f'"{column}"::{kind}' for column, kind in zip(columns, types, strict=True)]
        + [f"%s::{kind}" for kind, _ in alike.values()]
    )
    filled = ", ".join([names, *(f'"{column}"' for column in alike)])
    queue = iter(rows)
    few = list(islice(queue, FEW + 1))
    if len(few) <= FEW:
        return _insert_few(
            table,
            filled,
            [*types, *(kind for kind, _ in alike.values())],
            [(*row, *(value for _, value in alike.values())) for row in few],
            tail,
        )
    with connection.cursor() as cursor:
        cursor.execute(f"create temporary table onedoor_staged ({staged}) on commit drop")
        with cursor.copy(f"copy onedoor_staged ({names}) from stdin") as copy:
            copy.set_types(carried)
            for row in chain(few, queue):
                copy.write_row(row)
        cursor.execute(
            f"insert into {table} ({filled}) select {chosen} from onedoor_staged {tail}",
            [value for _, value in alike.values()],
        )
        inserted: int = cursor.rowcount
        cursor.execute("drop table onedoor_staged")
    return inserted


def _insert_few(
    table: str, names: str, types: Sequence[str], rows: Sequence[Sequence[Any]], tail: str
) -> int:
    if not rows:
        return 0
    one = f"({', '.join(f'%s::{kind}' for kind in types)})"
    with connection.cursor() as cursor:
        cursor.execute(
            f"insert into {table} ({names}) values {', '.join([one] * len(rows))} {tail}",
            [value for row in rows for value in row],
        )
        inserted: int = cursor.rowcount
    return inserted
