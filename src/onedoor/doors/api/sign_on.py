"""What agencies' own services call when people sign in there through the house (OpenID Connect)."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import path
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST

from onedoor.exchange import actions as exchange_actions
from onedoor.exchange.types import DisclosureRefused
from onedoor.kernel import clock
from onedoor.kernel.actors import SYSTEM
from onedoor.kernel.errors import Refused
from onedoor.look.doors import door
from onedoor.trust import actions
from onedoor.trust import queries as trust

app_name = "sign_on"
KEPT_FOR = "public, max-age=3600"
BEARER = "Bearer "


@require_GET
@door(audience="public", level=0)
def describe(request: HttpRequest) -> HttpResponse:
    """The house as OpenID provider."""
    return _kept(trust.describe_provider())


@require_GET
@door(audience="public", level=0)
def list_keys(request: HttpRequest) -> HttpResponse:
    """The keys by which its tokens are checked."""
    return _kept(trust.list_token_keys(at=clock.now()))


@csrf_exempt
@require_POST
@door(audience="public", level=0)
def redeem(request: HttpRequest) -> HttpResponse:
    """Tokens for a code."""
    asked, headers = dict(request.POST.lists()), dict(request.headers)
    told = actions.redeem_code(asked=asked, headers=headers, by=SYSTEM, at=clock.now())
    return _private(told.body, told.status, told.headers)


@csrf_exempt
@require_POST
@door(audience="public", level=0)
def push(request: HttpRequest) -> HttpResponse:
    """A request that a service hands in itself, before it sends the person here (RFC 9126)."""
    asked, headers = dict(request.POST.lists()), dict(request.headers)
    told = actions.push_request(asked=asked, headers=headers, by=SYSTEM, at=clock.now())
    return _private(told.body, told.status, told.headers)


@csrf_exempt
@door(audience="public", level=0)
def give_claims(request: HttpRequest) -> HttpResponse:
    """The claims that she agreed to, from the registers, for a token."""
    header = request.headers.get("Authorization", "")
    token = header.removeprefix(BEARER) if header.startswith(BEARER) else ""
    try:
        told = exchange_actions.give_claims(token=token, by=SYSTEM, at=clock.now())
    except DisclosureRefused:
        return _error(403, "insufficient_scope")
    except Refused:
        return _error(401, "invalid_token")
    return _private(told)


def _error(status: int, error: str) -> HttpResponse:
    return _private({"error": error}, status, {"WWW-Authenticate": f'Bearer error="{error}"'})


def _private(
    body: Mapping[str, Any], status: int = 200, headers: Mapping[str, str] | None = None
) -> HttpResponse:
    response = JsonResponse(dict(body), status=status)
    for name, value in (headers or {}).items():
        response[name] = value
    response["Cache-Control"] = "no-store"
    return response


def _kept(body: Mapping[str, Any]) -> HttpResponse:
    return JsonResponse(dict(body), headers={"Cache-Control": KEPT_FOR})


urlpatterns = [
    path(".well-known/openid-configuration", describe, name="describe"),
    path("sign-on/keys.json", list_keys, name="keys"),
    path("sign-on/token", redeem, name="token"),
    path("sign-on/push", push, name="push"),
    path("sign-on/claims", give_claims, name="claims"),
]
