"""Who may act for whom: asking somebody, ending it, giving it up, and answering when one is asked."""

from datetime import date
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from onedoor.contact import actions as contact
from onedoor.contact import queries as of_contact
from onedoor.doors.portal.mandates import ask_whom, show_mandate
from onedoor.doors.portal.me import customer_of
from onedoor.kernel import clock
from onedoor.kernel.errors import Conflict, Invalid, NotAllowed
from onedoor.look.doors import actor_of, ask_for_proof, ask_to_sign_in, door, signed_in, take_kept_form
from onedoor.look.questions import join_date
from onedoor.people import actions
from onedoor.people import queries as people
from onedoor.people.types import EVERY_SERVICE


@door(audience="customer", level=2)
def list_representatives(request: HttpRequest) -> HttpResponse:
    """Who may act for her or her business, whom she has asked, and for whom she acts."""
    actor, customer = customer_of(request)
    at = clock.now()
    own = actor.self_customer or customer
    who = people.get_customer(customer, by=actor)
    invitations = people.list_invitations(customer, by=actor, at=at)
    context = {
        "who": who,
        "who_name": who.named(get_language() or "en"),
        "may_manage": people.may_manage(customer, by=actor, at=at),
        "given": [show_mandate(one) for one in people.list_mandates(customer, by=actor, at=at)],
        "asked": [
            show_mandate(one) | {"demo_text": of_contact.find_demo_text(one.id)} for one in invitations
        ],
        "held": [show_mandate(one) for one in people.list_mandates_held(own, by=actor, at=at)],
    }
    return render(request, "portal/representatives.html", context)


@door(audience="customer", level=3)
def invite(request: HttpRequest) -> HttpResponse:
    """Ask somebody to act for her, or for the business."""
    actor, customer = customer_of(request)
    if not people.may_manage(customer, by=actor, at=clock.now()):
        raise NotAllowed(
            "mandate.not_yours", _("Only the person herself, or an owner of the business, can do this.")
        )
    typed = request.POST if request.method == "POST" else take_kept_form(request) or request.POST
    refusal: Invalid | None = None
    if request.method == "POST":
        try:
            _invite(request, customer)
            messages.success(request, _("The link is on its way. Nobody acts for you before it is accepted."))
            return HttpResponseRedirect(reverse("portal:representatives"))
        except Invalid as caught:
            refusal = caught
    questions = ask_whom(customer, typed, refusal)
    context = {
        "heading_words": _("Let somebody act for you"),
        "lead": _("We send a link to the person you name. Whoever accepts it acts in your name."),
        "questions": questions,
        "faults": [one for one in questions if one.error],
        "send_words": _("Send the link"),
    }
    return render(request, "portal/form_page.html", context, status=422 if refusal else 200)


@require_POST
@door(audience="customer", level=2)
def end(request: HttpRequest, mandate: UUID) -> HttpResponse:
    """Over from now on: the one who gave it, or the one who holds it, says so."""
    actor, _customer = customer_of(request)
    try:
        actions.end_mandate(mandate=mandate, by=actor, at=clock.now())
        messages.success(request, _("It has ended. Both sides are told."))
    except Conflict as refusal:
        messages.warning(request, str(refusal.message))
    return HttpResponseRedirect(reverse("portal:representatives"))


@require_POST
@door(audience="customer", level=2)
def take_back(request: HttpRequest, invitation: UUID) -> HttpResponse:
    """Take an invitation back before it is answered."""
    actor, _customer = customer_of(request)
    try:
        actions.end_invitation(invitation=invitation, by=actor, at=clock.now())
        messages.success(request, _("Taken back. The link no longer works."))
    except Conflict as refusal:
        messages.warning(request, str(refusal.message))
    return HttpResponseRedirect(reverse("portal:representatives"))


@door(audience="public", level=0)
def answer(request: HttpRequest, token: str) -> HttpResponse:
    """Whoever holds the link learns that somebody asks; signed in, she sees who, and answers."""
    by, at = actor_of(request), clock.now()
    people.find_invitation(token, at=at)
    if not signed_in(request):
        if request.method == "POST":
            return ask_to_sign_in(request, "customer")
        sign_in = f"{reverse('portal:sign-in')}?next={request.path}"
        return render(request, "portal/represent.html", {"sign_in": sign_in})
    if by.assurance < 2:
        return ask_for_proof(request, 2)
    take_kept_form(request)
    if request.method == "POST":
        if request.POST.get("act") == "accept":
            actions.accept_invitation(token=token, by=by, at=at)
            messages.success(request, _("You may act for them from now on."))
        else:
            actions.decline_invitation(token=token, by=by, at=at)
            messages.success(request, _("You declined. Nothing more is asked of you."))
        return HttpResponseRedirect(reverse("portal:representatives"))
    asked = actions.open_invitation(token=token, by=by, at=at)
    response = render(request, "portal/represent.html", {"asked": show_mandate(asked), "state": asked.state})
    response["Cache-Control"] = "no-store"
    return response


def _invite(request: HttpRequest, customer: UUID) -> None:
    actor, at, posted = actor_of(request), clock.now(), request.POST

    def deliver(kind: str, address: str, token: str, invitation: UUID) -> None:
        contact.send_invitation(
            kind=kind, address=address, token=token, invitation=invitation, giver=customer, by=actor, at=at
        )

    every = posted.get("scope") != "some"
    actions.invite_representative(
        giver=customer,
        name=posted.get("name", ""),
        contact=posted.get("contact", ""),
        role=posted.get("role", ""),
        services=(EVERY_SERVICE,) if every else tuple(posted.getlist("services")),
        evidence=posted.get("evidence", ""),
        active_to=_day(posted),
        deliver=deliver,
        by=actor,
        at=at,
    )


def _day(posted: QueryDict) -> date | None:
    written = join_date(posted, "active_to")
    try:
        return date.fromisoformat(written) if written else None
    except ValueError:
        raise Invalid("mandate.period", _("Enter a real date."), field="active_to") from None
