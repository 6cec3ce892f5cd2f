"""A merged record's id is another name of the record that was kept."""

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
