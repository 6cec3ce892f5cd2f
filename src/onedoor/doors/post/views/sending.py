"""Letters that leave: batches, what came back, and forms to print at once."""

from datetime import datetime

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from onedoor.doors.post import actions, queries
from onedoor.doors.post.house import SEND
from onedoor.doors.post.views.frame import show
from onedoor.doors.post.words import RETURNS, STATES
from onedoor.kernel import clock
from onedoor.kernel.actors import Actor
from onedoor.kernel.errors import Refused
from onedoor.kernel.text import as_language
from onedoor.look.doors import actor_of, door
from onedoor.look.files import give_pdf, guarded
from onedoor.services import queries as services

FILES = {"letters": ("letters.pdf", "application/pdf"), "manifest": ("manifest.csv", "text/csv")}


@door(audience="officer", level=3, may=SEND)
def list_batches(request: HttpRequest) -> HttpResponse:
    """The latest batches with their figures, what is undeliverable, and a form to print."""
    return _show(request)


def _show(request: HttpRequest, error: str = "") -> HttpResponse:
    by = actor_of(request)
    context = {
        "batches": [(one, STATES[one.state]) for one in queries.list_batches(by=by)],
        "undeliverable": [
            (one, RETURNS.get(one.returned_why, one.returned_why))
            for one in queries.list_undeliverable(by=by)
        ],
        "services": services.list_services(at=clock.now()),
        "returns": [(code, words) for code, words in RETURNS.items() if code != "no-address"],
        "error": error,
    }
    return show(request, "post/batches.html", context, status=422 if error else 200)


@require_POST
@door(audience="officer", level=3, may=SEND)
def act(request: HttpRequest) -> HttpResponse:
    """Make a batch now, note a letter that came back, print one again, or print a form."""
    by, at, post = actor_of(request), clock.now(), request.POST
    try:
        match post.get("then"):
            case "batch":
                _make_batches(request, by, at)
            case "return":
                actions.note_return(number=post.get("number", ""), why=post.get("why", ""), by=by, at=at)
                messages.success(request, _("It is on record that the letter came back."))
            case "reprint":
                actions.reprint(number=post.get("number", "").strip().upper(), by=by, at=at)
                messages.success(request, _("The letter goes to the print house once more."))
            case "form":
                return _print_form(request)
    except Refused as refusal:
        return _show(request, str(refusal.message))
    return redirect("post:batches")


def _make_batches(request: HttpRequest, by: Actor, at: datetime) -> None:
    made = [one for make in (actions.make_batch, actions.make_pin_batch) if (one := make(by=by, at=at))]
    for one in made:
        words = _("Batch %(number)s is ready for the print house.") % {"number": one.number}
        messages.success(request, words)
    if not made:
        messages.success(request, _("Nothing waits to be posted."))


def _print_form(request: HttpRequest) -> HttpResponse:
    by, post = actor_of(request), request.POST
    printed = actions.print_form(
        service=post.get("service", ""), number=post.get("number", "").strip().upper(),
        language=as_language(post.get("language")), by=by, at=clock.now(),
    )  # fmt: skip
    return give_pdf(queries.get_pdf(printed.number, by=by), f"{printed.number}.pdf")


@door(audience="officer", level=3, may=SEND)
def batch_file(request: HttpRequest, number: str, kind: str) -> HttpResponse:
    """The PDF or the manifest of a batch, to look at."""
    if kind not in FILES:
        raise Http404
    name, media_type = FILES[kind]
    content = queries.get_batch_files(number, by=actor_of(request))[name]
    return guarded(HttpResponse(content, content_type=media_type))
