"""What was promised and what was kept, service by service."""

from django.http import HttpRequest, HttpResponse

from onedoor.cases import queries as cases
from onedoor.doors.desk.frame import show
from onedoor.kernel import clock
from onedoor.look.doors import door
from onedoor.look.figures import read_on_time
from onedoor.services import queries as services


@door(audience="officer", level=3)
def charter(request: HttpRequest) -> HttpResponse:
    """The table that leadership and the public read too: figures of everybody's cases, no names."""
    at = clock.now()
    rows = [
        (service, cases.charter_figures(service.code, at=at)) for service in services.list_services(at=at)
    ]
    figures = read_on_time(request.GET.get("by", ""), at=at)
    return show(request, "desk/charter.html", figures | {"promises": rows, "at": at})
