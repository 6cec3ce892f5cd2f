"""Reading offers: what waits for a customer, and how well services find their people."""

from collections import Counter, defaultdict
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from onedoor.kernel.actors import Actor
from onedoor.kernel.errors import NotAllowed, NotFound
from onedoor.people import queries as people
from onedoor.services.applications.document import load
from onedoor.services.applications.lookup import find_file
from onedoor.services.applications.view import list_groups
from onedoor.services.files.schema import ServiceFile
from onedoor.services.models import OPEN_OFFERS, Application, Offer
from onedoor.services.offers.matching import proactive_of
from onedoor.services.offers.types import OfferFigures, OfferState, OfferView
from onedoor.trust import queries as trust


def list_offers(customer: UUID, *, by: Actor, at: datetime) -> list[OfferView]:
    """What stands offered to a customer: first what has the nearest last day, then the newest."""
    rows = _visible_to(by).filter(customer=customer, state__in=OPEN_OFFERS, lapses_at__gt=at)
    views = [
        view_offer(row, file, by=by)
        for row in rows.order_by("deadline", "-found_at")
        if (file := find_file(row.service)) is not None and file.proactive is not None
    ]
    return sorted(views, key=lambda view: (view.deadline is None, view.deadline))


def get_offer(offer: UUID, *, by: Actor) -> OfferView:
    """One offer, whatever became of it. Raises NotFound, also when it is somebody else's."""
    row = _visible_to(by).filter(pk=offer).first()
    if row is None or (file := find_file(row.service)) is None or file.proactive is None:
        raise NotFound("offer.unknown", _("We cannot find this offer."))
    return view_offer(row, file, by=by)


def list_offer_figures(*, by: Actor) -> list[OfferFigures]:
    """How many were offered and what became of them, by service: false positives included.
    Raises NotAllowed unless ``by`` designs services or prepares drafts."""
    if by.kind != "system" and not (by.may("services.design") or by.may("services.draft")):
        raise NotAllowed("services.design.refused", _("Your role does not allow this."))
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for service, state, right in Offer.objects.values_list("service", "state", "was_right"):
        counts[service].update([state, *(["wrong"] if right is False else [])])
    return [
        OfferFigures(
            service=service,
            title=file.title,
            offered=sum(count[state] for state in OfferState),
            taken=count["taken"] + count["given"],
            declined=count["declined"],
            mistaken=count["mistaken"],
            lapsed=count["lapsed"],
            wrong=count["wrong"],
        )
        for service, count in sorted(counts.items())
        if (file := find_file(service)) is not None
    ]


def view_offer(row: Offer, file: ServiceFile, *, by: Actor) -> OfferView:
    """The offer as its customer reads it."""
    offer = proactive_of(file)
    number = (
        Application.objects.filter(pk=row.application).values_list("number", flat=True).first()
        if row.application
        else ""
    )
    return OfferView(
        id=row.id,
        customer=row.customer,
        service=row.service,
        title=file.title,
        agency=row.agency,
        agency_name=trust.get_agency(row.agency).name,
        notice=offer.notice,
        basis=offer.basis,
        facts=tuple(list_groups(file, load(file, row.values), may_change=False)),
        confirm=offer.confirm,
        sign_level=file.assurance.sign,
        state=OfferState(row.state),
        found_at=row.found_at,
        lapses_at=row.lapses_at,
        deadline=row.deadline,
        application=row.application,
        number=number or "",
    )


def _visible_to(by: Actor) -> QuerySet[Offer]:
    if by.kind == "system":
        return Offer.objects.all()
    if by.customer is not None and (by.kind == "citizen" or by.assisted is not None):
        hers, mandated = Offer.objects.filter(customer=by.customer), people.mandate_services(by)
        return hers if mandated is None else hers.filter(service__in=mandated)
    if by.kind == "officer" and by.may("services.look"):
        return Offer.objects.filter(agency=by.agency)
    return Offer.objects.none()
