"""Registering customers by the hundred thousand: for a register taken over, the demo city, benchmarks."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import islice
from typing import Any

from django.db import connection
from django.utils.translation import gettext_lazy as _
from psycopg.types.json import Jsonb

from onedoor.journal import actions as journal
from onedoor.kernel.actions import action
from onedoor.kernel.actors import SYSTEM_ID, Actor
from onedoor.kernel.errors import NotAllowed
from onedoor.kernel.ids import new_id
from onedoor.people.actions.customers import IDENTIFIER_PURPOSE
from onedoor.people.actions.linking import list_new_keys
from onedoor.people.queries.customers import IDENTIFIER_INDEX
from onedoor.people.queries.reaching import CONTACT_PURPOSE
from onedoor.people.rules import (
    identifier_kind,
    mask_identifier,
    normalise_identifier,
    search_terms,
    sort_key,
)
from onedoor.people.types import IMPORTED, ContactKind, NewCustomer
from onedoor.trust import queries as trust

_CHUNK = 20_000
_Row = tuple[Any, ...]

_TABLES = {
    "people_customer": (
        "id uuid, kind text, name text, name_zh text, sort_key text, birth_date date, language text,"
        " door text, hours text, access_needs jsonb, created_at timestamptz"
    ),
    "people_identifier": (
        "id uuid, customer_id uuid, kind text, sealed bytea, blind_index bytea, masked text"
    ),
    "people_contactpoint": (
        "id uuid, customer_id uuid, kind text, sealed bytea, blind_index bytea, verified_at timestamptz,"
        " is_default bool, created_at timestamptz"
    ),
    "people_searchterm": "term text, customer uuid",
    "people_linkkey": "key int8, customer uuid",
}


@action()
def register_customers(*, customers: Iterable[NewCustomer], by: Actor, at: datetime) -> int:
    """All of them, found as if each had been registered; how many. One journal entry for the whole.

    Contact points count as verified: a register vouches for them. For the house only.
    """
    if by.kind != "system":
        raise NotAllowed("people.system_only", _("Many customers are registered by the house only."))
    count = 0
    rest = iter(customers)
    while chunk := list(islice(rest, _CHUNK)):
        _insert("people_customer", (_customer_row(new, at) for new in chunk))
        _insert("people_identifier", _identifier_rows(chunk))
        _insert("people_contactpoint", _contact_rows(chunk, at))
        _insert("people_searchterm", _term_rows(chunk))
        _insert("people_linkkey", list_new_keys(chunk))
        count += len(chunk)
    facts = {"count": count}
    journal.record(IMPORTED, subject_kind="customer", subject=SYSTEM_ID, by=by, at=at, data=facts)
    return count


def _insert(table: str, made: Iterator[_Row]) -> None:
    rows = list(made)  # before COPY takes the connection: making them may read keys from the database
    # PostgreSQL does not COPY into a table under row-level security: copy beside it, then insert.
    columns = [column.split() for column in _TABLES[table].split(", ")]
    names = ", ".join(name for name, _ in columns)
    with connection.cursor() as cursor:
        cursor.execute(
            f"create temporary table if not exists staged_{table} ({_TABLES[table]}) on commit drop"
        )
        with cursor.copy(f"copy staged_{table} ({names}) from stdin (format binary)") as copy:
            copy.set_types([kind for _, kind in columns])
            for row in rows:
                copy.write_row(row)
        cursor.execute(f"insert into {table} ({names}) select {names} from staged_{table}")  # noqa: S608  # our names
        cursor.execute(f"truncate staged_{table}")


def _customer_row(new: NewCustomer, at: datetime) -> _Row:
    return (
        *(new.id, new.kind, new.name, new.name_zh, sort_key(new.name, new.name_zh), new.birth_date),
        *(new.language, new.door, "any", Jsonb(list(new.access_needs)), at),
    )


def _identifier_rows(chunk: Sequence[NewCustomer]) -> Iterator[_Row]:
    having = [new for new in chunk if new.identifier]
    plain = [normalise_identifier(new.identifier) for new in having]
    sealed = trust.seal_many(plain, purpose=IDENTIFIER_PURPOSE)
    indexes = trust.blind_indexes(plain, IDENTIFIER_INDEX)
    for new, text, seal, index in zip(having, plain, sealed, indexes, strict=True):
        kind = identifier_kind(text)
        if kind is None:
            raise ValueError(f"customer {new.id} has a malformed identifier")
        yield new_id(), new.id, str(kind), seal, index, mask_identifier(text)


def _contact_rows(chunk: Sequence[NewCustomer], at: datetime) -> Iterator[_Row]:
    for kind, attribute in (
        (ContactKind.EMAIL, "email"),
        (ContactKind.PHONE, "phone"),
        (ContactKind.POST, "address"),
    ):
        having = [(new.id, value) for new in chunk if (value := getattr(new, attribute))]
        values = [value for _, value in having]
        sealed = trust.seal_many(values, purpose=CONTACT_PURPOSE)
        indexes = trust.blind_indexes((value.lower() for value in values), kind)
        for (customer, _value), seal, index in zip(having, sealed, indexes, strict=True):
            yield new_id(), customer, str(kind), seal, index, at, True, at


def _term_rows(chunk: Sequence[NewCustomer]) -> Iterator[_Row]:
    for new in chunk:
        for term in search_terms(new.name, new.name_zh):
            yield term, new.id
