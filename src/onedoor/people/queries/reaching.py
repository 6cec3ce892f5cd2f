"""The ways to reach a customer."""

from uuid import UUID

from onedoor.kernel.actors import Actor
from onedoor.people import models
from onedoor.people.queries.customers import check_may_read
from onedoor.people.types import ContactPoint
from onedoor.trust import queries as trust

CONTACT_PURPOSE = "contact"


def list_contact_points(customer: UUID, *, by: Actor | None = None) -> list[ContactPoint]:
    """Every way to reach her, preferred ones first. Give ``by`` whenever somebody will see it."""
    if by is not None:
        check_may_read(customer, by)
    rows = models.ContactPoint.objects.filter(customer_id=customer).order_by(
        "kind", "-is_default", "created_at"
    )
    return [view_contact_point(row) for row in rows]


def find_default_contact(customer: UUID, kind: str) -> ContactPoint | None:
    """Her preferred e-mail, phone or address; the only one when none is preferred."""
    rows = models.ContactPoint.objects.filter(customer_id=customer, kind=kind)
    row = rows.order_by("-is_default", "created_at").first()
    return view_contact_point(row) if row else None


def view_contact_point(row: models.ContactPoint) -> ContactPoint:
    """The row, opened."""
    value = trust.unseal(bytes(row.sealed), purpose=CONTACT_PURPOSE)
    return ContactPoint(row.id, row.kind, value, row.verified_at, row.is_default)
