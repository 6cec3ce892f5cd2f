"""Everything held of one customer, written so that two exports of the same are the same bytes."""

import json
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import connection

from onedoor.people.holdings import list_holdings

_JOURNAL = (
    "select * from journal_entry where customer = any(%s) and happened_at <= %s order by happened_at, id"
)


def write_export(customer: UUID, names: Sequence[UUID], *, until: datetime) -> bytes:
    """The record, its holdings, and the journal of all its ids up to ``until``."""
    quote = connection.ops.quote_name
    held: dict[str, list[dict[str, Any]]] = {}
    for holding in list_holdings():
        meta = apps.get_model(holding.model)._meta
        column = quote(meta.get_field(holding.field).column)
        query = f"select * from {quote(meta.db_table)} where {column} = %s"  # noqa: S608  # our own names
        held[holding.code] = sorted(_rows(query, [customer]), key=_canonical)
    content = {
        "customer": list(_rows("select * from people_customer where id = %s", [customer])),
        "holdings": held,
        "journal": list(_rows(_JOURNAL, [list(names), until])),
    }
    return _canonical(content).encode()


def _rows(query: str, values: Sequence[Any]) -> Iterator[dict[str, Any]]:
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        columns = [column[0] for column in cursor.description or ()]
        yield from (dict(zip(columns, row, strict=True)) for row in cursor.fetchall())


def _canonical(content: Any) -> str:
    return json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=_plain)


def _plain(value: Any) -> str:
    if isinstance(value, bytes | memoryview):
        return bytes(value).hex()
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    return value.isoformat() if isinstance(value, date) else str(value)
