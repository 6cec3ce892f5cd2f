"""The customer's own forms, filled in together: the same pages, the same lines, the same signature."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from onedoor.doors.desk.asking import parts_of, read_answers
from onedoor.doors.desk.frame import show
from onedoor.doors.desk.looks import find_look
from onedoor.kernel import clock
from onedoor.kernel.errors import Conflict
from onedoor.look.doors import actor_of, door
from onedoor.payments import queries as payments
from onedoor.services import actions
from onedoor.services import queries as services


@require_POST
@door(audience="officer", level=3, may="services.assist")
def start(request: HttpRequest, service: str) -> HttpResponse:
    """Start the service for the customer who is present, or go on with the draft she has."""
    by = actor_of(request)
    if by.customer is None:
        return redirect("desk:assist")
    application = actions.start_application(
        customer=by.customer, service=service, door="counter", by=by, at=clock.now()
    )
    return redirect("desk:application", number=application.number)


@door(audience="officer", level=3)
def show_application(request: HttpRequest, number: str) -> HttpResponse:
    """What the customer sees: each value with its source, what comes of it, the steps and the promise."""
    by = actor_of(request)
    application = services.get_application(number, by=by)
    return ask_reason(request, application) or show(
        request, "desk/application.html", looked_at(request, application)
    )


def ask_reason(request: HttpRequest, application: Any) -> HttpResponse | None:
    """To the question why, unless the customer sits here or a reason was given already."""
    by = actor_of(request)
    is_beside = by.assisted is not None and by.customer == application.customer
    if is_beside or find_look(request, application.customer, clock.now()) is not None:
        return None
    reason = reverse("desk:open", args=[application.customer])
    return redirect(f"{reason}?{urlencode({'next': request.path})}")


@door(audience="officer", level=3, may="services.assist")
def show_page(request: HttpRequest, number: str, page: str) -> HttpResponse:
    """One page of questions; what was typed is kept even where it must be mended."""
    by, at = actor_of(request), clock.now()
    application = services.get_application(number, by=by)
    if request.method != "POST":
        view = services.get_page(number, page, by=by, at=at)
        return ask_reason(request, application) or _ask(request, application, view.page, view.revision)
    try:
        saved = actions.save_page(
            application=application.id,
            page=page,
            answers=read_answers(request.POST),
            revision=whole(request.POST.get("revision")),
            by=by,
            at=at,
        )
    except Conflict as conflict:
        return show_changes(request, application, conflict)
    pressed = any(key.endswith(("-add", "-remove")) for key in request.POST)
    if not saved.ok or pressed:
        status = 200 if saved.ok or pressed else 422
        return _ask(
            request, saved.application, saved.page, saved.application.revision, marked=pressed, status=status
        )
    if saved.next_page:
        return redirect("desk:page", number=number, page=saved.next_page)
    return redirect("desk:application", number=number)


def looked_at(request: HttpRequest, application: Any) -> dict[str, Any]:
    """The context of the page on which everything is seen before signing."""
    by = actor_of(request)
    charge = None
    if application.charge and by.may("payments.read"):
        charges = payments.list_charges(application.customer, by=by)
        charge = next((one for one in charges if one.id == application.charge), None)
    open_pages = [page.id for page in application.pages if not page.complete]
    first = application.pages[0].id if application.pages else ""
    return {
        "application": application,
        "charge": charge,
        "next_page": next(iter(open_pages), first),
        "at": clock.now(),
    }


def show_changes(request: HttpRequest, application: Any, conflict: Conflict) -> HttpResponse:
    """Nothing is signed or saved silently over what somebody else changed: the difference first."""
    context = {
        "application": application,
        "message": conflict.message,
        "changes": conflict.facts.get("changes") or application.changes,
    }
    return show(request, "desk/changed.html", context, status=409)


def whole(text: str | None) -> int:
    """A number that a page carried along; 0 for anything else."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else 0


def _ask(
    request: HttpRequest,
    application: Any,
    page: Any,
    revision: int,
    *,
    marked: bool = False,
    status: int = 200,
) -> HttpResponse:
    parts = list(parts_of(page.items, marked=marked))
    questions = [part.question for part in parts if part.question is not None]
    context = {
        "application": application,
        "page": page,
        "parts": parts,
        "questions": questions,
        "faulty": any(question.error for question in questions),
        "revision": revision,
    }
    return show(request, "desk/questions.html", context, status=status)
