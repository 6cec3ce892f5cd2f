"""Passkeys at every door with a browser: what the script asks for, and what the forms send."""

import json
from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from onedoor.kernel import clock
from onedoor.kernel.errors import Invalid, NotFound, StepUpNeeded
from onedoor.look.doors import actor_of, door, signed_in
from onedoor.trust import actions
from onedoor.trust import queries as trust
from onedoor.trust.types import Asked, Proved

KEPT = "passkey_challenge"
MOST, WINDOW = 60, timedelta(minutes=1)  # asked from one place, whoever it is


@require_POST
@door(audience="public", level=0)
def ask(request: HttpRequest) -> HttpResponse:
    """What the browser needs to give a passkey: of whoever is signed in, else of whoever it is."""
    by, at = actor_of(request), clock.now()
    sender = request.META.get("REMOTE_ADDR", "")
    actions.count_use(what=f"passkey/{sender}", most=MOST, window=WINDOW, by=by, at=at)
    account = by.account if signed_in(request) else None
    return _tell(request, actions.ask_for_passkey(account=account, by=by, at=at))


@require_POST
@door(audience="public", level=0)
def ask_new(request: HttpRequest) -> HttpResponse:
    """What the browser needs to make one for whoever is signed in."""
    by = actor_of(request)
    return _tell(request, actions.ask_for_new_passkey(account=_account(request), by=by, at=clock.now()))


def give(request: HttpRequest, *, account: UUID | None) -> Proved:
    """Who gave the passkey that was posted with the form; Refused when it proves nothing."""
    return actions.prove_by_passkey(
        account=account, challenge=_take(request), credential=request.POST.get("credential", ""),
        by=actor_of(request), at=clock.now(),
    )  # fmt: skip


def change_list(request: HttpRequest) -> HttpResponse:
    """Add, rename or remove, as her list posts it; back to the list."""
    by, at = actor_of(request), clock.now()
    name = request.POST.get("name", "")
    try:
        if "credential" in request.POST:
            actions.add_passkey(
                account=_account(request), challenge=_take(request), name=name, by=by, at=at,
                credential=request.POST["credential"],
            )  # fmt: skip
            messages.success(request, _("The passkey is added. From now on you can sign in with it."))
        elif "remove" in request.POST:
            actions.remove_passkey(passkey=_passkey(request), by=by, at=at)
            messages.success(request, _("The passkey is removed here. Delete it on your device as well."))
        else:
            actions.rename_passkey(passkey=_passkey(request), name=name, by=by, at=at)
            messages.success(request, _("The name is changed."))
    except Invalid as refusal:
        messages.warning(request, str(refusal.message))
    return HttpResponseRedirect(request.path)


def describe_list(request: HttpRequest) -> Mapping[str, Any]:
    """Her passkeys, and whether her session is strong enough to add one."""
    by = actor_of(request)
    account = _account(request)
    may_change = by.assurance >= 3
    return {
        "passkeys": trust.list_passkeys(account, by=by),
        "may_change": may_change,
        "may_add": may_change or not trust.has_used_proof(account),
        "here": request.path,
    }


def _tell(request: HttpRequest, asked: Asked) -> HttpResponse:
    request.session[KEPT] = str(asked.id)
    response = HttpResponse(json.dumps(dict(asked.options), default=dict), content_type="application/json")
    response["Cache-Control"] = "no-store"
    return response


def _take(request: HttpRequest) -> UUID | None:
    kept = request.session.pop(KEPT, None)
    return UUID(kept) if kept else None


def _account(request: HttpRequest) -> UUID:
    account = actor_of(request).account
    if account is None or not signed_in(request):
        raise StepUpNeeded(1, _("Sign in first."))
    return account


def _passkey(request: HttpRequest) -> UUID:
    try:
        return UUID(request.POST.get("passkey", ""))
    except ValueError:
        raise NotFound("passkey.unknown", _("There is no such passkey.")) from None
