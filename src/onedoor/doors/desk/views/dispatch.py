"""For the dispatchers of the contact centre: orders that nobody signed for, that are not an agency's own,
that went from hand to hand; and what customers say of them afterwards."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from onedoor.cases import actions
from onedoor.cases import queries as cases
from onedoor.cases.types import OrderFigures
from onedoor.doors.desk.dispatch_acts import FollowUpForm
from onedoor.doors.desk.frame import show, typed
from onedoor.kernel import clock
from onedoor.kernel.errors import Conflict, Invalid
from onedoor.look.doors import actor_of, door
from onedoor.people import queries as people
from onedoor.trust import queries as trust

PERIOD = timedelta(days=30)


@door(audience="officer", level=3, may="cases.dispatch")
def show_dispatch(request: HttpRequest) -> HttpResponse:
    """What waits for a dispatcher, and how the agencies answered in the last thirty days."""
    by, at = actor_of(request), clock.now()
    context = {
        "disputes": cases.list_disputes(by=by),
        "unsigned": cases.list_unsigned(by=by, at=at),
        "problems": cases.list_problem_orders(by=by),
        "to_ask": cases.list_to_ask_after(by=by, at=at),
        "figures": [_rates(one) for one in cases.count_orders(since=at - PERIOD, until=at, at=at)],
        "agencies": trust.list_agencies(),
        "at": at,
    }
    return show(request, "desk/dispatch.html", context)


@door(audience="officer", level=3, may="cases.dispatch")
def ask_after(request: HttpRequest, number: str) -> HttpResponse:
    """The call to a customer whose order was answered: whom to call, what to ask, what she says."""
    by, at = actor_of(request), clock.now()
    order = cases.find_to_ask_after(number, by=by, at=at)
    if order is None or order.customer is None:
        messages.warning(request, gettext("She was asked about this already, or need not be."))
        return redirect("desk:dispatch")
    form = FollowUpForm(typed(request) if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid() and _write_down(request, order.id, form):
        return redirect("desk:dispatch")
    points = people.list_contact_points(order.customer, by=by)
    context = {
        "order": order, "form": form, "person": people.get_customer(order.customer, by=by),
        "phones": [point.value for point in points if point.kind == "phone"],
    }  # fmt: skip
    return show(request, "desk/ask_after.html", context, status=422 if form.errors else 200)


def _write_down(request: HttpRequest, order: UUID, form: FollowUpForm) -> bool:
    said = form.cleaned_data
    try:
        again = actions.ask_after(
            case=order, reached=said["reached"] == "yes", contacted=said["contacted"] == "yes",
            solved=said["solved"] == "yes", satisfied=said["satisfied"] == "yes", comment=said["comment"],
            by=actor_of(request), at=clock.now(),
        )  # fmt: skip
    except (Conflict, Invalid) as refusal:
        form.add_error("comment", str(refusal.message))
        return False
    done = gettext("Written down.")
    if again is not None:
        done = gettext("It goes back to the agency as %(number)s.") % {"number": again.number}
    messages.success(request, done)
    return True


def _rates(one: OrderFigures) -> dict[str, Any]:
    """Each share in percent, None where it is a share of nothing."""
    return {
        "row": one,
        "signed": _percent(one.signed_in_time, one.sign_due),
        "sent_back": _percent(one.sent_back, one.closed),
        "contacted": _percent(one.contacted, one.reached),
        "solved": _percent(one.solved, one.reached),
        "satisfied": _percent(one.satisfied, one.reached),
    }


def _percent(part: int, whole: int) -> float | None:
    return 100 * part / whole if whole else None


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
