"""How we reach her, changed safely; saying that a change was not hers; reporting a stolen identity."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from onedoor.doors.portal.me import customer_of
from onedoor.kernel import clock
from onedoor.kernel.actors import Actor
from onedoor.kernel.errors import NotFound, Refused, StepUpNeeded
from onedoor.look.doors import actor_of, ask_for_proof, door, take_kept_form
from onedoor.look.questions import Option, Question
from onedoor.people import actions
from onedoor.people import queries as people
from onedoor.people.types import ContactKind
from onedoor.trust import actions as trust_actions
from onedoor.trust import queries as trust
from onedoor.trust.types import LockedBy


@door(audience="customer", level=2)
def list_contacts(request: HttpRequest) -> HttpResponse:
    """Every way to reach her; one form adds another. What a recent change holds is said with its end."""
    actor, customer = customer_of(request)
    at = clock.now()
    if actor.assurance < 3 and request.method == "POST":
        return ask_for_proof(request, 3)
    typed: Any = request.POST if request.method == "POST" else take_kept_form(request) or {}
    error = ""
    if request.method == "POST":
        try:
            _act(request, customer, actor, at)
            return HttpResponseRedirect(reverse("portal:contacts"))
        except StepUpNeeded:
            raise
        except Refused as refusal:
            error = str(refusal.message)
    context = {
        "heading_words": _("How we reach you"),
        "points": [(point, ContactKind(point.kind).label) for point in _points(customer, actor)],
        "questions": _questions(typed, error),
        "faults": [one for one in _questions(typed, error) if one.error],
        "held_until": trust.held_until(customer, at=at),
        "lock": trust.find_lock(customer),
    }
    return render(request, "portal/contacts.html", context, status=422 if error else 200)


@door(audience="customer", level=2)
def theft(request: HttpRequest) -> HttpResponse:
    """She says that somebody acts in her name: everything is locked at once, this session with it. Signed
    in again by a passkey that she had before, she asks here that the lock be opened."""
    actor, customer = customer_of(request)
    lock = trust.find_lock(customer)
    if request.method == "POST":
        if lock is not None:
            trust_actions.ask_to_open(customer=customer, by=actor, at=clock.now())
            messages.success(request, _("We have your word. Now an officer must see you and your papers."))
            return HttpResponseRedirect(request.path)
        trust_actions.lock_identity(customer=customer, how=LockedBy.HERSELF, by=actor, at=clock.now())
        return render(request, "portal/locked.html")
    return render(request, "portal/theft.html", {"lock": lock})


@door(audience="public", level=0)
def not_me(request: HttpRequest, token: str) -> HttpResponse:
    """What was changed, and one button. Opening the page does nothing: mail scanners open links too."""
    at = clock.now()
    if request.method == "POST":
        actions.disown_change(token=token, by=actor_of(request), at=at)
        return render(request, "portal/locked.html", {"undone": True})
    change = people.get_disowned(token, at=at)
    return render(request, "portal/not_me.html", {"change": change})


def _act(request: HttpRequest, customer: UUID, by: Actor, at: datetime) -> None:
    chosen = request.POST.get("prefer") or request.POST.get("remove")
    if not chosen:
        kind = request.POST.get("kind", "")
        if kind not in ContactKind.values:
            kind = ContactKind.EMAIL
        actions.add_contact_point(
            customer=customer, kind=kind, value=request.POST.get("value", ""), by=by, at=at
        )
        messages.success(request, _("It is added. Your other contacts were told."))
        return
    try:
        point = UUID(chosen)
    except ValueError:
        raise NotFound("contact_point.unknown", _("There is no such way to reach you.")) from None
    act = actions.prefer_contact_point if "prefer" in request.POST else actions.remove_contact_point
    act(contact_point=point, by=by, at=at)
    messages.success(request, _("It is changed. Your other contacts were told."))


def _points(customer: UUID, by: Actor) -> Any:
    return people.list_contact_points(customer, by=by)


def _questions(typed: Any, error: str) -> list[Question]:
    return [
        Question(
            name="kind",
            kind="select",
            label=_("What do you add?"),
            options=tuple(Option(value, label) for value, label in ContactKind.choices),
            value=typed.get("kind", ContactKind.PHONE.value),
        ),
        Question(
            name="value",
            kind="text",
            label=_("The new address or number"),
            value=typed.get("value", ""),
            error=error,
        ),
    ]
