"""“Not right?”: give one's own figure beside the reported one, or have the source check it."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from onedoor.doors.portal.me import customer_of
from onedoor.doors.portal.views.sign import show_difference
from onedoor.kernel import clock
from onedoor.kernel.actors import Actor
from onedoor.kernel.errors import Conflict, Refused
from onedoor.kernel.text import pick
from onedoor.look.correcting import (
    ask_correction,
    ask_value,
    find_line,
    find_new_entry,
    read_correction,
    read_value,
)
from onedoor.look.doors import door, take_kept_form
from onedoor.look.questions import read_whole
from onedoor.look.templatetags.look import moment
from onedoor.services import actions
from onedoor.services import queries as services


@door(audience="customer", level=2)
def not_right(request: HttpRequest, number: str, field: str, index: int) -> HttpResponse:
    """One value, and the two things that can be done about it."""
    actor, _customer = customer_of(request)
    application = services.get_application(number, by=actor)
    line = find_line(application, field, index)
    refusal: Refused | None = None
    if request.method == "POST":
        try:
            return _act(request, application, line, actor)
        except Conflict as conflict:
            return show_difference(request, application, conflict)
        except Refused as caught:
            refusal = caught
    asked = ask_correction(line, _typed(request), refusal)
    context = {"application": application, "line": line, "asked": asked}
    return render(request, "portal/not_right.html", context, status=422 if refusal else 200)


@door(audience="customer", level=2)
def add(request: HttpRequest, number: str, field: str) -> HttpResponse:
    """An entry that nobody reported, such as a donation: the person's own word."""
    actor, _customer = customer_of(request)
    application = services.get_application(number, by=actor)
    entry = find_new_entry(services.get_version(application.service, application.version), field)
    error: Any = ""
    if request.method == "POST":
        try:
            actions.add_item(
                application=application.id,
                field=field,
                value=read_value(entry, request.POST),
                revision=read_whole(request.POST.get("revision")),
                by=actor,
                at=clock.now(),
            )
            messages.success(request, _("It was added. Look at the result again."))
            return HttpResponseRedirect(reverse("portal:application", args=[number]))
        except Conflict as conflict:
            return show_difference(request, application, conflict)
        except Refused as refusal:
            error = refusal.message
    questions = ask_value(entry, _typed(request), error)
    context = {
        "heading_words": _("Add what is missing: %(label)s") % {"label": pick(entry.label)},
        "lead": pick(entry.help),
        "questions": questions,
        "faults": [question for question in questions if question.error],
        "send_words": _("Add"),
        "number": number,
        "revision": application.revision,
    }
    return render(request, "portal/add.html", context, status=422 if error else 200)


def _act(request: HttpRequest, application: Any, line: Any, actor: Actor) -> HttpResponse:
    asked = read_correction(line, request.POST)
    what: dict[str, Any] = {
        "application": application.id,
        "field": line.field,
        "index": line.index,
        "reason": asked.reason,
        "revision": asked.revision,
        "by": actor,
        "at": clock.now(),
    }
    if asked.act == "weigh":
        del what["reason"]
        actions.weigh_sources(holds=asked.value, **what)
        messages.success(request, _("Thank you. We remember it and do not ask you again."))
    elif asked.act == "dispute":
        case = actions.dispute_value(claimed=asked.value, **what)
        words = _("We asked the source. Case %(number)s, an answer by %(at)s.")
        messages.success(request, words % {"number": case.case_number, "at": moment(case.promised_at)})
    else:
        actions.amend_value(value=asked.value, **what)
        messages.success(request, _said(asked.act))
    return HttpResponseRedirect(reverse("portal:application", args=[application.number]))


def _said(act: str) -> str:
    if act == "take-back":
        return _("The reported figure is used again.")
    return _("Your figure is used. Look at the result again.")


def _typed(request: HttpRequest) -> QueryDict:
    return request.POST if request.method == "POST" else take_kept_form(request) or QueryDict()
