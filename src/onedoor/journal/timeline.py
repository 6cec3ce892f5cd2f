"""What happened to a customer, as each reader may know it, by one statement.

Three things about it only other rooms know: which records are one customer, which cases a law keeps secret
now, and what stood in her records by mistake. Each gives the name of an SQL function that says so inside the
statement: asking them one after the other took longer than reading the timeline.
"""

import functools
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection

from onedoor.journal import rows
from onedoor.journal.types import Entry
from onedoor.kernel import clock
from onedoor.kernel.actors import Actor
from onedoor.kernel.events import Audience, names_for
from onedoor.kernel.postgres.prepared import fetch_prepared

AHEAD = timedelta(days=2)
_functions = {"names": "", "withheld": "", "mistaken": ""}

_TIMELINE = """
    with her as materialized (select {names} as ids),
    secret as materialized (select {withheld} as cases from her),
    mistaken as materialized (select thing, until from her cross join lateral {mistaken})
    select {columns} from her cross join unnest(her.ids) as one(alias) cross join lateral (
        select {columns} from journal_entry
        where customer = one.alias and event = any(%(events)s::text[])
          and happened_at < %(until)s::timestamptz
          and ("case" is null or not "case" = any((select cases from secret)::uuid[])) {others}
        order by happened_at desc fetch first (%(limit)s::int) rows with ties
    ) as entry
    order by happened_at desc, id desc limit %(limit)s::int
"""
_SHOWN = "and (visible_from is null or visible_from <= %(now)s::timestamptz)"
_WITHIN = "and data->>'service' = any(%(within)s::text[])"
_RIGHTLY = """and not exists (
    select 1 from mistaken where thing in (subject, "case") and journal_entry.id < mistaken.until
)"""
_ABOUT = f"""
    select {rows.QUOTED} from journal_entry
    where (subject = %s or "case" = %s) and event = any(%s)
    order by happened_at desc, id desc limit %s
"""


def read_aliases_with(function: str) -> None:
    """Called once by the room that puts records of one customer together: entries stay under the id under
    which they were written, and are read under every id of hers. ``function(uuid)`` gives these ids, as an
    array."""
    _functions["names"] = function


def withhold_with(function: str) -> None:
    """Called once by the room that withholds what a law says must not be told yet.
    ``function(uuid[], timestamptz)`` gives, of a customer's ids and a moment, the array of the cases whose
    entries stand in no timeline then."""
    _functions["withheld"] = function


def pass_over_with(function: str) -> None:
    """Called once by the room that takes back what was put to the wrong person's records.
    ``function(uuid[])`` gives, of customers' ids, the things that stood there by mistake as rows of ``thing``
    and ``until``, an id later than its last mistaken entry (UUIDv7). The entries stay, sealed; only auditors
    and the house read them."""
    _functions["mistaken"] = function


def withheld_of(ids: str) -> str:
    """The SQL for the cases that are secret at the moment ``now`` of the statement, of the customers whose
    ids are the SQL ``ids``."""
    return f"{_functions['withheld']}({ids}, %(now)s::timestamptz)"


def list_timeline(
    *,
    customer: UUID,
    by: Actor,
    before: datetime | None = None,
    limit: int = 20,
    events: Iterable[str] | None = None,
    services: Iterable[str] | None = None,
) -> list[Entry]:
    """The newest entries about ``customer`` that ``by`` may read, newest first.

    Citizens read entries whose event is meant for customers and whose ``visible_from`` has come;
    officers also those meant for officers; auditors (``journal.audit``) all. ``services`` narrows it to
    what happened in these: a representative for some learns nothing of the others. What a law withholds
    now stands in it for nobody, the house included.
    """
    readable = _readable(by)
    names = readable if events is None else tuple(sorted(set(readable) & set(events)))
    now = clock.now()
    asked: dict[str, Any] = {
        "customer": customer, "events": _to_array(names), "limit": limit, "now": now,
        "until": before or now + AHEAD,  # months that have not come need not be looked through
    }  # fmt: skip
    others = [_SHOWN] if by.kind == "citizen" else []
    others += [] if by.may("journal.audit") else [_RIGHTLY]
    if services is not None:
        asked["within"] = sorted(services)
        others.append(_WITHIN)
    return [rows.to_entry(row) for row in fetch_prepared(_timeline(tuple(others)), asked)]


def list_about(subject: UUID, *, by: Actor, limit: int = 100) -> list[Entry]:
    """The newest entries about one thing (a case, an application), newest first."""
    with connection.cursor() as cursor:
        cursor.execute(_ABOUT, [subject, subject, list(_readable(by)), limit])
        found = [rows.to_entry(row) for row in cursor.fetchall()]
    of_whom = sorted({entry.customer for entry in found if entry.customer is not None})
    if not of_whom or by.may("journal.audit"):
        return found
    mistaken = fetch_prepared(f"select thing, until from {_functions['mistaken']}(%s::uuid[])", [of_whom])
    return [
        entry
        for entry in found
        if not any(thing in (entry.subject, entry.case) and entry.id < until for thing, until in mistaken)
    ]


@functools.cache
def _timeline(others: tuple[str, ...]) -> str:
    """The statement, with the functions of the rooms that stand once the house is built. Conditions that ask
    nothing of this reader are left out: each is made ready for every month."""
    return _TIMELINE.format(
        others=" ".join(others),
        columns=rows.QUOTED,
        names=f"{_functions['names']}(%(customer)s::uuid)",
        withheld=withheld_of("her.ids"),
        mistaken=f"{_functions['mistaken']}(her.ids)",
    )


def _readable(by: Actor) -> tuple[str, ...]:
    """The events of those circles into which ``by`` may look."""
    audiences: set[Audience] = {"customer"}
    if by.kind in ("officer", "system"):
        audiences.add("officer")
    if by.may("journal.audit"):
        audiences.add("audit")
    return names_for(frozenset(audiences))


@functools.lru_cache(maxsize=64)
def _to_array(names: tuple[str, ...]) -> str:
    """As PostgreSQL writes an array; names of events need no quotes."""
    return "{" + ",".join(names) + "}"
