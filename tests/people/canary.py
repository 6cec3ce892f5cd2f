"""A person of whom something is kept in every table: is all of it found, and does all of it go?"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.db import connection, models

from onedoor.kernel.ids import new_id
from onedoor.people.holdings import list_hanging, list_holdings
from onedoor.people.rights.collecting import OWN, covered
from onedoor.people.rights.opening import find_opening
from onedoor.trust import queries as trust

CANARY = "canary-words"


@dataclass(frozen=True)
class Seeded:
    model: str
    id: str
    named: bool  # has an id of its own by which it is found again

    @property
    def key(self) -> tuple[str, str]:
        return self.model, self.id


def seed_everywhere(customer: UUID, at: datetime) -> list[Seeded]:
    """One row in each table that a copy covers. Rules between rooms and between columns are set aside:
    what counts here is that the row is there and is hers."""
    hers: dict[str, set[str]] = {label: set(fields) for label, fields in OWN}
    for holding in list_holdings():
        hers.setdefault(holding.model, set()).add(holding.field)
    made: dict[str, Any] = {"people.Customer": customer}
    tables = [model._meta.db_table for model in covered()]
    _set_aside_rules(tables)
    return [
        _seed(model, hers, made, customer, at)
        for model in _parents_first(list(covered()))
        if model._meta.label != "people.Customer"
    ]


def seed_rooms(customer: UUID, at: datetime, rooms: tuple[str, ...]) -> None:
    """The same in these rooms alone, the customer's own row with it, and as if all had come to its end."""
    hers: dict[str, set[str]] = {label: set(fields) for label, fields in OWN}
    for holding in list_holdings():
        hers.setdefault(holding.model, set()).add(holding.field)
    hers["people.Customer"] = {"id"}
    tables = [model for model in covered() if model._meta.app_label in rooms]
    _set_aside_rules([model._meta.db_table for model in tables], kinds=["c", "x"], outward=True)
    made: dict[str, Any] = {}
    for model in _parents_first(tables):
        _seed(model, hers, made, customer, at)


def _parents_first(tables: list[Any]) -> list[Any]:
    labels = {model._meta.label for model in tables}
    hangs = {part: {on} for on in labels for part, _field in list_hanging(on)}
    ordered: list[Any] = []
    while tables:
        placed = {model._meta.label for model in ordered}
        ready = [
            model
            for model in tables
            if not {
                field.related_model._meta.label
                for field in model._meta.concrete_fields
                if field.is_relation and field.related_model is not model
            }
            & labels - placed
            and not hangs.get(model._meta.label, set()) - placed
        ]
        ordered += ready
        tables = [model for model in tables if model not in ready]
    return ordered


def _seed(
    model: Any, hers: dict[str, set[str]], made: dict[str, Any], customer: UUID, at: datetime
) -> Seeded:
    label = model._meta.label
    values: dict[str, Any] = {}
    named = [field for field in model._meta.concrete_fields if field.name in hers.get(label, ())]
    for field in model._meta.concrete_fields:
        if field.generated:
            continue
        if field in named and field is not named[0]:
            other = customer if field.is_relation else new_id()
            values[field.column] = None if field.null else other
        elif field in named:
            values[field.column] = customer
        elif on := _hangs_on(label, field.name, made):
            values[field.column] = made[on]
        elif field.is_relation:
            values[field.column] = None if field.null else made.get(field.related_model._meta.label, new_id())
            if field.null and field.related_model._meta.label in made and _is_part(label, hers):
                values[field.column] = made[field.related_model._meta.label]
        else:
            values[field.column] = _value(label, field, at)
    if "id" in values and not isinstance(values["id"], int):
        made[label] = values["id"]
    _insert(model, values)
    return Seeded(label, str(values.get("id")), "id" in values)


def _hangs_on(label: str, name: str, made: dict[str, Any]) -> str:
    return next((on for on in made if (label, name) in list_hanging(on)), "")


def _is_part(label: str, hers: dict[str, set[str]]) -> bool:
    return label not in hers


def _value(label: str, field: Any, at: datetime) -> Any:
    opening = find_opening(label, field.name)
    if field.name == "period":
        return "2024"
    if isinstance(field, ArrayField) and isinstance(field.base_field, models.UUIDField):
        return [new_id()]
    if isinstance(field, models.BinaryField):
        if opening and opening.purpose:
            return trust.seal(CANARY, purpose=opening.purpose)
        return CANARY.encode()
    kinds: list[tuple[Any, Any]] = [
        (models.UUIDField, new_id()),
        (models.DateTimeField, at),
        (models.DateField, date(2025, 3, 10)),
        (models.BooleanField, False),
        (models.DecimalField, Decimal(1)),
        (models.IntegerField, 1),
        (models.FloatField, 1.0),
        (ArrayField, [CANARY[:2]]),
        (models.JSONField, {"words": CANARY}),
    ]
    for kind, value in kinds:
        if isinstance(field, kind):
            return value
    if field.choices:
        return field.choices[0][0]
    return (str(new_id())[-6:] + CANARY if field.unique else CANARY)[: field.max_length or 99]


def _insert(model: Any, values: dict[str, Any]) -> None:
    fields = {field.column: field for field in model._meta.concrete_fields}
    quote = connection.ops.quote_name
    written = [fields[column].get_db_prep_save(value, connection) for column, value in values.items()]
    columns = ", ".join(map(quote, values))
    holes = ", ".join(["%s"] * len(values))
    with connection.cursor() as cursor:
        cursor.execute(f"insert into {quote(model._meta.db_table)} ({columns}) values ({holes})", written)


def _set_aside_rules(
    tables: list[str], kinds: Sequence[str] = ("c", "f", "x"), *, outward: bool = False
) -> None:
    """The test's own transaction forgets them again. ``outward``: also keys of tables that are not named."""
    with connection.cursor() as cursor:
        cursor.execute("set constraints all immediate")
        cursor.execute(
            "select conrelid::regclass::text, conname from pg_constraint"
            " where conrelid = any(%(tables)s::regclass[]) and conparentid = 0 and (contype = any(%(kinds)s)"
            " or %(outward)s and contype = 'f' and confrelid <> all(%(tables)s::regclass[]))",
            {"tables": tables, "kinds": list(kinds), "outward": outward},
        )
        for table, name in cursor.fetchall():
            cursor.execute(f'alter table {table} drop constraint "{name}"')
        for table in tables:
            cursor.execute(f"alter table {table} disable trigger user")
