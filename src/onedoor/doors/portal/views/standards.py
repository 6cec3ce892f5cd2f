"""The standards on which services are built, for everybody to see."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from onedoor.kernel import clock
from onedoor.look.doors import door
from onedoor.services import queries as services

STATUSES = {
    "emerging": (_("Emerging"), "blue"),
    "current": (_("Current"), "green"),
    "retiring": (_("Retiring"), "yellow"),
    "retired": (_("Retired"), "red"),
}


@door(audience="public", level=0)
def show_standards(request: HttpRequest) -> HttpResponse:
    """By domain, by service, and what is waived until when."""
    register = services.describe_standards(at=clock.now())
    domains = [
        (one.title, [(standard, *STATUSES[standard.status]) for standard in one.standards.values()])
        for one in register.domains
    ]
    return render(request, "portal/standards.html", {"domains": domains, "register": register})
