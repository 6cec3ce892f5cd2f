"""Being helped in person, and acting for others."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from onedoor.doors.portal.me import customer_of
from onedoor.kernel import clock
from onedoor.look.doors import actor_of, door
from onedoor.look.questions import Option, Question
from onedoor.people import queries as people
from onedoor.trust import actions as trust


@door(audience="customer", level=2)
def at_the_counter(request: HttpRequest) -> HttpResponse:
    """Show a one-time code; with it an officer may type for the person who is present."""
    actor, customer = customer_of(request)
    offered = None
    if request.method == "POST":
        offered = trust.offer_assistance(customer=customer, by=actor, at=clock.now())
    response = render(request, "portal/counter.html", {"offered": offered})
    response["Cache-Control"] = "no-store"
    return response


@door(audience="customer", level=2)
def acting_for(request: HttpRequest) -> HttpResponse:
    """Choose for whom to act: oneself, or somebody who gave a mandate."""
    actor = actor_of(request)
    choices = _choices(actor)
    if request.method == "POST":
        chosen = request.POST.get("customer", "")
        name = dict(choices).get(chosen)
        if name is not None:
            request.session["acting_for"] = chosen if chosen != str(actor.self_customer) else ""
            request.session["acting_name"] = name if chosen != str(actor.self_customer) else ""
            messages.success(request, _("You now act for %(name)s.") % {"name": name})
            return HttpResponseRedirect(reverse("portal:home"))
    options = tuple(Option(customer, name) for customer, name in choices)
    question = Question(
        name="customer",
        kind="choice",
        label=_("For whom do you want to act?"),
        options=options,
        value=str(actor.customer or ""),
    )
    given = (
        [
            {"name": _named(one.holder_name, one.holder_name_zh), "until": one.active_to}
            for one in people.list_mandates(actor.customer, by=actor, at=clock.now())
        ]
        if actor.customer
        else []
    )
    context = {"choices": choices, "questions": [question], "faults": [], "given": given}
    return render(request, "portal/acting_for.html", context)


def _choices(actor: Any) -> list[tuple[str, str]]:
    """(customer, name): oneself first, then those whose mandate is in force."""
    own: UUID | None = actor.self_customer or actor.customer
    if own is None:
        return []
    held = people.list_mandates_held(own, by=actor)
    return [(str(own), _("Myself"))] + [
        (str(one.giver), _named(one.giver_name, one.giver_name_zh)) for one in held
    ]


def _named(name: str, name_zh: str) -> str:
    return (name_zh or name) if (get_language() or "").startswith("zh") else (name or name_zh)
