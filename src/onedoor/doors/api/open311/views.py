"""The six methods of GeoReport v2 and the discovery document."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from onedoor.doors.api.keys import find_key, limit_key
from onedoor.doors.api.open311.asked import check_jurisdiction, read_filters, read_page, read_report
from onedoor.doors.api.open311.formats import Wrong, georeport, refuse_address
from onedoor.doors.api.open311.offers import (
    Offer,
    find_offer,
    list_offers,
    show_attributes,
    show_offer,
)
from onedoor.doors.api.open311.shown import show_filed, show_report
from onedoor.kernel import clock
from onedoor.kernel.actors import Actor
from onedoor.kernel.scope import scoped
from onedoor.look.asking import read_file
from onedoor.look.doors import actor_of, door
from onedoor.services import actions
from onedoor.services import queries as services
from onedoor.services.types import Upload

ROOT = "/open311/v2"


@csrf_exempt
@door(audience="public", level=0)
@georeport("services", "service")
def list_services(request: HttpRequest) -> Any:
    """The types of request that can be made."""
    _only(request, "GET")
    check_jurisdiction(request.GET)
    return [show_offer(offer) for offer in list_offers()]


@csrf_exempt
@door(audience="public", level=0)
@georeport("service_definition", "service_definition")
def show_service(request: HttpRequest, code: str) -> Any:
    """What is asked about a type."""
    _only(request, "GET")
    check_jurisdiction(request.GET)
    offer = find_offer(code)
    if offer is None:
        raise Wrong(404, _("service_code was not found."))
    return show_attributes(offer)


@csrf_exempt
@door(audience="public", level=0)
@georeport("service_requests", "request")
def requests(request: HttpRequest) -> Any:
    """GET: reports, newest first. POST: a new one."""
    _only(request, "GET", "POST")
    if request.method == "POST":
        return [_file(request)]
    check_jurisdiction(request.GET)
    limit, offset = read_page(request.GET)
    filters = read_filters(request.GET, at=clock.now())
    return [show_report(one) for one in services.list_reports(filters, limit=limit, offset=offset)]


@csrf_exempt
@door(audience="public", level=0)
@georeport("service_requests", "request")
def show_request(request: HttpRequest, number: str) -> Any:
    """One report."""
    _only(request, "GET")
    check_jurisdiction(request.GET)
    report = services.find_report(number)
    if report is None:
        raise Wrong(404, _("service_request_id was not found."))
    return [show_report(report)]


@csrf_exempt
@door(audience="public", level=0)
@georeport("service_requests", "request")
def show_token(request: HttpRequest, token: str) -> Any:
    """Every type answers at once, so that a report's token is its number."""
    _only(request, "GET")
    check_jurisdiction(request.GET)
    report = services.find_report(token)
    if report is None:
        raise Wrong(404, _("token was not found."))
    return [{"service_request_id": report.number, "token": report.number}]


@csrf_exempt
@door(audience="public", level=0)
@georeport("discovery", "endpoint")
def discovery(request: HttpRequest) -> Any:
    """Where this server is, and what it speaks."""
    _only(request, "GET")
    return {
        "changeset": "2025-03-01T00:00:00+08:00",
        "contact": settings.PUBLIC_URL + "/help/",
        "key_service": settings.PUBLIC_URL + "/help/",
        "endpoints": [
            {
                "specification": "http://wiki.open311.org/GeoReport_v2",
                "url": settings.PUBLIC_URL + ROOT,
                "changeset": "2025-03-01T00:00:00+08:00",
                "type": "production",
                "formats": ["text/xml", "application/json"],
            }
        ],
    }


def _file(request: HttpRequest) -> dict[str, Any]:
    posted, at = request.POST.copy(), clock.now()
    for name in ("jurisdiction_id", "api_key"):  # clients send them in the address too
        posted.setdefault(name, request.GET.get(name, ""))
    check_jurisdiction(posted)
    offer, answers = read_report(posted)
    by = _reporter(request, posted, offer.file.service)
    with scoped(by):
        filed = actions.file_at_once(
            service=offer.file.service, answers=answers, files=_photo(request, offer), by=by, at=at
        )
    report = services.find_report(filed.number)
    assert report is not None
    return show_filed(report, account=str(by.customer) if by.assurance == 0 else "")


def _photo(request: HttpRequest, offer: Offer) -> dict[str, Upload]:
    """A picture that came with the report itself, as several clients send it."""
    question = offer.file.reports.photo if offer.file.reports else None
    sent = request.FILES.get("media")
    if question is None or sent is None:
        return {}
    return {question: read_file(sent)}


def _reporter(request: HttpRequest, posted: Any, service: str) -> Actor:
    """The organisation behind the key, else somebody without a name."""
    at = clock.now()
    if posted["api_key"]:
        by = find_key(posted["api_key"], at=at)
        if by is None:
            raise Wrong(403, _("api_key is not valid."))
        limit_key(by, at=at)
        return by
    address = request.META.get("REMOTE_ADDR", "")
    return actions.let_visitor_in(
        service=service,
        sender=f"{address}/{posted.get('device_id', '')[:100]}",
        trap=posted.get("website", ""),
        by=actor_of(request),
        at=at,
    )


def _only(request: HttpRequest, *methods: str) -> None:
    if request.method not in methods and request.method != "HEAD":
        raise Wrong(405, _("This resource is read by %(methods)s.") % {"methods": ", ".join(methods)})


@csrf_exempt
@door(audience="public", level=0)
def other(request: HttpRequest, rest: str = "") -> HttpResponse:
    """Every other address."""
    return refuse_address(request, rest)
