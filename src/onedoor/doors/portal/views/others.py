"""Those who take part in an application of hers: who has confirmed, and what she can do about the rest."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from onedoor.doors.portal.me import customer_of
from onedoor.kernel import clock
from onedoor.kernel.errors import Conflict, Invalid, NotFound, StepUpNeeded
from onedoor.look.doors import door, take_kept_form
from onedoor.look.questions import Question
from onedoor.services import actions
from onedoor.services import queries as services


@door(audience="customer", level=2)
def list_others(request: HttpRequest, number: str) -> HttpResponse:
    """Everybody who was asked, and how she answered."""
    actor, _customer = customer_of(request)
    application = services.get_application(number, by=actor)
    parties = services.list_parties(application.id, by=actor)
    return render(request, "portal/others.html", {"application": application, "parties": parties})


@require_POST
@door(audience="customer", level=2)
def act_on_other(request: HttpRequest, number: str, party: UUID) -> HttpResponse:
    """Send the link again, or go on without her."""
    actor, _customer = customer_of(request)
    try:
        if request.POST.get("act") == "leave-out":
            actions.leave_party_out(party=party, by=actor, at=clock.now())
            messages.success(request, _("Your application goes on without this person."))
        else:
            actions.send_request_again(party=party, by=actor, at=clock.now())
            messages.success(request, _("A new link is on its way. The old one no longer works."))
    except Conflict as refusal:
        messages.warning(request, str(refusal.message))
    return HttpResponseRedirect(reverse("portal:others", args=[number]))


@door(audience="customer", level=2)
def change_other(request: HttpRequest, number: str, party: UUID) -> HttpResponse:
    """Another contact, or another person."""
    actor, _customer = customer_of(request)
    application = services.get_application(number, by=actor)
    found = next((one for one in services.list_parties(application.id, by=actor) if one.id == party), None)
    if found is None or not found.may_change:
        raise NotFound("party.unknown", _("There is nothing to change here."))
    typed = request.POST if request.method == "POST" else take_kept_form(request) or request.POST
    name, contact = typed.get("name", found.name), typed.get("contact", "")
    error: Any = ""
    if request.method == "POST":
        try:
            actions.change_party(party=party, name=name, contact=contact, by=actor, at=clock.now())
            messages.success(request, _("A new link is on its way. The old one no longer works."))
            return HttpResponseRedirect(reverse("portal:others", args=[number]))
        except StepUpNeeded:
            raise
        except (Invalid, Conflict) as refusal:
            error = refusal.message
    questions = _questions(found, name, contact, error)
    context = {
        "application": application,
        "party": found,
        "heading_words": _("Change who confirms, or how we reach this person"),
        "questions": questions,
        "faults": [one for one in questions if one.error],
        "send_words": _("Send the link"),
    }
    return render(request, "portal/change_other.html", context, status=422 if error else 200)


def _questions(party: Any, name: str, contact: str, error: Any) -> list[Question]:
    hint = _("So far: %(contact)s") % {"contact": party.contact}
    return [
        Question(name="name", kind="text", label=_("Name"), value=name, autocomplete="off"),
        Question(
            name="contact", kind="text", label=_("E-mail address or telephone number"), hint=hint,
            value=contact, error=error, autocomplete="off",
        ),
    ]  # fmt: skip
