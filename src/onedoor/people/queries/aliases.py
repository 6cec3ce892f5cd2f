"""A merged record's id is another name of the record that was kept."""

from uuid import UUID

from django.db import connection

from onedoor.kernel.actors import SYSTEM
from onedoor.kernel.scope import scoped

_LIVE = """
with recursive way(customer, step) as (
    select %s::uuid, 0
    union all
    select m.kept, way.step + 1 from people_merge m
    join way on m.merged = way.customer where m.undone_at is null and way.step < 50
)
select customer from way order by step desc limit 1
"""
_NAMES = """
with recursive names(customer) as (
    select %s::uuid
    union
    select m.merged from people_merge m join names on m.kept = names.customer where m.undone_at is null
)
select customer from names
"""


def live_customer(customer: UUID) -> UUID:
    """The record that is read in the place of this one: itself unless it was merged."""
    return _ask(_LIVE, customer)[0]


def list_names(customer: UUID) -> list[UUID]:
    """The record's own id, and the ids of all records that were merged into it."""
    return _ask(_NAMES, customer)


def _ask(query: str, customer: UUID) -> list[UUID]:
    with scoped(SYSTEM), connection.cursor() as cursor:
        cursor.execute(query, [customer])
        return [row[0] for row in cursor.fetchall()]
