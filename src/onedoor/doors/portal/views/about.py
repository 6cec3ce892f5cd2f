"""Accessibility and privacy."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from onedoor.look.doors import door


@door(audience="public", level=0)
def accessibility(request: HttpRequest) -> HttpResponse:
    """The accessibility statement."""
    return render(request, "portal/accessibility.html")


@door(audience="public", level=0)
def privacy(request: HttpRequest) -> HttpResponse:
    """What happens with data, in short."""
    return render(request, "portal/privacy.html")
