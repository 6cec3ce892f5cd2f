"""Where an officer is signed in."""

from django.http import HttpRequest, HttpResponse

from onedoor.doors.desk.frame import show
from onedoor.look.doors import door
from onedoor.look.sessions import change_sessions, describe_sessions


@door(audience="officer", level=3)
def list_sessions(request: HttpRequest) -> HttpResponse:
    """The list; its forms come back here."""
    if request.method == "POST":
        return change_sessions(request)
    return show(request, "desk/sessions.html", dict(describe_sessions(request)))
