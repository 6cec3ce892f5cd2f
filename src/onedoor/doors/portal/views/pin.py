"""The PIN for doors that have keys and no screen: set, changed, removed."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from onedoor.kernel import clock
from onedoor.kernel.errors import Refused
from onedoor.look.doors import actor_of, door
from onedoor.look.questions import Question
from onedoor.trust import actions
from onedoor.trust import queries as trust


@sensitive_post_parameters("pin", "again")
@door(audience="customer", level=2)
def set_pin(request: HttpRequest) -> HttpResponse:
    """Typed twice, since nobody sees it; one press removes it."""
    by, at = actor_of(request), clock.now()
    if request.method != "POST":
        return _show(request)
    if "remove" in request.POST:
        actions.remove_door_pin(account=by.account, by=by, at=at)
        messages.success(request, _("Your PIN was removed."))
        return HttpResponseRedirect(reverse("portal:pin"))
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


def _show(request: HttpRequest, *, error: Any = "", again: Any = "") -> HttpResponse:
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
    context = {
        "heading_words": _("PIN for the telephone"),
        "lead": _(
            "With it you say who you are where there are keys and no screen: by telephone or at a kiosk."
        ),
        "questions": questions,
        "faults": [question for question in questions if question.error],
        "send_words": _("Set the PIN"),
        "is_set": trust.has_door_pin(actor_of(request).account),
    }
    response = render(request, "portal/pin.html", context, status=422 if error or again else 200)
    response["Cache-Control"] = "no-store"
    return response
