"""Whose rows this thread may see: the second wall, held by PostgreSQL's row-level security.

``scoped(actor)`` names the actor to the database, before the next statement, in the transactions begun
inside it and in the one already open. Outside any scope a protected table shows no rows.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db import connection

from onedoor.kernel.actors import Actor

SETTINGS = ("onedoor.kind", "onedoor.customer", "onedoor.agency", "onedoor.partner")
"""What the policies of the tables ask about whoever acts."""

_actor: ContextVar[Actor | None] = ContextVar("actor", default=None)
_process_actor: Actor | None = None


def current_actor() -> Actor | None:
    """The actor of the innermost scope, else the one this process works as."""
    return _actor.get() or _process_actor


def work_as(actor: Actor | None) -> None:
    """Outside any scope, act as ``actor``, inside transactions or not: for the worker, commands,
    migrations and tests. Never for a web process."""
    global _process_actor
    _process_actor = actor
    if connection.connection is not None:
        tell_process_actor(connection.connection)


def process_actor() -> Actor | None:
    """The actor this process works as outside any scope."""
    return _process_actor


def settings_of(actor: Actor | None) -> tuple[str, ...]:
    """What the database is told of the actor, in the order of SETTINGS."""
    if actor is None:
        return ("",) * len(SETTINGS)
    customer = str(actor.customer) if actor.customer else ""
    return (actor.kind, customer, actor.agency, actor.partner)


def tell_process_actor(psycopg_connection: Any) -> None:
    """Name the process's own actor to the database until the connection ends."""
    said = ", ".join("set_config(%s, %s, false)" for _ in SETTINGS)
    values = [part for pair in zip(SETTINGS, settings_of(_process_actor), strict=True) for part in pair]
    psycopg_connection.is_anybodys = False
    with psycopg_connection.cursor() as cursor:
        cursor.execute(f"select {said}", values)


@contextmanager
def scoped(actor: Actor) -> Iterator[None]:
    """Act as ``actor`` towards the database. Nests; the outer scope returns afterwards."""
    token = _actor.set(actor)
    try:
        yield
    finally:
        _actor.reset(token)


def row_level_security(table: str, *, using: str) -> Any:
    """A migration operation: only rows for which ``using`` holds exist for citizens, officers and
    partners; ``using`` may call ``onedoor_kind()``, ``onedoor_customer()``, ``onedoor_agency()``
    and ``onedoor_partner()``. The system sees all; no scope sees none."""
    from django.db.migrations import RunSQL  # migrations import Django's app registry

    policy = f"onedoor_kind() = 'system' or ({using})"
    return RunSQL(
        f"alter table {table} enable row level security; alter table {table} force row level security;"
        f"create policy scope on {table} using ({policy}) with check ({policy});",
        f"drop policy scope on {table}; alter table {table} disable row level security;",
    )
