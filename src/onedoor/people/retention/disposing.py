"""Rows whose time is over and that nothing holds are found, and go with all that hangs on them."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db.models import Exists, ManyToOneRel, OuterRef, Q, QuerySet
from django.db.models.deletion import CASCADE

from onedoor.people import models
from onedoor.people.holdings import list_holdings
from onedoor.people.queries.aliases import list_names
from onedoor.people.retention.declaring import KeepRule
from onedoor.people.rights.collecting import OWN, relations_of

FOLLOWS = ("with its ", "as long as the ")
CUSTOMER = "people.Customer"


def count_due(rule: KeepRule, *, as_of: datetime, at: datetime) -> tuple[int, int]:
    """How many rows would go, and how many would if nothing held them."""
    over = rule.over(as_of)
    held = over.filter(_held(rule, at)).count()
    return find_due(rule, as_of=as_of, at=at).count(), held


def find_due(rule: KeepRule, *, as_of: datetime, at: datetime) -> "QuerySet[Any]":
    """The rows that may go now: over at ``as_of``, not held at ``at``, and needed by no other row. A row
    that only loses its person may be needed."""
    rows = rule.over(as_of).exclude(_held(rule, at))
    if rule.empties:
        return rows
    for number, (other, way) in enumerate(_needing(rule, rule.table)):
        mark = f"needed_{number}"
        rows = rows.annotate(**{mark: Exists(other.filter(**{way: OuterRef("pk")}))}).filter(**{mark: False})
    return rows


def _needing(rule: KeepRule, table: Any, way: str = "") -> "Iterator[tuple[QuerySet[Any], str]]":
    """Tables that point to these rows, or to a part of them, and stay; with the way from there."""
    for relation in relations_of(table):
        other: Any = relation.related_model
        further = f"{relation.field.name}__{way}" if way else relation.field.name
        if not _goes_along(rule, relation):
            yield other._default_manager.all(), further
        elif other is not table and other.__module__.startswith("onedoor."):
            yield from _needing(rule, other, further)


def dispose(rule: KeepRule, keys: Sequence[Any]) -> Counter[str]:
    """Delete these rows and all that hangs on them, or empty them; how many of each table."""
    if rule.empties:
        return _empty(rule, keys)
    gone = _delete(rule, rule.table, Q(pk__in=keys))
    if rule.model == CUSTOMER:
        gone += _delete_names(rule, keys)
    return gone


def _empty(rule: KeepRule, keys: Sequence[Any]) -> Counter[str]:
    table: Any = rule.table
    done = Counter({rule.model: table._default_manager.filter(pk__in=keys).update(**rule.empties)})
    for label, way, values in rule.parts:
        part: Any = apps.get_model(label)
        done[label] += part._default_manager.filter(**{f"{way}__in": keys}).update(**values)
    return done


def _delete(rule: KeepRule, table: Any, condition: Q) -> Counter[str]:
    gone: Counter[str] = Counter()
    keys = list(table._default_manager.filter(condition).values_list("pk", flat=True))
    if not keys:
        return gone
    for relation in relations_of(table):
        if _goes_along(rule, relation):
            gone += _delete(rule, relation.related_model, Q(**{f"{relation.field.name}__in": keys}))
    rows = table._default_manager.filter(pk__in=keys)
    gone[table._meta.label] += rows._raw_delete(rows.db)
    return gone


def _delete_names(rule: KeepRule, customers: Sequence[UUID]) -> Counter[str]:
    """What names a customer without hanging on her row."""
    gone: Counter[str] = Counter()
    named = [(model, fields) for model, fields in OWN if model != CUSTOMER]
    named += [(one.model, (one.field,)) for one in list_holdings() if one.model != CUSTOMER]
    for label, fields in named:
        table: Any = apps.get_model(label)
        if table.Care.keep == models.Identifier.Care.keep:
            for field in fields:
                gone += _delete(rule, table, Q(**{f"{field}__in": customers}))
    return gone


def _goes_along(rule: KeepRule, relation: ManyToOneRel) -> bool:
    part: Any = relation.related_model
    if part._meta.label in rule.takes:
        return True
    if not part.__module__.startswith("onedoor."):
        return relation.on_delete is CASCADE  # the library's own tables say nothing of keeping
    keep: str = part.Care.keep
    return keep.startswith(FOLLOWS) and part is not relation.model


def _held(rule: KeepRule, at: datetime) -> Q:
    """What a hold in force keeps: rows that name its customer or its case, and rows of which a part does."""
    customers, cases = _holds(at)
    return _names(rule, rule.table, customers, cases) if customers or cases else Q(pk__in=[])


def _names(rule: KeepRule, table: Any, customers: Sequence[UUID], cases: Sequence[UUID]) -> Q:
    label = table._meta.label
    condition = Q(pk__in=[])
    if label == CUSTOMER:
        condition |= Q(pk__in=customers)
    else:
        for one in list_holdings():
            if one.model == label:
                condition |= Q(**{f"{one.field}__in": customers})
    if label == "cases.Case":
        condition |= Q(pk__in=cases)
    elif any(field.name == "case" for field in table._meta.concrete_fields):
        condition |= Q(case__in=cases)
    if rule.through and table is rule.table:
        way, other = rule.through
        fields = [one.field for one in list_holdings() if one.model == other]
        hers = Q(pk__in=[])
        for field in fields:
            hers |= Q(**{f"{field}__in": customers})
        named: Any = apps.get_model(other)
        condition |= Q(**{f"{way}__in": named._default_manager.filter(hers).values("pk")})
    for relation in relations_of(table):
        part: Any = relation.related_model
        if part is not table and _goes_along(rule, relation) and part.__module__.startswith("onedoor."):
            name = relation.field.name
            parts = part._default_manager.filter(_names(rule, part, customers, cases))
            condition |= Q(pk__in=parts.filter(**{f"{name}__isnull": False}).values(name))
    return condition


def _holds(at: datetime) -> tuple[list[UUID], list[UUID]]:
    standing = models.LegalHold.objects.filter(lifted_at=None, ends_at__gt=at)
    named = list(standing.values_list("customer", "case"))
    names = {name for customer, _case in named if customer for name in list_names(customer)}
    return sorted(names), [case for _customer, case in named if case]
