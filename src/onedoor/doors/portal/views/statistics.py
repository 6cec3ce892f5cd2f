"""What was promised and what was kept, for everybody to see."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from onedoor.kernel import clock
from onedoor.look.doors import door
from onedoor.look.figures import read_on_time


@door(audience="public", level=0)
def show_statistics(request: HttpRequest) -> HttpResponse:
    """The figures that officers see too, by service, agency, door or month; missed promises among them."""
    return render(request, "portal/statistics.html", read_on_time(request.GET.get("by", ""), at=clock.now()))
