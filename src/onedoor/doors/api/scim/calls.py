"""A directory's call: whose key it carries, how often it may, and refusals in SCIM's own shape."""

import functools
import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any, Concatenate, ParamSpec

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt
from pydantic import ValidationError
from scim2_models import (
    Context,
    Error,
    InvalidSyntaxException,
    PayloadTooLargeException,
    PreconditionFailedException,
    SCIMException,
)

from onedoor.doors.api.scim.shapes import PROVIDER
from onedoor.kernel import clock
from onedoor.kernel.actors import Actor
from onedoor.kernel.errors import Refused
from onedoor.kernel.scope import scoped
from onedoor.look.doors import door
from onedoor.trust import actions
from onedoor.trust import queries as trust

MEDIA_TYPE = "application/scim+json"
LARGEST = 1_000_000  # bytes: a group of ten thousand
MOST, WINDOW = 1_200, timedelta(minutes=1)
TYPES = {409: "uniqueness", 422: "invalidValue"}
P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, Actor, P], HttpResponse]


class NoDirectory(Refused):
    """No directory is known to stand behind the call."""

    status = 401


def directory_call(view: View[P]) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """The view is given the agency's directory and runs in its scope; what goes wrong is told as SCIM
    errors (RFC 7644, 3.12) and nothing of it is kept."""

    @csrf_exempt
    @door(audience="public", level=0)
    @functools.wraps(view)
    def called(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        try:
            by = _caller(request)
            with scoped(by), PROVIDER:
                return view(request, by, *args, **kwargs)
        except SCIMException as refusal:
            return tell(refusal.to_error())
        except ValidationError as fault:
            return tell(Error.from_validation_errors(fault)[0])
        except Refused as refusal:
            status = 400 if refusal.status == 422 else refusal.status
            return tell(
                Error(status=status, scim_type=TYPES.get(refusal.status), detail=str(refusal.message))
            )

    return called


def read_body(request: HttpRequest) -> dict[str, Any]:
    """The JSON object that was sent. Raises SCIMException."""
    if len(request.body) > LARGEST:
        raise PayloadTooLargeException(detail="Send at most a megabyte.")
    try:
        body = json.loads(request.body)
    except ValueError:
        raise InvalidSyntaxException(detail="The body is no JSON.") from None
    if not isinstance(body, dict):
        raise InvalidSyntaxException(detail="The body is no JSON object.")
    return body


def check_version(request: HttpRequest, version: str) -> None:
    """``If-Match`` names what she has in hand: 412 when somebody else changed it since."""
    wanted = request.headers.get("If-Match", "").strip()
    if wanted and wanted != "*" and version not in [one.strip() for one in wanted.split(",")]:
        raise PreconditionFailedException(detail="It was changed since. Read it again.")


def answer(shown: Any, context: Context, *, status: int = 200, parameters: Any = None) -> HttpResponse:
    """A resource or a list of them, with its version where it has one."""
    body = shown.model_dump(scim_ctx=context, response_parameters=parameters)
    response = HttpResponse(json.dumps(body, ensure_ascii=False), status=status, content_type=MEDIA_TYPE)
    meta = getattr(shown, "meta", None)
    if meta is not None and meta.version:
        response["ETag"] = meta.version
    if meta is not None and meta.location and status == 201:
        response["Location"] = meta.location
    response["Cache-Control"] = "no-store"
    return response


def tell(error: Error) -> HttpResponse:
    """A refusal."""
    response = answer(error, Context.DEFAULT, status=error.status or 400)
    if error.status == 401:
        response["WWW-Authenticate"] = "Bearer"
    return response


def _caller(request: HttpRequest) -> Actor:
    kind, _space, secret = request.headers.get("Authorization", "").partition(" ")
    at = clock.now()
    by = trust.find_directory_by_key(secret, at=at) if kind.lower() == "bearer" else None
    if by is None:
        raise NoDirectory("key.unknown", _("This key is not valid. Ask for a new one."))
    actions.spend_use(what=f"scim/{by.account}", most=MOST, window=WINDOW, by=by, at=at)
    actions.note_directory_key_use(by=by, at=at)
    return by
