"""What is done for one person costs few statements: no temporary table, no scope said twice."""

from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.kernel.ids import new_id
from onedoor.kernel.postgres.bulk import FEW, insert_many
from onedoor.kernel.scope import scoped

pytestmark = pytest.mark.django_db
COLUMNS, TYPES = ("ref", "service", "xml"), ("text", "text", "text")
SAME = {"first_used_at": ("timestamptz", "2025-03-10T01:00:00Z")}


def insert(count: int, tail: str = "") -> tuple[int, list[str]]:
    rows = [(f"flow-{n}", "income-tax", "<a>100%</a>") for n in range(count)]
    with CaptureQueriesContext(connection) as seen:
        written = insert_many("services_flowdefinition", COLUMNS, TYPES, iter(rows), same=SAME, tail=tail)
    return written, [query["sql"] for query in seen.captured_queries]


@pytest.mark.parametrize("count", [1, FEW, FEW + 1, 50])
def test_few_or_many_the_same_rows_arrive(count: int) -> None:
    written, statements = insert(count)
    with connection.cursor() as cursor:
        cursor.execute("select count(*), min(xml) from services_flowdefinition where ref like 'flow-%%'")
        assert cursor.fetchone() == (count, "<a>100%</a>")
    assert (written, len(statements) == 1) == (count, count <= FEW)


def test_nothing_is_written_with_nothing() -> None:
    assert insert(0) == (0, [])


def test_a_conflict_may_do_nothing() -> None:
    insert(2)
    assert insert(3, tail="on conflict do nothing")[0] == 1


def test_a_scope_is_said_once() -> None:
    her = Actor(kind="citizen", customer=new_id())
    with CaptureQueriesContext(connection) as seen, scoped(her), scoped(her):
        pass
    assert len(seen.captured_queries) == 2  # there, and back again


def test_the_innermost_scope_holds_and_the_outer_returns() -> None:
    her = Actor(kind="citizen", customer=UUID(int=5))
    said = []
    with connection.cursor() as cursor:
        for actor in (SYSTEM, her, SYSTEM):
            with scoped(her), scoped(actor):
                cursor.execute("select onedoor_kind()")
                said.append(cursor.fetchone()[0])
    assert said == ["system", "citizen", "system"]
