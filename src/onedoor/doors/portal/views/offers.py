"""What government found for a person before she asked: look, say yes, or say no."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from onedoor.doors.portal.me import customer_of
from onedoor.doors.portal.proof import proved
from onedoor.kernel import clock
from onedoor.kernel.errors import Refused
from onedoor.look.doors import door, take_kept_form
from onedoor.look.proof import code_question, demo_code
from onedoor.look.questions import Question
from onedoor.services import actions
from onedoor.services import queries as services


@door(audience="customer", level=2)
def show_offer(request: HttpRequest, offer: UUID) -> HttpResponse:
    """What it is, why she sees it, on which facts it rests; and the ways to answer."""
    actor, _customer = customer_of(request)
    label = _("What is not right? (optional)")
    context = {
        "offer": services.get_offer(offer, by=actor),
        "questions": [Question(name="reason", kind="long", label=label, value="")],
    }
    return render(request, "portal/offer.html", context)


@door(audience="customer", level=2)
def accept(request: HttpRequest, offer: UUID) -> HttpResponse:
    """One tap. Where she must be surer known, the code is asked on the way and says yes with it. A
    GET comes from a session that ran out: back to the offer."""
    actor, _customer = customer_of(request)
    take_kept_form(request)
    if request.method != "POST":
        return HttpResponseRedirect(reverse("portal:offer", args=[offer]))
    view = services.get_offer(offer, by=actor)
    if view.confirm == "one-tap" and actor.assurance < view.sign_level:
        level = proved(request, actor)
        if isinstance(level, Refused) or level < view.sign_level:
            return _ask_code(request, view, level)
        actor = replace(actor, assurance=level)
    taken = actions.accept_offer(offer=offer, by=actor, at=clock.now())
    application = services.get_application(taken.number, by=actor)
    if application.can_change:
        messages.info(request, _("A few answers are still missing. Everything we know is filled in."))
        return HttpResponseRedirect(reverse("portal:application", args=[taken.number]))
    return HttpResponseRedirect(reverse("portal:done", args=[taken.number]))


@require_POST
@door(audience="customer", level=2)
def decline(request: HttpRequest, offer: UUID) -> HttpResponse:
    """No, thank you; or: what you found is not right."""
    actor, _customer = customer_of(request)
    mistaken = "mistaken" in request.POST
    reason = request.POST.get("reason", "")
    actions.decline_offer(offer=offer, reason=reason, mistaken=mistaken, by=actor, at=clock.now())
    if mistaken:
        messages.success(request, _("Thank you. We noted that this is not right, and look into it."))
    else:
        messages.success(request, _("We will not ask again unless something changes. You can always apply."))
    return HttpResponseRedirect(reverse("portal:home"))


def _ask_code(request: HttpRequest, offer: Any, level: int | Refused) -> HttpResponse:
    error: Any = level.message if isinstance(level, Refused) else ""
    if not error and "code" in request.POST:
        error = _("Type the six digits.")
    question = code_question(error)
    context = {
        "offer": offer,
        "questions": [question],
        "faults": [question] if error else [],
        "demo_code": demo_code(),
    }
    return render(request, "portal/offer_code.html", context, status=422 if error else 200)
