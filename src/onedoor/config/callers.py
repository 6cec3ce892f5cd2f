"""Calls of systems that carry a key: answered at once, without what only browsers need."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, resolve

from onedoor.doors.api.keys import CALLER, caller_of_key
from onedoor.doors.api.problems import tell_refusal
from onedoor.kernel.errors import Refused
from onedoor.kernel.scope import scoped

NOTHING = "default-src 'none'; frame-ancestors 'none'"  # what is read by programs loads nothing
PLACE, BEARER = "/api/v1/", "bearer "


class KeyBearer:
    """Who carries a key has no session, no cookie and no form: the key alone says who calls, and nothing
    that a browser was tricked into sending counts. The view runs in that caller's scope."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        key = request.headers.get("Authorization", "")
        if not request.path_info.startswith(PLACE) or key[: len(BEARER)].lower() != BEARER:
            return self.get_response(request)
        try:
            found = resolve(request.path_info)
        except Resolver404:
            return self.get_response(request)
        request.resolver_match = found
        try:
            by = caller_of_key(request, key[len(BEARER) :])
        except Refused as refusal:
            return tell_refusal(request, refusal)
        request.actor = by  # type: ignore[attr-defined]  # the house's own attribute
        setattr(request, CALLER, by)
        with scoped(by):
            answer: HttpResponse = found.func(request, *found.args, **found.kwargs)
        if not answer.streaming and not answer.has_header("Content-Length"):
            answer["Content-Length"] = str(len(answer.content))  # said here, as no later part says it
        answer["Content-Security-Policy"] = NOTHING
        return answer
