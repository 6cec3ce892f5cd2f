"""Where she is signed in."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from onedoor.look.doors import door
from onedoor.look.sessions import change_sessions, describe_sessions


@door(audience="customer", level=1)
def list_sessions(request: HttpRequest) -> HttpResponse:
    """The list; its forms come back here."""
    if request.method == "POST":
        return change_sessions(request)
    return render(request, "portal/sessions.html", describe_sessions(request))
