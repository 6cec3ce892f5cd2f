"""The services: their promise first, then the start."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from onedoor.cases import queries as cases
from onedoor.doors.portal.me import customer_of
from onedoor.kernel import clock
from onedoor.look.doors import actor_of, door, signed_in
from onedoor.services import actions
from onedoor.services import queries as services
from onedoor.trust import queries as trust


@door(audience="public", level=0)
def list_services(request: HttpRequest) -> HttpResponse:
    """All services that this door offers, by the event that brings people to them."""
    events = services.list_life_events(at=clock.now())
    across = sum(service.is_cross_agency for event in events for service in event.services)
    return render(request, "portal/services.html", {"events": events, "across": across})


@door(audience="public", level=0)
def show_service(request: HttpRequest, code: str) -> HttpResponse:
    """What it is, how long it takes, what we know already and what we may ask."""
    service = services.get_service(code, at=clock.now())
    context = {
        "service": service,
        "agencies": [
            trust.get_agency(agency) for agency in dict.fromkeys((service.agency, *service.agencies))
        ],
        "pays": any(step.does == "pay" for step in service.steps),
        "figures": cases.charter_figures(code),
        "draft": _find_draft(request, code),
    }
    return render(request, "portal/service.html", context)


@require_POST
@door(audience="customer", level=2)
def start(request: HttpRequest, code: str) -> HttpResponse:
    """Open the draft that is there already, or a new one."""
    actor, customer = customer_of(request)
    number = (
        _find_draft(request, code)
        or actions.start_application(
            customer=customer, service=code, door=actor.door, by=actor, at=clock.now()
        ).number
    )
    return HttpResponseRedirect(reverse("portal:application", args=[number]))


def _find_draft(request: HttpRequest, code: str) -> str:
    actor = actor_of(request)
    if not signed_in(request) or actor.customer is None:
        return ""
    cards = services.list_applications(actor.customer, by=actor)
    return next((card.number for card in cards if card.service == code and card.state == "draft"), "")
