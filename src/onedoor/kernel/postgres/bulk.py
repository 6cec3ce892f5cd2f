"""Writing many rows at once into tables that row-level security guards.

PostgreSQL refuses COPY into such a table, so the rows go by COPY into a temporary one and from
there by one INSERT, under the same policies as any other.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection


def insert_many(
    table: str, columns: Sequence[str], types: Sequence[str], rows: Iterable[Sequence[Any]], *, tail: str = ""
) -> int:
    """Insert ``rows`` (values in the order of ``columns``, PostgreSQL ``types`` beside them) in the
    caller's transaction and give their number. A ``jsonb`` value is given as JSON text. ``tail``
    may say ``on conflict do nothing``."""
    names = ", ".join(f'"{column}"' for column in columns)
    carried = ["text" if kind == "jsonb" else kind for kind in types]
    staged = ", ".join(f'"{column}" {kind}' for column, kind in zip(columns, carried, strict=True))
    cast = ", ".join(f'"{column}"::{kind}' for column, kind in zip(columns, types, strict=True))
    with connection.cursor() as cursor:
        cursor.execute(f"create temporary table onedoor_staged ({staged}) on commit drop")
        with cursor.copy(f"copy onedoor_staged ({names}) from stdin") as copy:
            copy.set_types(carried)
            for row in rows:
                copy.write_row(row)
        cursor.execute(f"insert into {table} ({names}) select {cast} from onedoor_staged {tail}")
        inserted: int = cursor.rowcount
        cursor.execute("drop table onedoor_staged")
    return inserted
