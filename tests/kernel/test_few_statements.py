"""What is done for one person costs few statements: no temporary table, no scope said twice."""

import contextlib
from uuid import UUID

import psycopg
import pytest
from django.db import DataError, connection, transaction
from django.test.utils import CaptureQueriesContext

from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.kernel.ids import new_id
from onedoor.kernel.postgres.bulk import FEW, insert_many
from onedoor.kernel.postgres.connecting import HouseConnection
from onedoor.kernel.scope import scoped, work_as

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


def spoken(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What is said to the database beside the statements themselves."""
    said: list[str] = []
    say = HouseConnection._send

    def listen(self: HouseConnection, words: str) -> None:
        said.append(words)
        say(self, words)

    monkeypatch.setattr(HouseConnection, "_send", listen)
    return said


def test_a_scope_is_named_when_a_statement_needs_it(monkeypatch: pytest.MonkeyPatch) -> None:
    said, her = spoken(monkeypatch), Actor(kind="citizen", customer=new_id())
    with connection.cursor() as cursor:
        with scoped(her), scoped(her):
            assert said == []
            cursor.execute("select 1")
            cursor.execute("select 2")
        with scoped(SYSTEM):
            cursor.execute("select 3")
    assert len(said) == 2  # hers, and the house's again
    assert str(her.customer) in said[0]


@pytest.mark.django_db(transaction=True)
def test_only_what_changes_of_a_scope_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    officer = Actor(kind="officer", agency="REV")
    work_as(None)
    connection.close()
    try:
        said = spoken(monkeypatch)
        with scoped(SYSTEM), transaction.atomic(), connection.cursor() as cursor, scoped(officer):
            cursor.execute("select onedoor_kind(), onedoor_agency(), onedoor_customer()")
            assert cursor.fetchone() == ("officer", "REV", None)
        assert [words.count("set_config") for words in said] == [1, 2]
        work_as(officer)
        said.clear()
        with scoped(SYSTEM), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("select onedoor_kind(), onedoor_agency()")
            assert cursor.fetchone() == ("system", "")
        assert [words.count("set_config") for words in said] == [4]
    finally:
        work_as(SYSTEM)


def test_a_savepoint_in_which_nothing_happens_is_never_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    said = spoken(monkeypatch)
    with transaction.atomic(), transaction.atomic():
        pass
    assert said == []
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("select 1")
        cursor.execute("select 2")
    with connection.cursor() as cursor:
        cursor.execute("select 3")
    assert [words.split()[0] for words in said] == ["savepoint"]


def test_a_savepoint_is_closed_with_the_next_word(monkeypatch: pytest.MonkeyPatch) -> None:
    said = spoken(monkeypatch)
    with connection.cursor() as cursor:
        for _turn in range(3):
            with transaction.atomic():
                cursor.execute("select 1")
            cursor.execute("select 2")
    first, *others = [[word.split()[0] for word in words.split(";")] for words in said]
    assert (first, others) == (["savepoint"], [["release", "savepoint"]] * 2)


def test_what_is_undone_outside_takes_with_it_what_was_not_closed_yet() -> None:
    insert(1)
    with connection.cursor() as cursor:
        with contextlib.suppress(ZeroDivisionError), transaction.atomic():
            cursor.execute("update services_flowdefinition set xml = 'outer' where ref = 'flow-0'")
            with transaction.atomic():
                cursor.execute("update services_flowdefinition set xml = 'inner' where ref = 'flow-0'")
            cursor.execute("select 1")
            raise ZeroDivisionError
        with transaction.atomic():
            cursor.execute("select xml from services_flowdefinition where ref = 'flow-0'")
            assert cursor.fetchone() == ("<a>100%</a>",)


def test_what_failed_after_a_savepoint_that_was_not_closed_yet_is_undone_alone() -> None:
    with connection.cursor() as cursor, transaction.atomic():
        with transaction.atomic():
            insert(1)
        with pytest.raises(DataError), transaction.atomic():
            cursor.execute("select 1/0")
        cursor.execute("select count(*) from services_flowdefinition where ref = 'flow-0'")
        assert cursor.fetchone() == (1,)


def test_what_is_undone_takes_its_scope_with_it() -> None:
    her = Actor(kind="citizen", customer=new_id())
    with connection.cursor() as cursor:
        with contextlib.suppress(ZeroDivisionError), transaction.atomic(), scoped(her):
            cursor.execute("select onedoor_kind()")
            raise ZeroDivisionError
        with scoped(her), contextlib.suppress(ZeroDivisionError), transaction.atomic(), scoped(SYSTEM):
            cursor.execute("select onedoor_kind()")
            raise ZeroDivisionError
        with scoped(her):
            cursor.execute("select onedoor_kind(), onedoor_customer()")
            assert cursor.fetchone() == ("citizen", her.customer)
        cursor.execute("select onedoor_kind()")
        assert cursor.fetchone() == ("system",)


def test_after_an_error_the_scope_holds_again() -> None:
    her = Actor(kind="citizen", customer=new_id())
    with scoped(her), connection.cursor() as cursor:
        with pytest.raises(DataError), transaction.atomic():
            cursor.execute("select 1/0")
        cursor.execute("select onedoor_kind()")
        assert cursor.fetchone() == ("citizen",)


@pytest.mark.django_db(transaction=True)
def test_a_server_that_came_back_is_knocked_at_once_more() -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("select pg_backend_pid()")
        before = cursor.fetchone()[0]
    with psycopg.connect(**connection.get_connection_params() | {"context": None}) as other:
        other.execute("select pg_terminate_backend(%s)", [before])
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("select pg_backend_pid()")
        assert cursor.fetchone()[0] != before


def test_the_innermost_scope_holds_and_the_outer_returns() -> None:
    her = Actor(kind="citizen", customer=UUID(int=5))
    said = []
    with connection.cursor() as cursor:
        for actor in (SYSTEM, her, SYSTEM):
            with scoped(her), scoped(actor):
                cursor.execute("select onedoor_kind()")
                said.append(cursor.fetchone()[0])
    assert said == ["system", "citizen", "system"]
