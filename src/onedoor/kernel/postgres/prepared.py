"""Statements that are asked very often: PostgreSQL reads and plans them once a connection."""

from collections.abc import Sequence
from typing import Any

import psycopg
from django.db import connection


def fetch_prepared(statement: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
    """All rows of a statement whose text is always the same; ``%s`` stands for each value, with its type
    beside it (``%s::uuid``). Sees what the transaction sees, as any cursor does."""
    connection.ensure_connection()
    with psycopg.Cursor(connection.connection) as cursor:
        cursor.execute(statement, values, prepare=True)
        return cursor.fetchall()
