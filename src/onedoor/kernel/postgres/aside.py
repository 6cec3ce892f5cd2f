"""What must stay written down whatever becomes of the transaction that is open here.

A request is one transaction, and an error undoes it. What has left the house by then does not come back, so
the line that says so may not go either: it is committed before, on a connection of its own.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from django.db import connection, transaction

from onedoor.kernel.actors import Actor
from onedoor.kernel.scope import current_actor, scoped

T = TypeVar("T")
LONGEST_WAIT = "3s"  # for a row that the open transaction holds: an error, not a standstill


def commit_aside(work: Callable[[], T]) -> T:
    """Do ``work`` as whoever acts here; when this returns it is committed. Raises what ``work`` raises, and
    then nothing of it is written. ``work`` does not see what the open transaction has written, and must not
    change a row that it has changed."""
    if not connection.in_atomic_block:
        with transaction.atomic():
            return work()
    return _apart(work)


def _apart(work: Callable[[], T]) -> T:
    """On another thread, since a connection belongs to its thread."""
    with ThreadPoolExecutor(max_workers=1, thread_name_prefix="aside") as pool:
        return pool.submit(_on_its_own, current_actor(), work).result()


def _on_its_own(actor: Actor | None, work: Callable[[], T]) -> T:
    try:
        if actor is None:
            return _committed(work)
        with scoped(actor):
            return _committed(work)
    finally:
        connection.close()


def _committed(work: Callable[[], T]) -> T:
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(f"set local lock_timeout = '{LONGEST_WAIT}'")
        return work()
