"""What she is asked to agree to, what she agreed to, and what she takes back of it."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from onedoor.doors.portal.me import customer_of
from onedoor.doors.portal.views.my_data import show_held
from onedoor.exchange import actions
from onedoor.exchange import queries as exchange
from onedoor.exchange.types import ConsentRequest, ConsentView, HeldValue, NoticeState, Reason, Share
from onedoor.kernel import clock
from onedoor.kernel.actors import Actor
from onedoor.kernel.errors import Invalid
from onedoor.look.doors import door
from onedoor.services import actions as services_actions
from onedoor.services import queries as services

COLOURS = {
    NoticeState.ACKNOWLEDGED: "green",
    NoticeState.REFUSED: "red",
    NoticeState.STUCK: "orange",
}


@door(audience="customer", level=2)
def list_consents(request: HttpRequest) -> HttpResponse:
    """All that may be asked of her, with what she said; and what is over."""
    actor, customer = customer_of(request)
    at = clock.now()
    asked = exchange.list_consent_requests(customer, by=actor, at=at)
    over = [one for one in exchange.list_consents(customer, by=actor, at=at) if one.withdrawn_at]
    context = {
        "given": [one for one in asked if one.given],
        "open": [one for one in asked if not one.given],
        "over": [(one, _notices(one)) for one in over],
        "allowed": Reason.ALLOWED,
    }
    return render(request, "portal/consents.html", context)


@door(audience="customer", level=2)
def ask_consent(request: HttpRequest, code: str) -> HttpResponse:
    """Exactly what would be told, to whom, for what, until when: she uses it, takes some out, or says no."""
    actor, customer = customer_of(request)
    at = clock.now()
    asked = exchange.get_consent_request(customer, code, by=actor, at=at)
    error = ""
    if request.method == "POST" and request.POST.get("answer") == "no":
        actions.decline_consent(customer=customer, agreement=code, by=actor, at=at)
        messages.success(request, _("You said no. Nothing is told, and nothing else changes for you."))
        return HttpResponseRedirect(_back(request) or reverse("portal:consents"))
    if request.method == "POST":
        try:
            actions.give_consent(
                customer=customer,
                agreement=code,
                without=[
                    one for one, _title in asked.shares if _name(one) not in request.POST.getlist("share")
                ],
                not_to=[
                    one for one, _title in asked.receivers if one not in request.POST.getlist("receiver")
                ],
                seen=request.POST.get("seen", ""),
                by=actor,
                at=at,
            )
        except Invalid as refusal:
            error = str(refusal.message)
        else:
            _make_anew(request, actor, at)
            messages.success(
                request, _("You agreed. Under “Your consents” you can take it back at any time.")
            )
            return HttpResponseRedirect(_back(request) or reverse("portal:consent", args=[code]))
    held = exchange.list_held(customer, by=actor)
    context: dict[str, Any] = {
        "asked": asked,
        "lines": list(_lines(asked, held)),
        "required": asked.receivers[0][0],
        "error": error,
        "back": _back(request),
        "draft": request.GET.get("for", ""),
    }
    if asked.given:
        context |= _standing(asked.given)
    return render(request, "portal/consent.html", context, status=422 if error else 200)


@require_POST
@door(audience="customer", level=2)
def take_back(request: HttpRequest, code: str) -> HttpResponse:
    """All of it, or the parts that are ticked."""
    actor, customer = customer_of(request)
    whole = request.POST.get("what") == "all"
    names = request.POST.getlist("share")
    parts = [] if whole else [Share(*name.split(".", 1)) for name in names if "." in name]
    receivers = [] if whole else request.POST.getlist("receiver")
    if not (whole or parts or receivers):
        messages.error(request, _("Choose what you take back."))
        return HttpResponseRedirect(f"{reverse('portal:consent', args=[code])}{_query(request)}")
    at = clock.now()
    left = actions.withdraw_consent(
        customer=customer, agreement=code, shares=parts, receivers=receivers, by=actor, at=at
    )
    _make_anew(request, actor, at)
    messages.success(request, _("It is taken back from this moment on. Each receiver is told so."))
    where = reverse("portal:consents") if left.withdrawn_at else reverse("portal:consent", args=[code])
    return HttpResponseRedirect(_back(request) or where)


def _query(request: HttpRequest) -> str:
    """The draft from which she came, carried on to the next page."""
    return f"?{urlencode({'for': request.GET['for']})}" if request.GET.get("for") else ""


def _make_anew(request: HttpRequest, by: Actor, at: datetime) -> None:
    """The draft from which she came is made anew at once, so that she sees what her yes has filled in, or
    that what she took back has left it."""
    if number := request.GET.get("for", ""):
        draft = services.get_application(number, by=by)
        if draft.can_change:
            services_actions.refresh_draft(application=draft.id, by=by, at=at)


def _back(request: HttpRequest) -> str:
    """The draft from which she came, when she did; it is made anew with what she agreed to."""
    number = request.GET.get("for", "")
    try:
        return reverse("portal:application", args=[number]) if number else ""
    except NoReverseMatch:
        return ""


def _lines(asked: ConsentRequest, held: Iterable[HeldValue]) -> Iterable[dict[str, Any]]:
    """Each attribute with the very values that would be told."""
    known = list(held)
    for share, title in asked.shares:
        values = [one for one in known if (one.register, one.attribute) == share]
        yield {"name": _name(share), "title": title, "values": [show_held(one) for one in values]}


def _standing(given: ConsentView) -> dict[str, Any]:
    titles, names = dict(given.shares), dict(given.receivers)
    return {
        "given": given,
        "counts": given.reason is Reason.ALLOWED,
        "live_shares": [(_name(one), titles[one]) for one in given.live_shares],
        "live_receivers": [(one, names[one]) for one in given.live_receivers],
        "notices": _notices(given),
    }


def _notices(given: ConsentView) -> list[dict[str, Any]]:
    titles = dict(given.shares)
    return [
        {
            "receiver": one.receiver_name,
            "what": [titles[share] for share in one.shares],
            "state": one.state.label,
            "colour": COLOURS.get(one.state, "blue"),
            "moment": one.answered_at or one.sent_at or one.made_at,
            "answer": one.answer,
        }
        for one in given.notices
    ]


def _name(share: Share) -> str:
    return f"{share.register}.{share.attribute}"
