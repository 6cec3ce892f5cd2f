"""The PIN for doors that have keys and no screen: set, changed, removed, or ordered by letter."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from onedoor.kernel import clock
from onedoor.kernel.actors import Actor
from onedoor.kernel.errors import Refused, StepUpNeeded
from onedoor.look.doors import actor_of, door
from onedoor.look.questions import Question
from onedoor.people import actions as people_actions
from onedoor.people import queries as people
from onedoor.trust import actions
from onedoor.trust import queries as trust


@sensitive_post_parameters("pin", "again")
@door(audience="customer", level=2)
def set_pin(request: HttpRequest) -> HttpResponse:
    """Typed twice, since nobody sees it; one press removes it, another has one sent by letter."""
    by, at = actor_of(request), clock.now()
    if request.method != "POST":
        return _show(request)
    if "remove" in request.POST:
        actions.remove_door_pin(account=by.account, by=by, at=at)
        messages.success(request, _("Your PIN was removed."))
        return HttpResponseRedirect(reverse("portal:pin"))
    if "letter" in request.POST:
        return _order(request, by, at)
    pin = request.POST.get("pin", "")
    if pin != request.POST.get("again", ""):
        return _show(request, again=_("The two are not the same. Type the PIN twice."))
    try:
        actions.set_door_pin(account=by.account, pin=pin, by=by, at=at)
    except Refused as refusal:
        return _show(request, error=refusal.message)
    messages.success(
        request, _("Your PIN is set. Give it only to the city's own telephone, kiosk or TV page.")
    )
    return HttpResponseRedirect(reverse("portal:pin"))


def _order(request: HttpRequest, by: Actor, at: datetime) -> HttpResponse:
    try:
        people_actions.order_pin_letter(account=by.account, by=by, at=at)
    except StepUpNeeded:
        raise
    except Refused as refusal:
        return _show(request, letter_error=refusal.message)
    messages.success(
        request, _("A letter with your PIN goes to the address that we hold. Your other contacts are told.")
    )
    return HttpResponseRedirect(reverse("portal:pin"))


def _show(request: HttpRequest, *, error: Any = "", again: Any = "", letter_error: Any = "") -> HttpResponse:
    questions = [
        Question(
            name="pin", kind="secret", label=_("PIN of six digits"), error=error, inputmode="numeric",
            hint=_("No date, no row like 123456, no pattern."), autocomplete="new-password", width="10",
        ),
        Question(
            name="again", kind="secret", label=_("The same PIN again"), error=again, inputmode="numeric",
            autocomplete="new-password", width="10",
        ),
    ]  # fmt: skip
    by = actor_of(request)
    context = {
        "heading_words": _("PIN for the telephone"),
        "lead": _(
            "With it you say who you are where there are keys and no screen: by telephone or at a kiosk."
        ),
        "questions": questions,
        "faults": [
            *(question for question in questions if question.error),
            *([Question(name="letter", kind="text", label="", error=letter_error)] if letter_error else []),
        ],
        "send_words": _("Set the PIN"),
        "is_set": trust.has_door_pin(by.account),
        "letter": people.find_pin_letter(by.account, by=by),
        "letter_error": letter_error,
    }
    refused = error or again or letter_error
    response = render(request, "portal/pin.html", context, status=422 if refused else 200)
    response["Cache-Control"] = "no-store"
    return response
