"""For the dispatchers of the contact centre: orders that an agency says are not its own."""

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
from onedoor.trust import queries as trust


@door(audience="officer", level=3, may="cases.dispatch")
def show_dispatch(request: HttpRequest) -> HttpResponse:
    """What waits for a decision, the nearest promise first."""
    by = actor_of(request)
    context = {"disputes": cases.list_disputes(by=by), "agencies": trust.list_agencies(), "at": clock.now()}
    return show(request, "desk/dispatch.html", context)


@require_POST
@door(audience="officer", level=3, may="cases.dispatch")
def decide(request: HttpRequest, dispute: UUID) -> HttpResponse:
    """To another agency, or it stays where it is."""
    agency, answer = request.POST.get("agency", ""), request.POST.get("answer", "")
    try:
        decided = actions.decide_dispute(
            dispute=dispute, agency=agency, answer=answer, by=actor_of(request), at=clock.now()
        )
    except (Conflict, Invalid) as refusal:
        messages.warning(request, str(refusal.message))
        return redirect("desk:dispatch")
    done = gettext("Passed on. Its promise stays.") if decided.state == "upheld" else gettext("It stays.")
    messages.success(request, done)
    return redirect("desk:dispatch")
