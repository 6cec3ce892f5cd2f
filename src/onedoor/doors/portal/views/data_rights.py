"""Saying on one's own pages that a value is wrong, or that a use of one's data is."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from onedoor.cases.types import CaseView
from onedoor.doors.portal.me import customer_of
from onedoor.exchange import queries as exchange
from onedoor.kernel import clock
from onedoor.kernel.errors import Conflict, Invalid, NotFound
from onedoor.look.doors import door, take_kept_form
from onedoor.look.questions import Question
from onedoor.look.templatetags.look import moment
from onedoor.services import actions


@door(audience="customer", level=2)
def correct(request: HttpRequest, reported: UUID) -> HttpResponse:
    """A value that is held of her: whoever reported it checks it."""
    actor, customer = customer_of(request)
    value = next((one for one in exchange.list_held(customer, by=actor) if one.reported == reported), None)
    if value is None:
        raise NotFound("right.no_value", gettext_lazy("There is no such value in your data."))

    def send(reason: str) -> CaseView:
        return actions.ask_to_correct(
            customer=customer, reported=reported, reason=reason, by=actor, at=clock.now()
        )

    page = {
        "heading": _("This is not right"),
        "about": value.attribute_title,
        "facts": value.source_name,
        "explains": _("Whoever reported it must check it within five working days."),
        "back": (reverse("portal:my-data"), _("My data")),
        "label": _("What is wrong, and what would be right?"),
    }
    return _ask(request, page, send)


@door(audience="customer", level=2)
def object_to_use(request: HttpRequest, entry: UUID) -> HttpResponse:
    """A use of her data: the agency says why it may, or stops."""
    actor, customer = customer_of(request)
    use = exchange.find_disclosure(entry, customer=customer, by=actor)
    if use is None:
        raise NotFound("disclosure.unknown", gettext_lazy("There is no such entry in your list."))

    def send(reason: str) -> CaseView:
        return actions.object_to_use(customer=customer, entry=entry, reason=reason, by=actor, at=clock.now())

    page = {
        "heading": _("Object to this use of my data"),
        "about": use.purpose_title,
        "facts": use.receiver_name,
        "explains": _("Within twenty working days the agency must say by which right it goes on, or stop."),
        "back": (reverse("portal:who-used"), _("Who used my data")),
        "label": _("Why do you not agree?"),
    }
    return _ask(request, page, send)


def _ask(request: HttpRequest, page: dict[str, Any], send: Callable[[str], CaseView]) -> HttpResponse:
    typed = request.POST if request.method == "POST" else take_kept_form(request) or request.POST
    reason, error = typed.get("reason", ""), ""
    if request.method == "POST":
        try:
            case = send(reason)
        except (Invalid, Conflict) as refusal:
            error = str(refusal.message)
        else:
            words = _("We have opened case %(number)s. You get an answer by %(at)s.")
            messages.success(request, words % {"number": case.number, "at": moment(case.promised_at)})
            return HttpResponseRedirect(page["back"][0])
    question = Question(name="reason", kind="long", label=page["label"], value=reason, error=error)
    context = {**page, "questions": [question], "faults": [question] if error else []}
    return render(request, "portal/data_right.html", context, status=422 if error else 200)
