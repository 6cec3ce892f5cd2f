"""Sign: one press at level 3; below it the code is asked on the way, and signs with the same press."""

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from onedoor.contact import queries as contact
from onedoor.doors.portal.me import customer_of
from onedoor.doors.portal.proof import proved
from onedoor.doors.portal.views.applications import look_at
from onedoor.kernel import clock
from onedoor.kernel.actors import Actor
from onedoor.kernel.errors import Conflict, Invalid, Refused
from onedoor.look.doors import door, take_kept_form
from onedoor.look.proof import code_question, demo_code
from onedoor.look.questions import read_whole
from onedoor.services import actions
from onedoor.services import queries as services
from onedoor.trust import queries as trust


@door(audience="customer", level=2, visitors=True)
def sign(request: HttpRequest, number: str) -> HttpResponse:
    """POST signs. A GET comes from a session that ran out on the way: back to the draft."""
    actor, _customer = customer_of(request)
    take_kept_form(request)
    if request.method != "POST":
        return HttpResponseRedirect(reverse("portal:application", args=[number]))
    application = services.get_application(number, by=actor)
    if actor.assurance < application.sign_level:
        level = proved(request, actor)
        if isinstance(level, Refused) or level < application.sign_level:
            return _ask_code(request, application, actor, level)
        actor = replace(actor, assurance=level)
    return _sign(request, application, actor)


def _sign(request: HttpRequest, application: Any, actor: Actor) -> HttpResponse:
    try:
        actions.sign_application(
            application=application.id,
            revision=read_whole(request.POST.get("revision")),
            fingerprint=request.POST.get("fingerprint", ""),
            by=actor,
            at=clock.now(),
        )
    except Conflict as conflict:
        return show_difference(request, application, conflict)
    except Invalid as refusal:
        messages.warning(request, str(refusal.message))
        return HttpResponseRedirect(reverse("portal:application", args=[application.number]))
    return HttpResponseRedirect(reverse("portal:done", args=[application.number]))


def show_difference(request: HttpRequest, application: Any, conflict: Conflict) -> HttpResponse:
    """Never signed silently: what is different from what she saw, then the draft again."""
    changes = conflict.facts.get("changes") or application.changes
    if conflict.code == "application.changed":
        actor, _customer = customer_of(request)
        actions.refresh_draft(application=application.id, by=actor, at=clock.now())
    context = {"number": application.number, "message": conflict.message, "changes": changes}
    return render(request, "portal/changed.html", context, status=409)


@door(audience="customer", level=2, visitors=True)
def done(request: HttpRequest, number: str) -> HttpResponse:
    """The confirmation: number, what comes next, what to pay, the letters."""
    actor, customer = customer_of(request)
    application = services.get_application(number, by=actor)
    letters = [one for one in contact.list_letters(customer, by=actor) if one.application == application.id]
    return render(request, "portal/done.html", look_at(application, actor) | {"letters": letters})


def _ask_code(request: HttpRequest, application: Any, actor: Actor, level: int | Refused) -> HttpResponse:
    error: Any = level.message if isinstance(level, Refused) else ""
    if not error and "code" in request.POST:
        error = (
            _("Type the six digits.")
            if not level
            else _("Your identity was not checked well enough to sign.")
        )
    question = code_question(error)
    context = {
        "application": application,
        "revision": request.POST.get("revision", ""),
        "fingerprint": request.POST.get("fingerprint", ""),
        "questions": [question],
        "faults": [question] if error else [],
        "needs_setup": not trust.has_totp(actor.account),
        "has_passkey": trust.has_passkey(actor.account),
        "along": {name: request.POST.get(name, "") for name in ("revision", "fingerprint")},
        "demo_code": demo_code(),
    }
    return render(request, "portal/sign.html", context, status=422 if error else 200)
