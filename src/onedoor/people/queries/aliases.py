"""A merged record's id is another name of the record that was kept."""

from collections.abc import Collection
from uuid import UUID

from onedoor.kernel.postgres.prepared import fetch_prepared


def live_customer(customer: UUID) -> UUID:
    """The record that is read in the place of this one: itself unless it was merged."""
    live: UUID = fetch_prepared("select people_live(%s::uuid)", [customer])[0][0]
    return live


def list_names(customer: UUID) -> list[UUID]:
    """The record's own id, and the ids of all records that were merged into it."""
    names: list[UUID] = fetch_prepared("select people_names(%s::uuid)", [customer])[0][0]
    return names


def find_names(customers: Collection[UUID]) -> dict[UUID, UUID]:
    """Every id under which the records of these customers are known, each with the live one."""
    asked = "select people_live(one), people_names(people_live(one)) from unnest(%s::uuid[]) one"
    found = fetch_prepared(asked, [list(customers)])
    return {name: live for live, names in found for name in names}
