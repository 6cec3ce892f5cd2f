"""Setting up one-time codes: first the key for the phone, then one code to prove that it works."""

from typing import Any
from urllib.parse import quote

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from onedoor.doors.portal.proof import prove
from onedoor.kernel import clock
from onedoor.kernel.errors import Refused
from onedoor.look.doors import actor_of, door
from onedoor.look.proof import code_question
from onedoor.look.views import safe_next
from onedoor.trust import actions
from onedoor.trust import queries as trust


@door(audience="customer", level=2)
def security(request: HttpRequest) -> HttpResponse:
    """One page: a button, then the key, then the first code."""
    actor = actor_of(request)
    is_set_up = trust.has_totp(actor.account)
    if request.method != "POST":
        return _show_security(request, is_set_up=is_set_up)
    if request.POST.get("code"):
        try:
            prove(request, actor)
            messages.success(request, _("Codes are set up for your account."))
            return HttpResponseRedirect(safe_next(request, reverse("portal:security")))
        except Refused as refusal:
            return _show_security(request, is_set_up=True, error=refusal.message, asking=True)
    # A weaker session does not replace a proof that was used; a set-up left half-way may begin again.
    secret = actions.enrol_totp(account=actor.account, by=actor, at=clock.now())
    return _show_security(request, is_set_up=False, secret=secret, asking=True)


def _show_security(
    request: HttpRequest, *, is_set_up: bool, secret: str = "", error: Any = "", asking: bool = False
) -> HttpResponse:
    question = code_question(error)
    context = {
        "heading_words": _("Codes from your phone"),
        "lead": _("To sign, you confirm with a code from an app on your phone. It works without a network."),
        "questions": [question] if asking else [],
        "faults": [question] if error else [],
        "send_words": _("Check the code")
        if asking
        else _("Set up a new phone")
        if is_set_up
        else _("Set up codes"),
        "next": safe_next(request, reverse("portal:security")),
        "is_set_up": is_set_up and not asking,
        "secret": secret,
        "address": _address(secret, trust.get_account(actor_of(request).account).email),
    }
    response = render(request, "portal/security.html", context, status=422 if error else 200)
    response["Cache-Control"] = "no-store"
    return response


def _address(secret: str, email: str) -> str:
    """The key as authenticator apps scan it."""
    return f"otpauth://totp/Onedoor:{quote(email)}?secret={secret}&issuer=Onedoor"
