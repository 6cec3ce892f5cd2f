"""``@door``: who a page is for and how well she must have proved who she is.

    @door(audience="customer", level=2)
    def my_data(request): ...

A page typed into while the session ran out is kept in the session and shown again after sign-in,
filled in as it was; it is never sent by itself.
"""

import functools
import time
from collections.abc import Callable
from typing import Any, Concatenate, Literal, ParamSpec
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.utils.translation import gettext_lazy as _

from onedoor.kernel.actors import ANONYMOUS, Actor
from onedoor.kernel.errors import NotAllowed
from onedoor.look.refusals import show_refusal

Audience = Literal["public", "customer", "officer", "partner"]
P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]

KINDS: dict[str, str] = {
    "citizen": "customer",
    "officer": "officer",
    "partner": "partner",
    "system": "officer",
}
KEPT = "kept_form"
RAN_OUT = "ran_out"  # session key: the account whose session ended before this one
KEPT_LIMIT = 200_000
KEPT_SECONDS = 3600


def door(
    *, audience: Audience, level: int, may: str = "", visitors: bool = False, nameless: bool = False
) -> Callable[[View[P]], View[P]]:
    """Guard a view. Anonymous → sign in; proved too weakly → step up; somebody else's page → 403.
    ``visitors``: who began something here without a name may see this page of it. ``nameless``: who is not
    signed in comes in too, and the page itself asks for her name where it needs one."""

    def decorate(view: View[P]) -> View[P]:
        @functools.wraps(view)
        def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            if (visitors and is_visitor(request)) or (nameless and not signed_in(request)):
                return view(request, *args, **kwargs)
            return turn_away(request, audience, level, may) or view(request, *args, **kwargs)

        guarded.audience = audience  # type: ignore[attr-defined]  # read by the contract tests
        guarded.level = level  # type: ignore[attr-defined]
        guarded.may = may  # type: ignore[attr-defined]
        guarded.visitors = visitors  # type: ignore[attr-defined]
        guarded.nameless = nameless  # type: ignore[attr-defined]
        return guarded

    return decorate


def turn_away(request: HttpRequest, audience: Audience, level: int, may: str = "") -> HttpResponse | None:
    """The answer to a reader who may not pass, or None when she may."""
    actor = actor_of(request)
    if audience == "public":
        return None
    if not signed_in(request):
        return ask_to_sign_in(request, audience)
    if KINDS[actor.kind] != audience:
        return show_refusal(request, 403, NotAllowed("door.audience", _("This page is for other accounts.")))
    if may and not actor.may(may):
        return show_refusal(
            request, 403, NotAllowed("door.permission", _("Your role does not open this page."), needs=may)
        )
    if actor.assurance < level:
        return ask_for_proof(request, level)
    return None


def actor_of(request: HttpRequest) -> Actor:
    """Who this request acts as; set by config's middleware."""
    return getattr(request, "actor", ANONYMOUS)


def signed_in(request: HttpRequest) -> bool:
    """Whether somebody stands behind the request."""
    return actor_of(request).assurance > 0


def is_visitor(request: HttpRequest) -> bool:
    """Whether the session belongs to somebody who began something here without a name."""
    actor = actor_of(request)
    return actor.kind == "citizen" and not signed_in(request) and actor.customer is not None


def ask_to_sign_in(request: HttpRequest, audience: Audience) -> HttpResponse:
    """To the sign-in page of that audience, with the way back and what was typed."""
    keep_form(request)
    addresses: dict[str, str] = getattr(settings, "SIGN_IN_URLS", {})
    return _with_next(addresses.get(audience, "/sign-in/"), request, expired=request.method == "POST")


def ask_for_proof(request: HttpRequest, level: int) -> HttpResponse:
    """To the step-up page, with the way back and what was typed."""
    if not signed_in(request):
        return ask_to_sign_in(request, "customer")
    keep_form(request)
    return _with_next(getattr(settings, "STEP_UP_URL", "/step-up/"), request, level=level)


def keep_form(request: HttpRequest) -> None:
    """Put what was typed aside, so that it is not lost. Files and passwords are not kept."""
    if request.method != "POST" or not hasattr(request, "session"):
        return
    fields = request.POST.copy()
    for name in ("csrfmiddlewaretoken", "password", "code", "credential"):
        fields.pop(name, None)
    if len(kept := fields.urlencode()) <= KEPT_LIMIT:
        kept_for = _account(request) or request.session.get(RAN_OUT, "")
        request.session[KEPT] = {"path": request.path, "fields": kept, "at": time.time(), "for": kept_for}


def take_kept_form(request: HttpRequest) -> QueryDict | None:
    """What was typed on this page before the session ended or the proof was asked; given once, and
    only to the account that typed it."""
    kept: dict[str, Any] | None = request.session.get(KEPT)
    if not kept or kept["path"] != request.path:
        return None
    del request.session[KEPT]
    if time.time() - kept["at"] > KEPT_SECONDS or kept["for"] not in ("", _account(request)):
        return None
    return QueryDict(kept["fields"])


def _account(request: HttpRequest) -> str:
    user = getattr(request, "user", None)
    return str(user.pk) if user is not None and user.is_authenticated else ""


def _with_next(address: str, request: HttpRequest, **more: Any) -> HttpResponse:
    back = request.get_full_path()
    query = {"next": back} | {key: str(int(value)) for key, value in more.items() if value}
    if request.headers.get("HX-Request"):
        response = HttpResponse(status=204)
        response["HX-Redirect"] = f"{address}?{urlencode(query)}"
        return response
    return HttpResponseRedirect(f"{address}?{urlencode(query)}")
