"""Signing in at an agency's own service through the house: asked, shown what it is told, yes or no."""

import secrets
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from onedoor.doors.portal.views.my_data import show_held
from onedoor.exchange import actions as exchange_actions
from onedoor.exchange import queries as exchange
from onedoor.kernel import clock
from onedoor.kernel.errors import NotAllowed
from onedoor.look.doors import actor_of, ask_for_proof, ask_to_sign_in, door, signed_in
from onedoor.look.sessions import HERE, leave, proved_at
from onedoor.people import queries as people
from onedoor.trust import actions
from onedoor.trust import queries as trust
from onedoor.trust.types import SignOnAsked, TurnedBack

BROWSER = "sign_on_browser"


@door(audience="public", level=0)
def ask(request: HttpRequest) -> HttpResponse:
    """From the service: she signs in here, sees what it would be told, and says yes or no."""
    if signed_in(request) and actor_of(request).kind != "citizen":
        raise NotAllowed(
            "sign_on.customers_only",
            _("Only customers sign in at services. Sign out first, then come again."),
        )
    session = UUID(request.session[HERE]) if HERE in request.session else None
    by, at, since = actor_of(request), clock.now(), proved_at(request)
    asked, pushed_at = _asked(request)
    try:
        read = trust.read_sign_on(asked, session=session, proved_at=since, pushed_at=pushed_at, by=by)
        if read.needs in ("sign_in", "again", "proof") or session is None:
            return _prepare(request, read)
        if request.POST.get("answer") == "no":
            to = actions.decline_sign_on(asked=asked, session=session, proved_at=since, by=by, at=at)
        elif request.POST.get("answer") == "yes" or not read.needs:
            to = exchange_actions.sign_on(
                asked=asked, session=session, proved_at=since, pushed_at=pushed_at, by=by, at=at
            )
        else:
            return _show(request, read)
    except TurnedBack as back:
        to = back.address
    if pushed_at is not None:
        actions.spend_pushed(request_uri=request.GET["request_uri"], by=by, at=at)
    return _away(to)


@door(audience="public", level=0)
def end(request: HttpRequest) -> HttpResponse:
    """She signed out at a service: here too, in this browser. A service that does not prove whom it is
    about gets a question to her instead."""
    if request.method == "POST" and request.POST.get("answer") == "yes":
        leave(request)
        return HttpResponseRedirect(reverse("portal:home"))
    lists = request.GET if request.method == "GET" else request.POST
    left = actions.leave_service(asked=dict(lists.lists()), by=actor_of(request), at=clock.now())
    if left.session is None:
        return render(request, "portal/sign_on_end.html")
    if request.session.get(HERE) == str(left.session):
        leave(request)
    return _away(left.address or reverse("portal:home"))


def _asked(request: HttpRequest) -> tuple[dict[str, list[str]], float | None]:
    """What the service asks: in the address, or handed in before (then also when this browser came)."""
    if "request_uri" not in request.GET:
        return dict(request.GET.lists()), None
    browser = request.session.setdefault(BROWSER, secrets.token_urlsafe(16))
    pushed = actions.open_pushed(
        client=request.GET.get("client_id", ""), request_uri=request.GET["request_uri"], browser=browser,
        by=actor_of(request), at=clock.now(),
    )  # fmt: skip
    return dict(pushed.asked), pushed.opened_at


def _prepare(request: HttpRequest, read: SignOnAsked) -> HttpResponse:
    if read.needs == "proof":
        return ask_for_proof(request, read.level)
    if read.needs != "again":
        return ask_to_sign_in(request, "customer")
    browser = request.session.get(BROWSER)
    leave(request)
    query = request.GET.copy()
    if browser:
        request.session[BROWSER] = browser
    if "request_uri" not in query:
        query["prompt"] = " ".join(one for one in query.get("prompt", "").split() if one != "login")
    return HttpResponseRedirect(
        f"{reverse('portal:sign-in')}?{urlencode({'next': f'{request.path}?{query.urlencode()}'})}"
    )


def _show(request: HttpRequest, read: SignOnAsked) -> HttpResponse:
    by = actor_of(request)
    assert by.customer
    if not people.mandate_covers(by, read.client.service):
        raise NotAllowed(
            "exchange.sign_on.mandate", _("Your mandate does not cover this service."), customer=by.customer
        )
    claims = [
        (claim, [show_held(one) for one in claim.held])
        for claim in exchange.preview_claims(read.scopes, by=by)
    ]
    context = {
        "asked": read,
        "agency": trust.get_agency(read.client.agency).name,
        "claims": claims,
        "acts_for": people.get_customer(by.customer, by=by).name if by.mandate else "",
        "here": request.get_full_path(),
    }
    response = render(request, "portal/sign_on.html", context)
    response["Cache-Control"] = "no-store"
    # Her answer leads away to the service: the browser asks whether the form may.
    response._csp_update = {"form-action": [read.origin]}  # type: ignore[attr-defined]  # django-csp's own
    return response


def _away(address: str) -> HttpResponse:
    response = HttpResponseRedirect(address)
    response["Cache-Control"] = "no-store"
    response["Referrer-Policy"] = "no-referrer"
    return response
