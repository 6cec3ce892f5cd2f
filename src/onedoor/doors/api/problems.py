"""Refusals as problem details (RFC 9457), in the caller's language, with the path of each field."""

import json
from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError
from pydantic import BaseModel

from onedoor.kernel.errors import Refused
from onedoor.kernel.text import pick
from onedoor.look.refusals import say_who

BASE = "https://onedoor.example/problems/"
FACTS = ("level", "missing", "page", "revision", "seconds")  # what a system can act upon
MEDIA_TYPE = "application/problem+json"


class FieldProblem(BaseModel):
    """One thing to mend. ``path`` is a JSON pointer into what was sent."""

    path: str
    message: str


class Problem(BaseModel):
    """Why not, and what to do. ``code`` is stable, ``title`` is for people."""

    type: str
    title: str
    status: int
    code: str
    errors: list[FieldProblem] = []


PROBLEMS: dict[Any, Any] = {frozenset({401, 403, 404, 409, 422, 429}): Problem}


def problem(
    status: int, code: str, title: Any, errors: list[FieldProblem] | None = None, **more: Any
) -> HttpResponse:
    """The answer itself."""
    body = Problem(type=BASE + code, title=str(title), status=status, code=code, errors=errors or [])
    text = json.dumps(body.model_dump() | more, ensure_ascii=False)
    return HttpResponse(text, status=status, content_type=MEDIA_TYPE)


def answers_problem(errors: Mapping[str, Any]) -> HttpResponse:
    """Some answers of a page could not be read: which, and what to do."""
    found = [FieldProblem(path=pointer(name), message=pick(text)) for name, text in errors.items()]
    return problem(422, "application.answers", _("Some answers must be mended."), found)


def pointer(name: str) -> str:
    """``parents-0-disability``, as a form names it, as a path into the answers that were sent."""
    return "/answers/" + name.replace("-", "/")


def tell_problems(api: NinjaAPI) -> None:
    """Every refusal of ``api`` is told as a problem."""
    api.add_exception_handler(Refused, tell_refusal)
    api.add_exception_handler(ValidationError, _unreadable)
    api.add_exception_handler(AuthenticationError, _nobody)
    api.add_exception_handler(HttpError, _http)
    api.add_exception_handler(Http404, _lost)


def tell_refusal(request: HttpRequest, refusal: Any) -> HttpResponse:
    """A refusal of an action or a query, as a problem."""
    fields = [FieldProblem(path="/" + refusal.field, message=str(refusal.message))] if refusal.field else []
    more = {name: refusal.facts[name] for name in FACTS if name in refusal.facts}
    if who_may := say_who(refusal):
        more["who_can"] = who_may
    if "changes" in refusal.facts:
        more["changed"] = [pick(change.label) for change in refusal.facts["changes"]]
    answer = problem(refusal.status, refusal.code, refusal.message, fields, **more)
    if "seconds" in more:
        answer["Retry-After"] = str(more["seconds"])
    return answer


def _unreadable(request: HttpRequest, error: Any) -> HttpResponse:
    found = [
        FieldProblem(path="/" + "/".join(str(part) for part in one["loc"][2:]), message=str(one["msg"]))
        for one in error.errors
    ]
    return problem(
        422, "request.unreadable", _("What was sent has another shape than the description asks."), found
    )


def _nobody(request: HttpRequest, error: Any) -> HttpResponse:
    return problem(401, "key.missing", _("Sign in, or send a key: Authorization: Bearer odk_…"))


def _http(request: HttpRequest, error: Any) -> HttpResponse:
    return problem(error.status_code, "request.refused", str(error))


def _lost(request: HttpRequest, error: Any) -> HttpResponse:
    return problem(404, "address.unknown", _("There is nothing at this address."))
