"""Where the reader is signed in, at every door with a browser: entered, still standing, listed, ended."""

import time
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from onedoor.kernel import clock
from onedoor.kernel.actors import SYSTEM
from onedoor.kernel.errors import NotFound
from onedoor.look.doors import actor_of
from onedoor.trust import actions
from onedoor.trust import queries as trust

HERE = "browser_session"
PROVED_AT = "proved_at"
DOORS = {
    "portal": gettext_lazy("Website"),
    "desk": gettext_lazy("Desk"),
    "partner": gettext_lazy("Partners’ pages"),
    "screen": gettext_lazy("Screen"),
}


def enter(request: HttpRequest, account: UUID, door: str) -> None:
    """This browser is one in which the account is signed in; once a session."""
    if HERE not in request.session:
        session = actions.begin_session(
            account=account, door=door, agent=request.headers.get("User-Agent", ""), by=SYSTEM,
            at=clock.now(),
        )  # fmt: skip
        request.session[HERE] = str(session)


def note_proof(request: HttpRequest) -> None:
    """She proved who she is just now; in real seconds, whatever the demo's date."""
    request.session[PROVED_AT] = time.time()


def proved_at(request: HttpRequest) -> float:
    """When she last proved who she is in this browser; nought where nobody noted it."""
    return float(request.session.get(PROVED_AT, 0.0))


def stands(request: HttpRequest, account: UUID, door: str) -> bool:
    """Whether nobody has ended this browser's session from elsewhere."""
    enter(request, account, door)
    return trust.session_stands(UUID(request.session[HERE]), account)


def note_seen(request: HttpRequest) -> None:
    """A page was asked for just now."""
    if HERE in request.session:
        actions.note_session(session=UUID(request.session[HERE]), by=SYSTEM, at=clock.now())


def leave(request: HttpRequest) -> None:
    """Sign out in this browser."""
    if HERE in request.session:
        actions.sign_out(session=UUID(request.session[HERE]), by=actor_of(request), at=clock.now())
    logout(request)


def describe_sessions(request: HttpRequest) -> Mapping[str, Any]:
    """Her browsers, this one first."""
    here = UUID(request.session[HERE])
    found = trust.list_sessions(here=here, by=actor_of(request), at=clock.now())
    return {"sessions": [(one, DOORS.get(one.door, one.door)) for one in found], "several": len(found) > 1}


def change_sessions(request: HttpRequest) -> HttpResponse:
    """End one or all others, as her list posts it; back to the list."""
    by, at = actor_of(request), clock.now()
    if "others" in request.POST:
        ended = actions.end_other_sessions(but=UUID(request.session[HERE]), by=by, at=at)
        told = ngettext("%(count)s other session was ended.", "%(count)s other sessions were ended.", ended)
        messages.success(request, told % {"count": ended})
    else:
        actions.end_session(session=_session(request), by=by, at=at)
        messages.success(request, _("That session is ended."))
    return HttpResponseRedirect(request.path)


def _session(request: HttpRequest) -> UUID:
    try:
        return UUID(request.POST.get("session", ""))
    except ValueError:
        raise NotFound("session.unknown", _("You are not signed in there.")) from None
