"""How a timeline is read: one statement, by the index of its customer, however many months there are."""

from datetime import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from onedoor.journal import queries
from onedoor.journal.timeline import list_timeline
from onedoor.kernel.actors import SYSTEM
from onedoor.people import actions as people

pytestmark = pytest.mark.django_db
_KEPT = """
    select name, parameter_types from pg_prepared_statements where statement like '%with her as%'
"""


def test_a_timeline_is_one_statement_planned_once_by_the_index_of_its_customer(at: datetime) -> None:
    ada = people.register_customer(name="Tan Hui Xin, Ada", by=SYSTEM, at=at).id
    with CaptureQueriesContext(connection) as seen:
        for _turn in range(10):
            assert len(list_timeline(customer=ada, by=SYSTEM)) == 1
    assert len(seen) == 0  # a prepared statement is asked past Django's own log
    with connection.cursor() as cursor:
        cursor.execute("select sum(generic_plans), sum(custom_plans) from pg_prepared_statements")
        generic, custom = cursor.fetchone()
        assert generic >= 10
        assert custom == 0
        cursor.execute(_KEPT)
        ((name, types),) = cursor.fetchall()
        given = ", ".join("now()" if kind.startswith("timestamp") else "null" for kind in types)
        cursor.execute(f"explain execute {name}({given})")
        plan = "\n".join(line for (line,) in cursor.fetchall())
    assert "customer_happened_at_idx" in plan
    assert "pkey" not in plan
    assert "Seq Scan on journal_entry" not in plan


def test_entries_of_one_moment_are_cut_in_the_same_order_as_they_stand(at: datetime) -> None:
    ada = people.register_customer(name="Tan Hui Xin, Ada", by=SYSTEM, at=at).id
    for number in range(6):
        people.add_contact_point(
            customer=ada, kind="email", value=f"ada{number}@mail.example", by=SYSTEM, at=at
        )
    whole = list_timeline(customer=ada, by=SYSTEM, limit=50)
    assert len({entry.happened_at for entry in whole}) == 1
    assert [entry.id for entry in whole] == sorted((entry.id for entry in whole), reverse=True)
    for limit in range(1, len(whole)):
        assert queries.list_timeline(customer=ada, by=SYSTEM, limit=limit) == whole[:limit]
