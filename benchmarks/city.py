"""Taxpayers by the million: customers as a register hands them over, values by set-based SQL.

The mix is the demo city's: one employer or two, bonuses, provident fund, gifts, children, some
foreigners. The same people for the same size, every time.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from multiprocessing import get_context
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from benchmarks.house import enter_house
from benchmarks.values import CHARITIES, EMPLOYERS, VALUES
from onedoor.config.demo import names
from onedoor.exchange import actions as exchange
from onedoor.kernel.actors import SYSTEM
from onedoor.kernel.clock import ZONE
from onedoor.people import actions as people
from onedoor.people.rules import make_identifiers, make_organisation_identifier
from onedoor.people.types import NewCustomer

LAST_YEAR = datetime(2024, 3, 11, 9, 0, tzinfo=ZONE)
_AT_ONCE = 20_000
_FIRST_BIRTHDAY = date(1955, 1, 1).toordinal()
_BIRTHDAYS = 18_000  # to 2004
_FIRST_MOMENT = 1_710_118_800_000


def build_city(size: int) -> None:
    """``size`` customers with the values that registers and partners report of a taxpayer."""
    register_city(size)
    _register_partners()
    with (
        transaction.atomic(),
        connection.cursor() as cursor,
        _without_indexes(cursor, "exchange_reportedvalue"),
    ):
        cursor.execute(_TAXPAYERS)
        for statement in VALUES:
            cursor.execute(statement)
    with connection.cursor() as cursor:
        cursor.execute("vacuum analyze" if connection.get_autocommit() else "analyze")


def register_city(size: int) -> None:
    """``size`` customers as a register hands them over."""
    parts = [range(start, min(start + _AT_ONCE, size)) for start in range(0, size, _AT_ONCE)]
    _register(parts[0])  # the first makes the keys
    if parts[1:]:
        with get_context("spawn").Pool(2, initializer=enter_house) as pool:
            pool.map(_register, parts[1:], chunksize=1)


def customer_id(number: int) -> UUID:
    """The id of the customer with this number, in the form and order of real ones."""
    return UUID(
        int=((_FIRST_MOMENT + number) << 80) | (0x7 << 76) | (0b10 << 62) | (number * 2_654_435_761 % 2**62)
    )


def _register(part: range) -> None:
    people.register_customers(customers=list_customers(part), by=SYSTEM, at=LAST_YEAR)


def list_customers(part: range) -> Iterator[NewCustomer]:
    """People as a register hands them over, by number."""
    days = [_FIRST_BIRTHDAY + number % _BIRTHDAYS for number in part]
    identifiers = make_identifiers(days, [number // _BIRTHDAYS for number in part])
    for place, number in enumerate(part):
        surname = names.SURNAMES[number * 7 % len(names.SURNAMES)]
        given = (names.WOMEN if number % 2 else names.MEN)[number // 3 % len(names.WOMEN)]
        yield NewCustomer(
            id=customer_id(number), name=f"{surname.latin} {given.latin}",
            name_zh=surname.chinese + given.chinese, birth_date=date.fromordinal(days[place]),
            identifier=str(identifiers[place]),
            email=f"b{number}@mail.harbour.example", phone=f"+65990{number:07}",
            address="12-8, Lighthouse Lane", language="zh-hans" if number % 3 else "en",
        )  # fmt: skip


def _register_partners() -> None:
    for kind, prefix, count in (
        ("employer", "e", EMPLOYERS),
        ("charity", "c", CHARITIES),
    ):
        identified_as = "business" if kind == "employer" else kind
        for number in range(count):
            exchange.register_partner(
                code=f"{prefix}{number}", kind=kind,
                name={"en": f"{kind.title()} {number}", "zh-hans": f"机构{number}"},
                organisation=make_organisation_identifier(identified_as, number),
                active_from=date(2019, 1, 1), by=SYSTEM, at=LAST_YEAR,
            )  # fmt: skip


_TAXPAYERS = """
create temporary table taxpayer on commit drop as
select id, name, birth_date, (row_number() over (order by id) - 1)::int as n from people_customer
"""


@contextmanager
def _without_indexes(cursor: Any, table: str) -> Iterator[None]:
    """Loads into a bare table and builds its indexes once, as one does with a register taken over."""
    cursor.execute(
        "select indexname, indexdef from pg_indexes where tablename = %s and indexname not like '%%_pkey'",
        [table],
    )
    indexes = cursor.fetchall()
    for name, _ in indexes:
        cursor.execute(f'drop index "{name}"')
    yield
    for _, definition in indexes:
        cursor.execute(definition)
