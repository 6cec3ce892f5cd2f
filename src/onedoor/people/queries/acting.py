"""From an account to the actor of a session: for herself, or for somebody by mandate."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.kernel.clock import now
from onedoor.kernel.errors import NotAllowed
from onedoor.kernel.scope import scoped
from onedoor.people import models
from onedoor.people.queries.ties import find_mandate_row
from onedoor.people.types import EVERY_SERVICE
from onedoor.trust import queries as trust


def acting_account(
    account: UUID,
    *,
    door: str,
    assurance: int,
    acting_for: UUID | None = None,
    assisted: UUID | None = None,
    agency: str = "",
    at: datetime | None = None,
) -> Actor:
    """The actor of a session. A mandate that ended meanwhile leaves her acting for herself."""
    by = trust.actor_for(account, door=door, assurance=assurance, agency=agency, assisted=assisted, at=at)
    if by.kind != "citizen" or acting_for is None or acting_for == by.customer:
        return by
    try:
        return acting_as(by, acting_for, at=at)
    except NotAllowed:
        return by


def acting_as(by: Actor, customer: UUID, *, at: datetime | None = None) -> Actor:
    """``by`` acting for ``customer``; refused, recorded, without a mandate in force."""
    own = by.self_customer
    if by.kind != "citizen" or own is None:
        raise NotAllowed("mandate.not_for_you", _("Only customers act for others by mandate."))
    if customer == own:
        return replace(by, customer=own, mandate=None)
    mandate = find_mandate_row(customer, own, at or now())
    if mandate is None:
        raise NotAllowed("mandate.none", _("Nobody has let you act for them here."), customer=customer)
    return replace(by, customer=customer, mandate=mandate.id)


def mandate_services(by: Actor) -> frozenset[str] | None:
    """The services in which ``by`` may act; None when nothing narrows it: she acts for herself, or
    under a mandate for every service. One that ended meanwhile covers none."""
    if by.mandate is None:
        return None
    with scoped(SYSTEM):
        found = models.Mandate.objects.filter(id=by.mandate).values_list("services", flat=True).first()
    services = frozenset(found or ())
    return None if EVERY_SERVICE in services else services


def mandate_covers(by: Actor, service: str) -> bool:
    """Whether ``by``, when acting by mandate, may act in this service. True for all others."""
    services = mandate_services(by)
    return services is None or service in services
