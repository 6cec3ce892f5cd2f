"""Where she is signed in: browsers, and agencies' own services."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _

from onedoor.kernel import clock
from onedoor.kernel.errors import NotFound
from onedoor.look.doors import actor_of, door
from onedoor.look.sessions import change_sessions, describe_sessions
from onedoor.trust import actions
from onedoor.trust import queries as trust


@door(audience="customer", level=1)
def list_sessions(request: HttpRequest) -> HttpResponse:
    """The list; its forms come back here."""
    by, at = actor_of(request), clock.now()
    if "sign_on" in request.POST:
        actions.end_sign_on(sign_on=_sign_on(request), by=by, at=at)
        messages.success(request, _("That service reads nothing of yours any more."))
        return HttpResponseRedirect(request.path)
    if request.method == "POST":
        return change_sessions(request)
    agencies = {one.code: one.name for one in trust.list_agencies()}
    services = [(one, agencies[one.agency]) for one in trust.list_sign_ons(by=by, at=at)]
    return render(request, "portal/sessions.html", {**describe_sessions(request), "services": services})


def _sign_on(request: HttpRequest) -> UUID:
    try:
        return UUID(request.POST["sign_on"])
    except ValueError:
        raise NotFound("sign_on.unknown", _("You are not signed in there.")) from None
