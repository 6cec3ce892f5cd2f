"""Questions, a page at a time: what is written is kept, and what must be mended is said."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from onedoor.doors.portal.me import customer_of
from onedoor.doors.portal.views.sign import show_difference
from onedoor.kernel import clock
from onedoor.kernel.errors import Conflict
from onedoor.look.asking import read_files, read_posted, with_typed, write_page, write_saved
from onedoor.look.doors import door, take_kept_form
from onedoor.look.questions import read_whole
from onedoor.services import actions
from onedoor.services import queries as services


@door(audience="customer", level=2, visitors=True)
def show_page(request: HttpRequest, number: str, page: str) -> HttpResponse:
    """One page of questions. POST saves it, also with mistakes, and goes on when there are none."""
    actor, _customer = customer_of(request)
    if request.method == "POST":
        return _save(request, number, page)
    kept = take_kept_form(request)
    found = services.get_page(number, page, by=actor)
    shown = found.page if kept is None else with_typed(found.page, read_posted(kept))
    actions.note_page_shown(view=found, by=actor, at=clock.now())
    context = write_page(
        shown,
        number=found.number,
        revision=found.revision,
        kept=kept is not None,
        files=found.files,
        files_url=_files_url(number),
    )
    return _show(request, number, page, context)


def _save(request: HttpRequest, number: str, page: str) -> HttpResponse:
    actor, _customer = customer_of(request)
    application = services.get_application(number, by=actor)
    try:
        saved = actions.save_page(
            application=application.id,
            page=page,
            answers=read_posted(request.POST),
            files=read_files(request.FILES),
            revision=read_whole(request.POST.get("revision")),
            by=actor,
            at=clock.now(),
        )
    except Conflict as conflict:
        return show_difference(request, application, conflict)
    again = write_saved(saved, request.POST, files_url=_files_url(number))
    if again and request.POST.get("then") != "stop":
        return _show(request, number, page, again)
    if saved.application.exit is not None:
        return HttpResponseRedirect(reverse("portal:not-for-you", args=[number]))
    if request.POST.get("then") == "stop":  # what must still be mended is said when she comes back
        return HttpResponseRedirect(reverse("portal:later", args=[number]))
    if saved.next_page:
        return HttpResponseRedirect(reverse("portal:page", args=[number, saved.next_page]))
    return HttpResponseRedirect(reverse("portal:check", args=[number]))


def _files_url(number: str) -> str:
    return f"{reverse('portal:application', args=[number])}files/"


def _show(request: HttpRequest, number: str, page: str, context: dict[str, Any]) -> HttpResponse:
    """The page, and what she need not answer on it if she agrees that it is read elsewhere."""
    actor, _customer = customer_of(request)
    context["consents"] = services.list_open_consents(number, page=page, by=actor, at=clock.now())
    return render(request, "portal/question_page.html", context, status=422 if context["faulty"] else 200)
