"""Rows change hands table by table; each step is written down so that it can be taken back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import IntegrityError, InternalError, connection, transaction

from onedoor.kernel.ids import new_id
from onedoor.people.holdings import list_holdings
from onedoor.people.types import Holding, MovedRows

MERGE = "merge"


@dataclass(slots=True)
class Step:
    """So many rows of one table went from ``was`` to ``became``."""

    model: str
    field: str
    was: UUID
    became: UUID
    rows: list[str]


@dataclass(slots=True)
class Moving:
    """One record's holdings on their way to another. ``chosen`` says by holding whose row stays."""

    kept: UUID
    merged: UUID
    chosen: Mapping[str, str]
    steps: list[Step] = field(default_factory=list)
    shelf: UUID = field(default_factory=new_id)

    def move_all(self) -> tuple[MovedRows, ...]:
        """Everything that moves; how much of each. Rows that the kept record has too stay behind."""
        allow_moving()
        moved = [one for holding in list_holdings() if not holding.stays for one in self._move(holding)]
        check_constraints()
        return tuple(moved)

    def _move(self, holding: Holding) -> Sequence[MovedRows]:
        rows = rows_of(holding, self.merged)
        if not rows:
            return ()
        if not self._try(holding, rows, self.merged, self.kept):
            for row in rows:
                self._move_one(holding, row)
        gone = set(rows) - set(rows_of(holding, self.merged))
        return (MovedRows(holding.code, holding.title, len(gone), len(rows) - len(gone)),)

    def _move_one(self, holding: Holding, row: str) -> None:
        """A row for which there may be no place; where it is chosen, the other one makes place."""
        if self._try(holding, [row], self.merged, self.kept) or self.chosen.get(holding.code) != MERGE:
            return
        rivals = rows_of(holding, self.kept)
        self._try(holding, rivals, self.kept, self.shelf)
        self._try(holding, [row], self.merged, self.kept)
        for rival in rivals:  # those that are no rivals come back, the rival takes the other's place
            if not self._try(holding, [rival], self.shelf, self.kept):
                self._try(holding, [rival], self.shelf, self.merged)

    def _try(self, holding: Holding, rows: list[str], was: UUID, became: UUID) -> bool:
        try:
            with transaction.atomic():
                hand_over(holding.model, holding.field, rows, was, became)
        except (IntegrityError, InternalError):
            return False
        self.steps.append(Step(holding.model, holding.field, was, became, rows))
        return True


def rows_of(holding: Holding, customer: UUID) -> list[str]:
    """The keys of the rows that hold this customer's id, in order."""
    table, column, key, _kind = _place(holding.model, holding.field)
    with connection.cursor() as cursor:
        cursor.execute(f"select {key}::text from {table} where {column} = %s order by 1", [customer])  # noqa: S608
        return [row[0] for row in cursor.fetchall()]


def hand_over(model: str, name: str, rows: Sequence[str], was: UUID, became: UUID) -> int:
    """Give the rows to ``became``, those that ``was`` still has; how many."""
    table, column, key, kind = _place(model, name)
    with connection.cursor() as cursor:
        cursor.execute(
            f"update {table} set {column} = %s where {key} = any(%s::{kind}[]) and {column} = %s",  # noqa: S608
            [became, list(rows), was],
        )
        count: int = cursor.rowcount
    return count


def allow_moving() -> None:
    """Until the transaction ends, statements that never change may change hands."""
    with connection.cursor() as cursor:
        cursor.execute("select set_config('onedoor.merging', 'on', true)")


def check_constraints() -> None:
    """Let what is checked at the end of a transaction be checked now."""
    with connection.cursor() as cursor:
        cursor.execute("set constraints all immediate; set constraints all deferred")


def _place(model: str, name: str) -> tuple[str, str, str, Any]:
    meta = apps.get_model(model)._meta
    assert meta.pk is not None
    quote = connection.ops.quote_name
    column = meta.get_field(name).column
    kind = meta.pk.db_type(connection)
    return quote(meta.db_table), quote(column), quote(meta.pk.column), kind
