"""The services: their promise first, then the start."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_POST

from onedoor.cases import queries as cases
from onedoor.doors.portal.me import customer_of
from onedoor.feedback import queries as feedback
from onedoor.kernel import clock
from onedoor.kernel.scope import scoped
from onedoor.kernel.text import as_language
from onedoor.knowledge import queries as knowledge
from onedoor.look.doors import actor_of, ask_to_sign_in, door, is_visitor, signed_in
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
    actor = actor_of(request)
    hers = actor.customer if signed_in(request) and actor.kind == "citizen" else None
    service = services.get_service(code, at=clock.now(), customer=hers)
    context = {
        "service": service,
        "agencies": [
            trust.get_agency(agency) for agency in dict.fromkeys((service.agency, *service.agencies))
        ],
        "picture": services.get_picture(code, service.steps),
        "hides_agencies": not settings.SHOW_AGENCIES,
        "pays": any(step.does == "pay" for step in service.steps),
        "figures": cases.charter_figures(code),
        "ratings": feedback.count_ratings(service=code, at=clock.now()),
        "draft": _find_draft(request, code),
        "nameless": services.get_file(code).anonymous and not signed_in(request),
        "reports": services.get_file(code).reports is not None,
        "answers": knowledge.list_answers_of_service(
            code, language=as_language(get_language()), by=actor, at=clock.now()
        ),
    }
    return render(request, "portal/service.html", context)


@require_POST
@door(audience="customer", level=2, nameless=True)
def start(request: HttpRequest, code: str) -> HttpResponse:
    """Open the draft that is there already, or a new one; without a name where the service allows it."""
    if signed_in(request):
        return _start(request, code)
    if services.get_file(code).anonymous:
        return _start_without_name(request, code)
    return ask_to_sign_in(request, "customer")


def _start_without_name(request: HttpRequest, code: str) -> HttpResponse:
    visitor = actions.let_visitor_in(
        service=code,
        sender=request.META.get("REMOTE_ADDR", ""),
        trap=request.POST.get("website", ""),
        by=actor_of(request),
        at=clock.now(),
    )
    if is_visitor(request):  # she has begun something before: it all hangs together in her session
        visitor = actor_of(request)
    request.session["visitor"] = str(visitor.customer)
    assert visitor.customer is not None
    with scoped(visitor):
        application = actions.start_application(
            customer=visitor.customer, service=code, door=visitor.door, by=visitor, at=clock.now()
        )
    return HttpResponseRedirect(reverse("portal:page", args=[application.number, application.pages[0].id]))


def _start(request: HttpRequest, code: str) -> HttpResponse:
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
