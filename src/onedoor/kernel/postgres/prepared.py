"""Statements that are asked very often: PostgreSQL reads and plans them once a connection."""

import functools
from collections.abc import Mapping, Sequence
from typing import Any

import psycopg
from django.db import connection, models
from psycopg.pq import ExecStatus


def fetch_prepared(statement: str, values: Sequence[Any] | Mapping[str, Any]) -> list[tuple[Any, ...]]:
    """All rows of a statement whose text is always the same; ``%s`` stands for each value, or ``%(name)s``,
    with its type beside it (``%s::uuid``). Sees what the transaction sees, as any cursor does."""
    connection.ensure_connection()
    with connection.wrap_database_errors, psycopg.Cursor(connection.connection) as cursor:
        cursor.execute(statement, values, prepare=True, binary=True)
        has_rows = cursor.pgresult is not None and cursor.pgresult.status == ExecStatus.TUPLES_OK
        return cursor.fetchall() if has_rows else []


def insert_together(*rows: models.Model) -> None:
    """Insert new rows, of one table or of several, by one statement. None of them may be guarded by
    what another of them says: a policy sees only what stood there before."""
    shape = tuple(type(row) for row in rows)
    values = [
        field.get_db_prep_save(field.pre_save(row, add=True), connection)
        for row in rows
        for field in row._meta.concrete_fields
    ]
    fetch_prepared(_inserting(shape), values)
    for row in rows:
        row._state.adding, row._state.db = False, connection.alias


@functools.lru_cache(maxsize=256)
def _inserting(shape: tuple[type[models.Model], ...]) -> str:
    inserts = [_insert(model) for model in shape]
    if len(inserts) == 1:
        return inserts[0]
    return "with " + ", ".join(f"w{n} as ({one})" for n, one in enumerate(inserts)) + " select"


def _insert(model: type[models.Model]) -> str:
    fields = model._meta.concrete_fields
    names = ", ".join(f'"{field.column}"' for field in fields)
    typed = ", ".join(f"%s::{field.rel_db_type(connection)}" for field in fields)
    return f'insert into "{model._meta.db_table}" ({names}) values ({typed})'  # models' own names
