"""Appending to the journal, beside plain INSERTs of the same bytes."""

import time
from collections.abc import Callable, Iterable
from datetime import datetime
from functools import partial
from uuid import UUID

import psycopg
from django.db import connection, transaction

from benchmarks.city import customer_id
from benchmarks.tables import Table, rate, times
from onedoor.journal import actions as journal
from onedoor.journal import rows
from onedoor.journal.types import Concerned, Draft
from onedoor.kernel.actors import Actor
from onedoor.kernel.clock import ZONE
from onedoor.people.types import VIEWED

AT = datetime(2025, 3, 10, 9, 0, tzinfo=ZONE)
SUBJECT = UUID(int=1)
# An officer's, since what the house itself does is left out of the index of entries by who did it.
OFFICER = Actor(kind="officer", account=UUID(int=2), name="", door="desk", assurance=3, agency="REV")
DATA = {
    "service": "income-tax",
    "agreement": "AG-2024-01",
    "shares": {"civil-register": ["name", "birth_date"]},
}
TITLE = "Appending to the journal"
AGAINST = (
    "Entries a second, beside the same rows by the same road into a plain table: without any index, and "
    "with the journal's indexes. The plain roads have no partitions, no row-level security and no Django. "
    "Aim: 0.5 or better beside the plain INSERT."
)
COLUMNS = ("Road", "Journal", "Plain", "Ratio", "Indexed", "Ratio to indexed")
ROUNDS = 5

_PLAIN = "create table plain_entry as select * from journal_entry limit 0"
_INDEXED = """
create table indexed_entry as select * from journal_entry limit 0;
alter table indexed_entry add primary key (happened_at, id);
create index on indexed_entry (customer, happened_at desc) where customer is not null;
create index on indexed_entry (written_in, position);
create index on indexed_entry (subject, happened_at desc);
create index on indexed_entry (actor, happened_at) where actor_kind <> 'system' and customer is not null;
create index on indexed_entry ("case", happened_at desc) where "case" is not null;
"""


def measure_appending() -> Table:
    """Each road in turn, journal and plain tables by turns, the best of some rounds."""
    table = Table(TITLE, AGAINST, COLUMNS)
    with connection.cursor() as cursor:
        cursor.execute(_PLAIN)
        cursor.execute(_INDEXED)
    with psycopg.connect(**connection.get_connection_params(), autocommit=True) as plain:
        for title, count, record, insert in (
            ("one a transaction", 1000, _record_single, _insert_single),
            ("100 a transaction", 5000, _record_hundreds, _insert_hundreds),
            ("record_many, 2,000 at once", 20_000, _record_many, _copy),
            ("record_each, 2,000 at once", 20_000, _record_each, _copy),
        ):
            drafts = [_draft(number) for number in range(count)]
            own, bare, indexed = _best(
                partial(record, drafts),
                partial(insert, plain, "plain_entry", drafts),
                partial(insert, plain, "indexed_entry", drafts),
            )
            table.add(
                title, rate(count, own), rate(count, bare), times(bare / own), rate(count, indexed),
                times(indexed / own),
            )  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute("drop table plain_entry, indexed_entry; truncate journal_entry")
    return table


def _best(*roads: Callable[[], None]) -> list[float]:
    seconds = [float("inf")] * len(roads)
    for _ in range(ROUNDS):
        for place, road in enumerate(roads):
            started = time.perf_counter()
            road()
            seconds[place] = min(seconds[place], time.perf_counter() - started)
    return seconds


def _draft(number: int) -> Draft:
    return Draft(
        event=VIEWED, subject_kind="disclosure", subject=SUBJECT, customer=customer_id(number), agency="REV",
        by=OFFICER, at=AT, basis="statute:income-tax-act", purpose="assess-income-tax", data=DATA,
    )  # fmt: skip


def _record(draft: Draft) -> None:
    journal.record(
        draft.event, subject_kind=draft.subject_kind, subject=draft.subject, customer=draft.customer,
        agency=draft.agency, by=draft.by, at=draft.at, basis=draft.basis, purpose=draft.purpose,
        data=dict(draft.data),
    )  # fmt: skip


def _record_single(drafts: list[Draft]) -> None:
    for draft in drafts:
        with transaction.atomic():
            _record(draft)


def _record_hundreds(drafts: list[Draft]) -> None:
    for part in _parts(drafts, 100):
        with transaction.atomic():
            for draft in part:
                _record(draft)


def _record_many(drafts: list[Draft]) -> None:
    for part in _parts(drafts, 2000):
        with transaction.atomic():
            journal.record_many(part)


def _record_each(drafts: list[Draft]) -> None:
    for part in _parts(drafts, 2000):
        with transaction.atomic():
            journal.record_each(part[0], (Concerned(one.customer, one.subject, one.data) for one in part))


def _insert_single(plain: psycopg.Connection, table: str, drafts: list[Draft]) -> None:
    statement = rows.INSERT.replace("journal_entry", table)
    for draft in drafts:
        with plain.transaction():
            plain.execute(statement, rows.to_row(draft))


def _insert_hundreds(plain: psycopg.Connection, table: str, drafts: list[Draft]) -> None:
    statement = rows.INSERT.replace("journal_entry", table)
    for part in _parts(drafts, 100):
        with plain.transaction():
            for draft in part:
                plain.execute(statement, rows.to_row(draft))


def _copy(plain: psycopg.Connection, table: str, drafts: list[Draft]) -> None:
    for part in _parts(drafts, 2000):
        statement = f"copy {table} ({rows.QUOTED}) from stdin"
        with plain.transaction(), plain.cursor() as cursor, cursor.copy(statement) as copy:
            copy.set_types(rows.TYPES)
            for draft in part:
                copy.write_row(rows.to_row(draft))


def _parts(drafts: list[Draft], size: int) -> Iterable[list[Draft]]:
    return (drafts[start : start + size] for start in range(0, len(drafts), size))
