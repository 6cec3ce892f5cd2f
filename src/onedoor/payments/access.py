"""Which charges and payouts an actor may know of: one filter for list, detail and writes."""

from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from onedoor.kernel.actors import Actor
from onedoor.kernel.errors import NotAllowed, NotFound
from onedoor.payments.models import Charge, Payout
from onedoor.people import queries as people

READ = "payments.read"


def visible_charges(by: Actor) -> QuerySet[Charge]:
    """A customer sees her own; an officer those with a line of her agency, and those of the person
    who sits with her; a partner none."""
    if by.kind == "system":
        return Charge.objects.all()
    own = Q(customer=by.customer) if by.customer else Q(pk__in=[])
    if (services := people.mandate_services(by)) is not None:
        own &= Q(service__in=services)
    if by.kind == "officer" and by.may(READ):
        return Charge.objects.filter(own | Q(agencies__contains=[by.agency]))
    return Charge.objects.filter(own) if by.kind == "citizen" else Charge.objects.none()


def visible_payouts(by: Actor) -> QuerySet[Payout]:
    """A customer sees her own; an officer those of her agency, and those of the person who sits with
    her; a partner none."""
    if by.kind == "system":
        return Payout.objects.all()
    own = Q(customer=by.customer) if by.customer else Q(pk__in=[])
    if (services := people.mandate_services(by)) is not None:
        own &= Q(service__in=services)
    if by.kind == "officer" and by.may(READ):
        return Payout.objects.filter(own | Q(agency=by.agency))
    return Payout.objects.filter(own) if by.kind == "citizen" else Payout.objects.none()


def lock_charge(charge: UUID, by: Actor) -> Charge:
    """The row, held until the transaction ends, so that two payers cannot both be first."""
    row = visible_charges(by).select_for_update().filter(id=charge).first()
    if row is None:
        raise unknown_charge()
    return row


def unknown_charge() -> NotFound:
    """The same answer for what is not there and for what is not one's business."""
    return NotFound("charge.unknown", _("There is no such bill, or it is not yours."))


def require_officer(by: Actor) -> None:
    """Only those who work in an agency go on."""
    if by.kind not in ("officer", "system"):
        raise NotAllowed("payments.officers_only", _("Only an officer can do this."))
