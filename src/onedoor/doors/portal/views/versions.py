"""A form whose version was taken back: take the new one, and see what is different. Pilots, shown."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from onedoor.doors.portal.me import customer_of
from onedoor.kernel import clock
from onedoor.look.doors import door
from onedoor.look.questions import read_whole
from onedoor.services import actions
from onedoor.services import queries as services


@require_POST
@door(audience="customer", level=2)
def take_newer(request: HttpRequest, number: str) -> HttpResponse:
    """Move the form to the version in force; what was carried over and what is new stands on the page."""
    actor, _customer = customer_of(request)
    application = services.get_application(number, by=actor)
    moved = actions.move_to_version_in_force(
        application=application.id,
        revision=read_whole(request.POST.get("revision")),
        by=actor,
        at=clock.now(),
    )
    return render(request, "portal/moved.html", {"moved": moved})


@door(audience="public", level=0)
def show_pilots(request: HttpRequest) -> HttpResponse:
    """What is tried out with a few people first, and what came of it: for everybody to see."""
    return render(request, "portal/pilots.html", {"pilots": services.list_pilots(at=clock.now())})
