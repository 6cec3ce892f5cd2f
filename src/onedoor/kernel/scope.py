"""Whose rows this thread may see: the second wall, held by PostgreSQL's row-level security.

``scoped(actor)`` names the actor to the database for the transactions begun inside it (and for
the one already open). Outside any scope a protected table shows no rows.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db import connection
from psycopg.pq import TransactionStatus

from onedoor.kernel.actors import Actor

_actor: ContextVar[Actor | None] = ContextVar("actor", default=None)
_process_actor: Actor | None = None

_SET = (
    "select set_config('onedoor.kind', %s, {local}), set_config('onedoor.customer', %s, {local}),"
    " set_config('onedoor.agency', %s, {local}), set_config('onedoor.partner', %s, {local})"
)


def current_actor() -> Actor | None:
    """The actor of the innermost scope, else the one this process works as."""
    return _actor.get() or _process_actor


def work_as(actor: Actor | None) -> None:
    """Outside any scope, act as ``actor``, inside transactions or not: for the worker, commands,
    migrations and tests. Never for a web process."""
    global _process_actor
    _process_actor = actor
    if connection.connection is not None:
        with connection.cursor() as cursor:
            cursor.execute(*announcement(actor, local=False))


def process_actor() -> Actor | None:
    """The actor this process works as outside any scope."""
    return _process_actor


def announcement(actor: Actor | None, *, local: bool = True) -> tuple[str, list[str]]:
    """The statement that names ``actor`` to the database until the transaction ends (``local``)
    or the connection does."""
    statement = _SET.format(local=str(local).lower())
    if actor is None:
        return statement, ["", "", "", ""]
    customer = str(actor.customer) if actor.customer else ""
    return statement, [actor.kind, customer, actor.agency, actor.partner]


@contextmanager
def scoped(actor: Actor) -> Iterator[None]:
    """Act as ``actor`` towards the database. Nests; the outer scope returns afterwards."""
    before = current_actor()
    token = _actor.set(actor)
    _announce(instead_of=before)
    try:
        yield
    finally:
        _actor.reset(token)
        _announce(instead_of=actor)


def _announce(*, instead_of: Actor | None) -> None:
    if announcement(current_actor()) == announcement(instead_of):
        return  # the database knows no difference between the two
    if connection.connection is None or not connection.in_atomic_block or connection.needs_rollback:
        return
    if connection.connection.info.transaction_status is TransactionStatus.INERROR:
        return  # the rollback that must follow takes the scope with it; say nothing over the real error
    with connection.cursor() as cursor:
        cursor.execute(*announcement(current_actor()))


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
