"""Files that came with an application, and the copy of its answers. A file opens only to whom the
application opens, and the customer learns of it."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse

from onedoor.doors.desk.frame import show
from onedoor.doors.desk.views.filing import ask_reason
from onedoor.kernel import clock
from onedoor.look.context import NAMES
from onedoor.look.doors import actor_of, door
from onedoor.look.files import give_file, give_pdf
from onedoor.services import queries as services


@door(audience="officer", level=3)
def open_file(request: HttpRequest, number: str, file: UUID) -> HttpResponse:
    """One file, to save."""
    application = services.get_application(number, by=actor_of(request))
    return ask_reason(request, application) or give_file(request, number, file, preview=False)


@door(audience="officer", level=3)
def preview_file(request: HttpRequest, number: str, file: UUID) -> HttpResponse:
    """A small picture of it."""
    application = services.get_application(number, by=actor_of(request))
    return ask_reason(request, application) or give_file(request, number, file, preview=True)


@door(audience="officer", level=3)
def show_copy(request: HttpRequest, number: str) -> HttpResponse:
    """What was asked and answered, by whom and when, to print for the customer."""
    application = services.get_application(number, by=actor_of(request))
    context = {"application": application, "downloads": list(NAMES.items())}
    return ask_reason(request, application) or show(request, "desk/copy.html", context)


@door(audience="officer", level=3)
def download_copy(request: HttpRequest, number: str, language: str) -> HttpResponse:
    """The same as PDF."""
    by = actor_of(request)
    application = services.get_application(number, by=by)
    if asked := ask_reason(request, application):
        return asked
    spoken = language if language in NAMES else "en"
    return give_pdf(services.print_copy(number, spoken, by=by, at=clock.now()), f"{number}-{spoken}.pdf")
