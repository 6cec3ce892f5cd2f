"""Questions, a page at a time: what is written is kept, and what must be mended is said."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from onedoor.doors.portal.asking import ask_page, is_press, read_posted, with_typed
from onedoor.doors.portal.me import customer_of
from onedoor.doors.portal.views.sign import show_difference
from onedoor.kernel import clock
from onedoor.kernel.errors import Conflict
from onedoor.look.doors import door, take_kept_form
from onedoor.services import actions
from onedoor.services import queries as services


@door(audience="customer", level=2)
def show_page(request: HttpRequest, number: str, page: str) -> HttpResponse:
    """One page of questions. POST saves it, also with mistakes, and goes on when there are none."""
    actor, _customer = customer_of(request)
    if request.method == "POST":
        return _save(request, number, page)
    kept = take_kept_form(request)
    found = services.get_page(number, page, by=actor)
    if kept is None:
        return _show(request, found.number, found.page, found.revision)
    shown = with_typed(found.page, read_posted(kept))
    return _show(request, number, shown, found.revision, kept=True)


def _save(request: HttpRequest, number: str, page: str) -> HttpResponse:
    actor, _customer = customer_of(request)
    application = services.get_application(number, by=actor)
    revision = request.POST.get("revision", "")
    try:
        saved = actions.save_page(
            application=application.id,
            page=page,
            answers=read_posted(request.POST),
            revision=int(revision) if revision.isdecimal() and len(revision) < 10 else application.revision,
            by=actor,
            at=clock.now(),
        )
    except Conflict as conflict:
        return show_difference(request, application, conflict)
    if is_press(request.POST) or not saved.ok:
        status = 200 if is_press(request.POST) else 422
        form = _placed(saved.page, saved.application)
        marked = "add" in request.POST
        return _show(request, number, form, saved.application.revision, status=status, marked=marked)
    if request.POST.get("then") == "stop":
        return HttpResponseRedirect(reverse("portal:application", args=[number]))
    return HttpResponseRedirect(_after(number, saved.next_page))


def _placed(page: Any, application: Any) -> Any:
    order = [one.id for one in application.pages]
    return page.with_place(order.index(page.id) + 1, len(order)) if page.id in order else page


def _after(number: str, next_page: str) -> str:
    if next_page:
        return reverse("portal:page", args=[number, next_page])
    return reverse("portal:check", args=[number])


def _show(
    request: HttpRequest,
    number: str,
    page: Any,
    revision: int,
    *,
    status: int = 200,
    marked: bool = False,
    kept: bool = False,
) -> HttpResponse:
    asked = ask_page(page, marked=marked)
    context = {
        "page": page,
        "parts": asked.parts,
        "faults": asked.faults if status == 422 else [],
        "number": number,
        "revision": revision,
        "kept": kept,
    }
    return render(request, "portal/question_page.html", context, status=status)
