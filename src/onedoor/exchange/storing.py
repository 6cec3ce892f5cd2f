"""Keeping values and reading the live ones: set-based, for one customer or for thousands."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import connection

from onedoor.exchange import rules
from onedoor.exchange.registers import Rulebook
from onedoor.exchange.types import Attribute, NewValue, Register, Repeats, Reported, Wanted
from onedoor.kernel.ids import new_id
from onedoor.kernel.text import Text

Key = tuple[str, str, str]

# PostgreSQL does not COPY into a table under row-level security: arrays carry the rows.
_KEEP = """
insert into exchange_reportedvalue (id, customer, register, attribute, period, record, value, source,
    received_at, grade, reference, batch, state, supersedes)
select id, customer, %s, attribute, period, record, value, %s, %s, %s, reference, %s, 'current', supersedes
from unnest(%s::uuid[], %s::uuid[], %s::text[], %s::text[], %s::text[], %s::jsonb[], %s::text[], %s::uuid[])
  as new (id, customer, attribute, period, record, value, reference, supersedes)"""
_REPLACE_STANDING = """
update exchange_reportedvalue old set state = %s
from unnest(%s::uuid[], %s::uuid[], %s::text[], %s::text[]) as new (id, customer, attribute, period)
where old.customer = new.customer and old.register = %s and old.attribute = new.attribute
  and old.period = new.period and old.source = %s and old.record = '' and old.state in ('current', 'disputed')
returning new.id, old.id"""
_REPLACE_RECORDS = """
update exchange_reportedvalue old set state = %s
from unnest(%s::uuid[], %s::text[], %s::text[]) as new (id, attribute, record)
where old.source = %s and old.register = %s and old.attribute = new.attribute
  and old.record = new.record and old.record <> '' and old.state in ('current', 'disputed')
returning new.id, old.id"""
_TAKE_BACK = """
with taken as (
    update exchange_reportedvalue set state = 'withdrawn'
    where customer = %s and register = %s and attribute = %s and source = %s
      and (reference = %s or starts_with(reference, %s)) and state in ('current', 'disputed')
    returning supersedes)
select supersedes from taken"""
_HOLD_AGAIN = """
update exchange_reportedvalue set state = 'current' where id = any(%s) and state = 'superseded'"""
_READ = """
select v.customer::text, w.place, v.value::text, v.source, v.received_at::text, v.grade,
       v.reference, v.id, v.state
from exchange_reportedvalue v
join unnest(%s::text[], %s::text[], %s::text[]) with ordinality as w (register, attribute, period, place)
  on v.register = w.register and v.attribute = w.attribute and v.period = w.period
where v.customer = any(%s) and v.state in ('current', 'disputed')"""


@dataclass(frozen=True, slots=True)
class Kept:
    """What was written: the new values' ids in order, and which old value each replaced."""

    ids: tuple[UUID, ...]
    replaced: Mapping[UUID, UUID]


def keep_values(
    register: Register,
    source: str,
    values: Sequence[NewValue],
    *,
    at: datetime,
    grade: str = "",
    batch: UUID | None = None,
    replaced_become: str = "superseded",
    first: bool = False,
) -> Kept:
    """Append ``values`` in one statement; the same source's earlier word on the same thing steps back."""
    rows = [(new_id(), value, _record(register, value)) for value in values]
    with connection.cursor() as cursor:
        replaced = {} if first else _step_back(cursor, register, source, rows, replaced_become)
        columns = _columns(register, rows, replaced)
        cursor.execute(_KEEP, [register.code, source, at, grade or register.grade.value, batch, *columns])
    return Kept(tuple(row[0] for row in rows), replaced)


def _columns(
    register: Register, rows: Sequence[tuple[UUID, NewValue, str]], replaced: Mapping[UUID, UUID]
) -> list[list[Any]]:
    shaped = [(id, value, record, register.attributes[value.attribute]) for id, value, record in rows]
    return [
        [id for id, _, _ in rows],
        [value.customer for _, value, _ in rows],
        [value.attribute for _, value, _ in rows],
        [rules.stored_period(shape, value.period) for _, value, _, shape in shaped],
        [record for _, _, record in rows],
        [json.dumps(rules.pack(shape, value.value), ensure_ascii=False) for _, value, _, shape in shaped],
        [value.reference for _, value, _ in rows],
        [replaced.get(id) for id, _, _ in rows],
    ]


def _record(register: Register, value: NewValue) -> str:
    return value.reference if register.attributes[value.attribute].repeats is Repeats.RECORD else ""


