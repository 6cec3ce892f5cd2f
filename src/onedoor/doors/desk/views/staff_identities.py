"""Signing in at the desk by the agency's own provider."""

from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from onedoor.doors.desk.views.sign_in import BACKEND, ask_for_code, desk_next, let_in
from onedoor.kernel import clock
from onedoor.kernel.actors import SYSTEM
from onedoor.kernel.errors import Refused
from onedoor.look.doors import actor_of, door
from onedoor.trust import actions
from onedoor.trust import queries as trust

AWAY, ENOUGH = "desk_away_at_provider", 3


@require_POST
@door(audience="public", level=0)
def sign_in_with(request: HttpRequest, provider: str) -> HttpResponse:
    """Off to the provider's page."""
    by, at = actor_of(request), clock.now()
    try:
        away = actions.go_to_provider(provider=provider, account=None, by=by, at=at)
    except Refused as refusal:
        messages.warning(request, str(refusal.message))
        return redirect("desk:sign-in")
    request.session[AWAY] = {"challenge": str(away.id), "next": desk_next(request)}
    return HttpResponseRedirect(away.address)


@door(audience="public", level=0)
def come_back(request: HttpRequest, provider: str) -> HttpResponse:
    """From the provider: signed in, or on to her own code where the provider proved no second factor. What
    she brings counts once."""
    away = request.session.pop(AWAY, {})
    challenge = UUID(away["challenge"]) if away else None
    answer = {name: request.GET.get(name, "") for name in ("code", "state", "iss")}
    leads_to = str(away.get("next") or reverse("desk:home"))
    try:
        proved = actions.sign_in_officer_by_provider(
            provider=provider, challenge=challenge, answer=answer, by=SYSTEM, at=clock.now()
        )
    except Refused as refusal:
        messages.warning(request, str(refusal.message))
        return HttpResponseRedirect(f"{reverse('desk:sign-in')}?{urlencode({'next': leads_to})}")
    if proved.level >= ENOUGH:
        return let_in(request, proved.account, proved.level, leads_to, by_provider=True)
    if trust.has_totp(proved.account):
        return ask_for_code(request, proved.account, BACKEND, leads_to, by_provider=True)
    messages.warning(
        request, _("Your provider proved no second factor, and you have no code here. Use a passkey.")
    )
    return redirect("desk:sign-in")
