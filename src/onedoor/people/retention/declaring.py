"""When the time of a table's rows is over: declared by the rooms, in the period of its own ``Care``."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.apps import apps
from django.db.models import Model, QuerySet

_PERIOD = re.compile(r"P(\d+)([YD])")
Over = Callable[[datetime], "QuerySet[Any]"]


@dataclass(frozen=True, slots=True)
class KeepRule:
    """``over`` gives the rows whose time is over at a moment; ``since`` says from when it counts, as in
    "7 years after it was issued". ``takes`` names tables whose rows go with theirs, though their own
    period is told apart. ``title`` names a table that no holding names.

    With ``empties`` the row stays without her: these fields get these values, and so do the fields of the
    parts (table, its way to the row, values); ``over`` no longer gives a row that was emptied. ``nightly``:
    what lives for days goes by the house itself, without two persons, but never against a hold. ``through``
    is a field that names a row of another table, by whose customer a hold keeps this one. ``law`` says in
    plain words why it is kept so long, where a law says so.
    """

    model: str
    since: str | Any
    over: Over
    takes: tuple[str, ...] = ()
    title: str | Any = ""
    empties: Mapping[str, Any] = field(default_factory=dict)
    parts: tuple[tuple[str, str, Mapping[str, Any]], ...] = ()
    nightly: bool = False
    through: tuple[str, str] | None = None
    law: str | Any = ""

    @property
    def table(self) -> type[Model]:
        found: type[Model] = apps.get_model(self.model)
        return found


_rules: dict[str, KeepRule] = {}


def keep(*rules: KeepRule) -> None:
    """Called by a room when the app registry is ready; one rule a table."""
    for rule in rules:
        _rules[rule.model] = rule


def list_rules() -> Iterator[KeepRule]:
    """All, by their tables' names."""
    yield from (_rules[model] for model in sorted(_rules))


def aged(
    model: str,
    field: str,
    since: str | Any,
    title: str | Any = "",
    takes: tuple[str, ...] = (),
    **more: Any,
) -> KeepRule:
    """The usual rule: ``field`` (a moment or a day) lies the table's period back."""

    def over(at: datetime) -> "QuerySet[Any]":
        table: Any = apps.get_model(model)
        return table._default_manager.filter(**{f"{field}__lte": back(at, period_of(table))})  # type: ignore[no-any-return]

    return KeepRule(model, since, over, takes, title, **more)


def period_of(table: type[Model]) -> str:
    """The first period that the table's ``Care`` names, such as ``P7Y``."""
    found = _PERIOD.search(table.Care.keep)  # type: ignore[attr-defined]
    if found is None:
        raise ValueError(f"{table._meta.label} names no period")
    return found.group()


def back(at: datetime, period: str) -> datetime:
    """The moment ``period`` before ``at``; 29 February goes back to the 28th."""
    found = _PERIOD.fullmatch(period)
    if found is None:
        raise ValueError(f"not a keeping period: {period!r} (write P7Y or P30D)")
    count = int(found[1])
    if found[2] == "D":
        return at - timedelta(days=count)
    try:
        return at.replace(year=at.year - count)
    except ValueError:
        return at.replace(year=at.year - count, day=28)


def basis_years(at: datetime, period: str) -> tuple[str, ...]:
    """The basis years that ended ``period`` before ``at``."""
    last = back(at, period).year - 1
    return tuple(str(year) for year in range(1900, last + 1))
