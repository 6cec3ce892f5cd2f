"""For supervisors: who asks for more time, and who asked a customer twice."""

from datetime import timedelta
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from onedoor.cases import actions
from onedoor.cases import queries as cases
from onedoor.doors.desk.frame import show
from onedoor.kernel import clock
from onedoor.kernel.errors import Conflict, Invalid
from onedoor.look.doors import actor_of, door

A_YEAR = timedelta(days=365)


@door(audience="officer", level=3, may="cases.grant_time")
def show_time(request: HttpRequest) -> HttpResponse:
    """What waits for a decision, then the second requests of the year."""
    by, at = actor_of(request), clock.now()
    context = {
        "by_me": by.account,
        "proposed": cases.list_proposed_extensions(by=by),
        "again": cases.list_asked_again(by=by),
        "figures": cases.count_breaches(by=by, since=at - A_YEAR, at=at),
    }
    return show(request, "desk/time.html", context)


@require_POST
@door(audience="officer", level=3, may="cases.grant_time")
def decide(request: HttpRequest, extension: UUID, answer: str) -> HttpResponse:
    """Grant the time or refuse it."""
    granted = answer == "grant"
    try:
        actions.decide_extension(extension=extension, granted=granted, by=actor_of(request), at=clock.now())
    except (Conflict, Invalid) as refusal:
        messages.warning(request, str(refusal.message))
        return redirect("desk:time")
    done = gettext("Granted. The customer reads the new date.") if granted else gettext("Refused.")
    messages.success(request, done)
    return redirect("desk:time")
