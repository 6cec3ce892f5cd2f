"""Where people stop in a form: for those who design services."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from onedoor.doors.desk.frame import show
from onedoor.kernel import clock
from onedoor.look.doors import actor_of, door
from onedoor.services import queries as services

DOORS = {"": _("Every door"), "portal": _("Online"), "desk": _("With an officer")}


@door(audience="officer", level=3, may="services.design")
def list_services(request: HttpRequest) -> HttpResponse:
    """The services that ask something."""
    return show(request, "desk/stops.html", {"services": services.list_designed(by=actor_of(request))})


@door(audience="officer", level=3, may="services.design")
def show_stops(request: HttpRequest, service: str) -> HttpResponse:
    """One service: from page to page how many were shown it and saved it, and what had to be mended."""
    chosen = request.GET.get("door", "")
    chosen = chosen if chosen in DOORS else ""
    stops = services.get_stops(service, by=actor_of(request), at=clock.now(), door=chosen)
    most = max((page.shown or 0 for page in stops.pages), default=0) or 1
    bars = [(page, _length(page.shown, most), _length(page.saved, most)) for page in stops.pages]
    return show(
        request,
        "desk/stops_of.html",
        {"stops": stops, "bars": bars, "chosen": chosen, "ways": list(DOORS.items())},
    )


def _length(count: int | None, most: int) -> int:
    """Of a bar of 400."""
    return round(400 * (count or 0) / most)
