"""Objecting to a decision, within the days that the service gives for it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from onedoor.doors.portal.me import customer_of
from onedoor.kernel import clock
from onedoor.kernel.errors import Invalid
from onedoor.look.doors import door, take_kept_form
from onedoor.look.questions import Question
from onedoor.look.templatetags.look import moment
from onedoor.services import actions
from onedoor.services import queries as services


@door(audience="customer", level=2)
def object_to_decision(request: HttpRequest, number: str) -> HttpResponse:
    """Why she does not agree; then it is a case with a clock. Too late is said plainly, as a page."""
    actor, _customer = customer_of(request)
    application = services.get_application(number, by=actor)
    typed = request.POST if request.method == "POST" else take_kept_form(request) or request.POST
    error = ""
    if request.method == "POST":
        try:
            made = actions.object_to_decision(
                application=application.id, reason=typed.get("reason", ""), by=actor, at=clock.now()
            )
        except Invalid as refusal:
            error = str(refusal.message)
        else:
            words = _("Your objection was sent. Case %(number)s, an answer by %(at)s.")
            messages.success(request, words % {"number": made.case_number, "at": moment(made.promised_at)})
            return HttpResponseRedirect(reverse("portal:application", args=[number]))
    label = _("What do you not agree with, and why?")
    question = Question(name="reason", kind="long", label=label, value=typed.get("reason", ""), error=error)
    context = {
        "application": application,
        "questions": [question],
        "faults": [question] if error else [],
    }
    return render(request, "portal/object.html", context, status=422 if error else 200)
