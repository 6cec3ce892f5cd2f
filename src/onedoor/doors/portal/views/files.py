"""Files that she sent, and the copy of her answers."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from onedoor.doors.portal.me import customer_of
from onedoor.kernel import clock
from onedoor.look.context import NAMES
from onedoor.look.doors import door
from onedoor.look.files import give_file, give_pdf
from onedoor.services import queries as services


@door(audience="customer", level=2, visitors=True)
def open_file(request: HttpRequest, number: str, file: UUID) -> HttpResponse:
    """One of her files, to save."""
    return give_file(request, number, file, preview=False)


@door(audience="customer", level=2, visitors=True)
def preview_file(request: HttpRequest, number: str, file: UUID) -> HttpResponse:
    """A small picture of it."""
    return give_file(request, number, file, preview=True)


@door(audience="customer", level=2)
def show_copy(request: HttpRequest, number: str) -> HttpResponse:
    """What was asked and answered, by whom and when, and where the rest came from."""
    actor, _customer = customer_of(request)
    application = services.get_application(number, by=actor)
    context = {"application": application, "downloads": list(NAMES.items())}
    return render(request, "portal/copy.html", context)


@door(audience="customer", level=2)
def download_copy(request: HttpRequest, number: str, language: str) -> HttpResponse:
    """The same as PDF."""
    actor, _customer = customer_of(request)
    spoken = language if language in NAMES else "en"
    pdf = services.print_copy(number, spoken, by=actor, at=clock.now())
    return give_pdf(pdf, f"{number}-{spoken}.pdf")
