"""Signing in with an outside identity provider, and the page on which she links it once."""

from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from onedoor.doors.portal.views.signing_in import let_in
from onedoor.kernel import clock
from onedoor.kernel.actors import SYSTEM
from onedoor.kernel.errors import NotFound, Refused, StepUpNeeded
from onedoor.kernel.scope import scoped
from onedoor.look.doors import actor_of, door
from onedoor.look.views import safe_next
from onedoor.trust import actions
from onedoor.trust import queries as trust

AWAY = "away_at_provider"


@require_POST
@door(audience="public", level=0)
def sign_in_with(request: HttpRequest, provider: str) -> HttpResponse:
    """Off to the provider's page."""
    return _leave(request, provider, None)


@door(audience="public", level=0)
def come_back(request: HttpRequest, provider: str) -> HttpResponse:
    """From the provider: signed in here, or linked, as she left. What she brings counts once."""
    away = request.session.pop(AWAY, {})
    challenge = UUID(away["challenge"]) if away else None
    answer = {name: request.GET.get(name, "") for name in ("code", "state", "iss")}
    if away.get("account"):
        return _link(request, provider, UUID(away["account"]), challenge, answer)
    try:
        proved = actions.sign_in_by_provider(
            provider=provider, challenge=challenge, answer=answer, by=actor_of(request), at=clock.now()
        )
        with scoped(SYSTEM):
            actions.record_sign_in(account=proved.account, by=SYSTEM, at=clock.now())
    except Refused as refusal:
        messages.warning(request, str(refusal.message))
        return HttpResponseRedirect(
            f"{reverse('portal:sign-in')}?{urlencode({'next': away.get('next', '/')})}"
        )
    return let_in(request, proved.account, proved.level, away["next"])


@door(audience="customer", level=2)
def list_identities(request: HttpRequest) -> HttpResponse:
    """What is linked, and what may be."""
    by = actor_of(request)
    assert by.account
    if request.method == "POST":
        if "link" in request.POST:
            return _leave(request, request.POST["link"], by.account)
        actions.unlink_identity(identity=_identity(request), by=by, at=clock.now())
        messages.success(request, _("The link is ended."))
        return HttpResponseRedirect(request.path)
    linked = {one.provider: one for one in trust.list_identities(by.account, by=by)}
    rows = [(provider, linked.get(provider.code)) for provider in trust.list_identity_providers()]
    return render(request, "portal/identities.html", {"rows": rows, "may_change": by.assurance >= 3})


def _leave(request: HttpRequest, provider: str, account: UUID | None) -> HttpResponse:
    try:
        by, at = actor_of(request), clock.now()
        away = actions.go_to_provider(provider=provider, account=account, by=by, at=at)
    except StepUpNeeded:
        raise
    except Refused as refusal:
        messages.warning(request, str(refusal.message))
        return HttpResponseRedirect(reverse("portal:identities" if account else "portal:sign-in"))
    request.session[AWAY] = {
        "challenge": str(away.id), "account": str(account) if account else "", "next": safe_next(request)
    }  # fmt: skip
    return HttpResponseRedirect(away.address)


def _link(
    request: HttpRequest, provider: str, account: UUID, challenge: UUID | None, answer: dict[str, str]
) -> HttpResponse:
    try:
        actions.link_identity(
            provider=provider, account=account, challenge=challenge, answer=answer, by=actor_of(request),
            at=clock.now(),
        )  # fmt: skip
        messages.success(request, _("Linked. From now on you can sign in that way."))
    except StepUpNeeded:
        raise
    except Refused as refusal:
        messages.warning(request, str(refusal.message))
    return HttpResponseRedirect(reverse("portal:identities"))


def _identity(request: HttpRequest) -> UUID:
    try:
        return UUID(request.POST.get("remove", ""))
    except ValueError:
        raise NotFound("identity.unknown", _("There is no such link.")) from None
