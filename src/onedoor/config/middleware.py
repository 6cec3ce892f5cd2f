"""One transaction a request, in the scope of whoever acts; the language she reads."""

import time
from collections.abc import Callable
from dataclasses import replace
from uuid import UUID

from django.conf import settings
from django.contrib.auth import logout
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils import translation

from onedoor.kernel.actors import ANONYMOUS, SYSTEM, Actor
from onedoor.kernel.scope import scoped
from onedoor.kernel.text import as_language
from onedoor.look.doors import RAN_OUT
from onedoor.look.refusals import show_refusal
from onedoor.look.sessions import note_seen, stands
from onedoor.people import queries as people

Respond = Callable[[HttpRequest], HttpResponse]

DOORS = {
    "desk": "desk",
    "partner": "partner",
    "api": "api",
    "screen": "screen",
    "open311": "api",
    "text": "text",
    "phone": "phone",
}
OPEN_PATHS = ("/static/", "/healthz")


class OneTransaction:
    """Everything a request does happens together. An answer of 500 or more undoes it all.

    Sessions, accounts and lock-outs are read and written in the system's scope; ActingPerson
    narrows it before the view runs.
    """

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path.startswith(OPEN_PATHS):
            return self.get_response(request)
        with scoped(SYSTEM), transaction.atomic():
            response = self.get_response(request)
            if response.status_code >= 500:
                transaction.set_rollback(True)
            return response


class SpokenLanguage:
    """The language chosen before in this browser, else the one it asks for."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
        language = as_language(chosen or translation.get_language_from_request(request))
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response


class ActingPerson:
    """``request.actor``: the account, its role, how well it is proved and for whom it acts."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.actor = self._actor(request)  # type: ignore[attr-defined]  # the house's own attribute
        with scoped(request.actor):  # type: ignore[attr-defined]
            return self.get_response(request)

    def _actor(self, request: HttpRequest) -> Actor:
        door = DOORS.get(request.path.split("/")[1], "portal")
        account = request.user.pk if request.user.is_authenticated else None
        if account is None or self._ran_out(request) or self._was_ended(request, account, door):
            return self._nobody(request, door)
        acting_for = request.session.get("acting_for")
        return people.acting_account(
            account,
            door=door,
            assurance=int(request.session.get("assurance", 2)),
            acting_for=UUID(acting_for) if acting_for else None,
            assisted=_uuid(request.session.get("assisted")),
        )

    def _nobody(self, request: HttpRequest, door: str) -> Actor:
        """Somebody without a name; with the number under which she began something here, if she did."""
        began = _uuid(request.session.get("visitor"))
        return replace(ANONYMOUS, door=door, customer=began) if began or door != ANONYMOUS.door else ANONYMOUS

    def _ran_out(self, request: HttpRequest) -> bool:
        """Sessions end after a while without a page, as login.gov's do."""
        seen, here = request.session.get("seen"), time.time()  # real seconds, whatever the demo's date
        if seen is not None and here - seen > settings.SESSION_IDLE_SECONDS:
            account = str(request.user.pk)
            logout(request)
            request.session[RAN_OUT] = account  # what she was typing is kept for her, and for nobody else
            return True
        if seen is None or here - seen > 30:
            request.session["seen"] = here
            note_seen(request)
        return False

    def _was_ended(self, request: HttpRequest, account: UUID, door: str) -> bool:
        """Her sessions end when she says so in another browser."""
        if stands(request, account, door):
            return False
        logout(request)
        return True


class KeepableText:
    """Refuses a NUL in an address or a field: no database keeps it, and no person types it."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        fields = [request.GET, request.POST] if _is_form(request) else [request.GET]
        texts = (text for one in fields for name, values in one.lists() for text in (name, *values))
        if "\0" in request.path_info or any("\0" in str(text) for text in texts):
            return show_refusal(request, 400)
        return self.get_response(request)


def _is_form(request: HttpRequest) -> bool:
    """Systems send files as bodies, which are read once and only by their view."""
    return not request.path.startswith(("/api/", "/open311/", "/text/"))


def _uuid(text: str | None) -> UUID | None:
    return UUID(text) if text else None
