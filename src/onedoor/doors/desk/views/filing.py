"""The customer's own forms, filled in together: the same pages, the same lines, the same signature."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from onedoor.doors.desk.frame import show
from onedoor.doors.desk.looks import find_look
from onedoor.kernel import clock
from onedoor.kernel.errors import Conflict
from onedoor.look.asking import read_files, read_posted, write_page, write_saved
from onedoor.look.doors import actor_of, door
from onedoor.look.drafts import read_draft
from onedoor.look.questions import read_whole
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
    asked = ask_reason(request, application)
    context = read_draft(application, by=by) | {
        "parties": services.list_parties(application.id, by=by),
        "files_url": files_url(number),
    }
    return asked or show(request, "desk/application.html", context)


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
        if asked := ask_reason(request, application):
            return asked
        actions.note_page_shown(view=view, by=by, at=at)
        context = write_page(
            view.page, number=number, revision=view.revision, files=view.files, files_url=files_url(number)
        )
        return _show_questions(request, context)
    try:
        saved = actions.save_page(
            application=application.id,
            page=page,
            answers=read_posted(request.POST),
            files=read_files(request.FILES),
            revision=read_whole(request.POST.get("revision")),
            by=by,
            at=at,
        )
    except Conflict as conflict:
        return show_changes(request, application, conflict)
    again = write_saved(saved, request.POST, files_url=files_url(number))
    if again and request.POST.get("then") != "stop":
        return _show_questions(request, again)
    if saved.next_page and request.POST.get("then") != "stop":
        return redirect("desk:page", number=number, page=saved.next_page)
    return redirect("desk:application", number=number)


def files_url(number: str) -> str:
    """Where the files of an application are opened."""
    return f"{reverse('desk:application', args=[number])}files/"


def _show_questions(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    return show(request, "desk/questions.html", context, status=422 if context["faulty"] else 200)


def show_changes(request: HttpRequest, application: Any, conflict: Conflict) -> HttpResponse:
    """Nothing is signed or saved silently over what somebody else changed: the difference first."""
    context = {
        "application": application,
        "message": conflict.message,
        "changes": conflict.facts.get("changes") or application.changes,
    }
    return show(request, "desk/changed.html", context, status=409)
