"""One customer, and the way from an identifier, or from many, to a customer."""

from collections.abc import Sequence
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.kernel.errors import NotAllowed, NotFound
from onedoor.kernel.postgres.prepared import fetch_prepared
from onedoor.kernel.scope import scoped
from onedoor.people import models
from onedoor.people.rules import normalise_identifier
from onedoor.people.types import Customer, Preferences
from onedoor.trust import queries as trust

IDENTIFIER_INDEX = "identifier"
_AT_ONCE = 10_000
# offset 0 keeps the sub-select one: inlined, people_live would be called for the column and the join
_LIVE = """
    select l.live, c.id, c.kind, c.name, c.name_zh, c.birth_date, c.language, c.created_at
    from (select people_live(%s::uuid) as live offset 0) l left join people_customer c on c.id = l.live
"""
_BY_IDENTIFIER = """
    select c.id, c.kind, c.name, c.name_zh, c.birth_date, c.language, c.created_at
    from people_identifier i join people_customer c on c.id = i.customer_id
    where i.blind_index = %s::bytea limit 1
"""


def get_customer(customer: UUID, *, by: Actor) -> Customer:
    """The customer, for herself, those tied to her, officers who may read customers, and the house.
    For anybody else there is no such customer. A merged record's id is read as the one that was kept."""
    ((live, *row),) = fetch_prepared(_LIVE, [customer])
    check_may_read(live, by)
    if row[0] is None:
        raise not_found()
    return Customer(*row)


def find_by_identifier(text: str, *, by: Actor) -> UUID | None:
    """The customer with exactly this identifier. Officers need to be allowed to find customers;
    a citizen finds only herself."""
    if by.kind == "partner" or (by.kind == "officer" and not by.may("customers.find")):
        raise NotAllowed("people.may_not_find", _("Your role does not allow finding customers."))
    index = trust.blind_index(normalise_identifier(text), IDENTIFIER_INDEX)
    return models.Identifier.objects.filter(blind_index=index).values_list("customer_id", flat=True).first()


def find_customer(text: str, *, by: Actor) -> Customer:
    """The customer with exactly this identifier, for officers who may find and read customers. Raises
    NotFound."""
    for needed in ("customers.find", "customers.read"):
        if by.kind != "officer" or not by.may(needed):
            raise NotAllowed("people.may_not_find", _("Your role does not allow finding customers."))
    index = trust.blind_index(normalise_identifier(text), IDENTIFIER_INDEX)
    for row in fetch_prepared(_BY_IDENTIFIER, [index]):
        return Customer(*row)
    raise not_found()


def find_ids(identifiers: Sequence[str]) -> dict[str, UUID]:
    """The customer behind each identifier that is known, keyed by the text as given.

    The house asks this for itself, in its own scope: whoever passes the answer on must have been
    allowed to know it. Any number of identifiers; set-based.
    """
    by_index: dict[bytes, list[str]] = {}
    normal = [normalise_identifier(text) for text in identifiers]
    for text, index in zip(identifiers, trust.blind_indexes(normal, IDENTIFIER_INDEX), strict=True):
        by_index.setdefault(index, []).append(text)
    indexes = list(by_index)
    found: dict[str, UUID] = {}
    with scoped(SYSTEM):
        for start in range(0, len(indexes), _AT_ONCE):
            rows = models.Identifier.objects.filter(blind_index__in=indexes[start : start + _AT_ONCE])
            for stored, customer in rows.values_list("blind_index", "customer_id"):
                found.update(dict.fromkeys(by_index[bytes(stored)], customer))
    return found


def masked_identifier(customer: UUID) -> str:
    """Her identifier as screens show it; empty when she has none or it is outside the scope."""
    rows = models.Identifier.objects.filter(customer_id=customer).order_by("kind", "id")
    return rows.values_list("masked", flat=True).first() or ""


def preferences(customer: UUID, *, by: Actor | None = None) -> Preferences:
    """How she wants to be dealt with. Everybody who writes to her honours this."""
    if by is not None:
        check_may_read(customer, by)
    row = models.Customer.objects.filter(id=customer).first()
    if row is None:
        raise not_found()
    return Preferences(
        row.language, row.door, row.hours, tuple(row.access_needs), row.representative, row.digest
    )


def check_may_read(customer: UUID, by: Actor) -> None:
    """Refuse an officer without the permission, recorded; to others what they may not know is not there."""
    if by.kind == "system" or by.customer == customer:
        return
    if by.kind == "officer":
        if not by.may("customers.read"):
            raise NotAllowed(
                "people.may_not_read", _("Your role does not open customers' pages."), customer=customer
            )
        return
    if by.kind == "partner" or not _is_near(customer, by):
        raise not_found()


def not_found() -> NotFound:
    """The same answer for what is not there and for what is not one's business."""
    return NotFound("people.unknown", _("There is no such customer."))


def view_customer(row: models.Customer) -> Customer:
    """The row as others see it."""
    return Customer(row.id, row.kind, row.name, row.name_zh, row.birth_date, row.language, row.created_at)


def _is_near(customer: UUID, by: Actor) -> bool:
    if by.customer is None:
        return False
    if customer == by.self_customer:
        return True
    mandates, relations = models.Mandate.objects, models.Relation.objects
    return (
        mandates.filter(giver_id=customer, holder_id=by.customer).exists()
        or mandates.filter(giver_id=by.customer, holder_id=customer).exists()
        or relations.filter(customer_id=by.customer, other_id=customer).exists()
    )