def _step_back(
    cursor: Any, register: Register, source: str, rows: Sequence[tuple[UUID, NewValue, str]], become: str
) -> dict[UUID, UUID]:
    replaced: dict[UUID, UUID] = {}
    standing = [(id, value) for id, value, record in rows if not record]
    if standing:
        ids, customers = [id for id, _ in standing], [value.customer for _, value in standing]
        names = [value.attribute for _, value in standing]
        periods = [
            rules.stored_period(register.attributes[value.attribute], value.period) for _, value in standing
        ]
        cursor.execute(_REPLACE_STANDING, [become, ids, customers, names, periods, register.code, source])
        replaced |= dict(cursor.fetchall())
    records = [(id, value, record) for id, value, record in rows if record]
    if records:
        ids, names = [id for id, _, _ in records], [value.attribute for _, value, _ in records]
        references = [record for _, _, record in records]
        cursor.execute(_REPLACE_RECORDS, [become, ids, names, references, source, register.code])
        replaced |= dict(cursor.fetchall())
    return replaced


def take_back(register: Register, source: str, customer: UUID, attribute: str, reference: str) -> int:
    """The source's live statements under ``reference`` (and its parts, ``reference/1``) no longer
    hold; those that they replaced hold again. Gives how many were taken back."""
    with connection.cursor() as cursor:
        place: list[Any] = [customer, register.code, attribute, source, reference, f"{reference}/"]
        cursor.execute(_TAKE_BACK, place)
        replaced = [row[0] for row in cursor.fetchall()]
        cursor.execute(_HOLD_AGAIN, [[before for before in replaced if before]])
    return len(replaced)


def read_live(
    book: Rulebook, customers: Sequence[UUID], wanted: Sequence[Wanted], names: "Names"
) -> dict[UUID, dict[Key, list[Reported]]]:
    """Every live value of ``customers`` that ``wanted`` speaks of, in one query (two with partners)."""
    if not wanted:
        return {customer: {} for customer in customers}
    keys = sorted({key_of(book, one) for one in wanted})
    columns = [list(column) for column in zip(*keys, strict=True)]
    with connection.cursor() as cursor:
        cursor.execute(_READ, [*columns, list(customers)])
        rows = cursor.fetchall()
    names.learn({row[3] for row in rows})
    shapes = [book.registers[register].attributes[attribute] for register, attribute, _ in keys]
    return dict(zip(customers, _by_customer(customers, keys, shapes, rows, names), strict=True))


def key_of(book: Rulebook, one: Wanted) -> Key:
    """Under which register, attribute and period an asked-for value is kept."""
    attribute = book.registers[one.register].attributes[one.attribute]
    return one.register, one.attribute, rules.stored_period(attribute, one.period)


def _by_customer(
    customers: Sequence[UUID],
    keys: Sequence[Key],
    shapes: Sequence[Attribute],
    rows: Sequence[tuple[Any, ...]],
    names: "Names",
) -> Iterable[dict[Key, list[Reported]]]:
    """What was read, sorted by customer; texts as keys, since they hash faster than UUIDs."""
    found: dict[str, dict[Key, list[Reported]]] = {str(customer): {} for customer in customers}
    moments: dict[str, datetime] = {}  # a register's values mostly came at one moment
    for customer, place, text, source, received_at, grade, reference, id, state in rows:
        key = keys[place - 1]
        if received_at not in moments:
            moments[received_at] = _moment(received_at)
        found[customer].setdefault(key, []).append(
            Reported(
                register=key[0],
                attribute=key[1],
                value=_value(shapes[place - 1], text),
                source=source,
                source_name=names.of(source),
                received_at=moments[received_at],
                grade=grade,
                reference=reference,
                reported=id,
                period=key[2],
                state=state,
            )
        )
    return found.values()


def _value(shape: Attribute, text: str) -> Any:
    # Amounts are most of what is read: '"60000.00"' needs no JSON reader.
    return Decimal(text[1:-1]) if shape.type == "money" else rules.unpack(shape, json.loads(text))


def _moment(text: str) -> datetime:
    """PostgreSQL's ``2025-03-01 09:00:00+08``, in UTC."""
    return datetime.fromisoformat(text).astimezone(UTC)


class Names:
    """Names and kinds of sources: agencies from the catalogue, partners in one query a chunk."""

    def __init__(self, agencies: Mapping[str, Text]) -> None:
        self._names: dict[str, Text] = dict(agencies)
        self.kinds: dict[str, str] = {}

    def learn(self, sources: set[str]) -> None:
        """Look up the partners among ``sources`` that are not known yet."""
        strangers = [source for source in sources if source not in self._names]
        if not strangers:
            return
        with connection.cursor() as cursor:
            cursor.execute("select code, kind, name from exchange_partner where code = any(%s)", [strangers])
            for code, kind, name in cursor.fetchall():
                self._names[code] = json.loads(name) if isinstance(name, str) else name
                self.kinds[code] = kind

    def of(self, source: str) -> Text:
        """The source's name; its code where nothing better is known."""
        return self._names.get(source) or {"en": source, "zh-hans": source}
