"""The second wall: PostgreSQL itself shows a person only her own rows, table by table, whatever the code
above it forgets. The list is taken from the database, so a new table cannot stay outside."""

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client

from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.kernel.scope import scoped
from onedoor.people import actions as people
from onedoor.services.applications.types import ApplicationView
from onedoor.trust import actions as trust

OUTSIDE = {"trust_account"}  # read by the sign-in before anybody is known; no page lists accounts
OWNER = ("customer", "customer_id", "giver_id")


def tables_of_people() -> Iterator[tuple[str, str]]:
    """Each table with a column that says whose the row is, and that column."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select c.relname, a.attname from pg_class c join pg_attribute a on a.attrelid = c.oid"
            " where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')"
            " and not c.relispartition and a.attname = any(%s) order by 1", [list(OWNER)],
        )  # fmt: skip
        yield from (row for row in cursor.fetchall() if row[0] not in OUTSIDE)


def rows(table: str, column: str, customer: UUID | None) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f'select count(*) from "{table}" where "{column}" = %s', [customer])
        return int(cursor.fetchone()[0])


def all_rows(table: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f'select count(*) from "{table}"')
        return int(cursor.fetchone()[0])


@pytest.fixture
def lived(
    proved: Client, signed: ApplicationView, desk: Client, citizen: Actor, representative: UUID, at: datetime
) -> UUID:
    """Mei Lin has rows nearly everywhere: she signed, pays, was helped, let somebody act for her."""
    person = signed.customer
    bill = proved.get("/payments/").content.decode().split("/payments/HV-")[1].split("/")[0]
    proved.post("/language/", {"language": "en"})
    started = proved.post(f"/payments/HV-{bill}/", {"amount": "100.00"})
    proved.post(started["Location"], {"outcome": "paid"})
    trust.offer_assistance(customer=person, by=citizen, at=at)
    people.grant_mandate(giver=person, holder=representative, role="accountant", by=SYSTEM, at=at)
    desk.post(
        f"/desk/customers/{person}/contact/",
        {"door": "phone", "about": "When is it due?", "result": "answered"},
    )
    return person


def test_every_table_of_people_stands_behind_the_wall(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("select relname from pg_class where relrowsecurity and relforcerowsecurity")
        walled = {name for (name,) in cursor.fetchall()}

    assert len(found := list(tables_of_people())) > 15
    assert [table for table, _ in found if table not in walled] == []


def test_the_role_of_the_house_cannot_pass_it(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("select rolsuper or rolbypassrls from pg_roles where rolname = current_user")
        assert cursor.fetchone() == (False,)


def test_she_sees_her_rows_and_a_stranger_none(lived: UUID, citizen: Actor, stranger: Actor) -> None:
    hers = {table: rows(table, column, lived) for table, column in tables_of_people()}
    assert sum(count > 0 for count in hers.values()) > 12, hers
    for table, column in tables_of_people():
        with scoped(stranger):
            assert rows(table, column, lived) == 0, table
        with scoped(citizen):
            assert rows(table, column, lived) in (0, hers[table]), table


def test_nobody_at_all_sees_nothing(lived: UUID) -> None:
    for table, _column in tables_of_people():
        with scoped(Actor(kind="citizen")):
            assert all_rows(table) == 0, table


def test_a_partner_sees_no_persons_row(lived: UUID) -> None:
    for table, _column in tables_of_people():
        with scoped(Actor(kind="partner", partner="foodbank", assurance=2)):
            assert all_rows(table) == 0, table


def test_an_officer_elsewhere_sees_no_case_return_bill_or_letter_of_it(lived: UUID) -> None:
    behind = ("services_application", "services_signature", "payments_charge", "cases_case", "contact_letter",
              "exchange_reportedvalue", "exchange_correction", "payments_receipt")  # fmt: skip
    for table in behind:
        with scoped(Actor(kind="officer", agency="HLT", assurance=3, permissions=frozenset({"cases.read"}))):
            assert all_rows(table) == 0, table


def test_nobody_writes_in_anothers_name(lived: UUID, stranger: Actor) -> None:
    with scoped(stranger), connection.cursor() as cursor:
        for table, column in tables_of_people():
            if table != "journal_entry":  # append-only for everybody
                cursor.execute(f'update "{table}" set "{column}" = "{column}" where "{column}" = %s', [lived])
                assert cursor.rowcount == 0, table
