"""Money to customers: the agency's payouts, and the orders to the bank."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from onedoor.doors.desk.frame import show
from onedoor.kernel import clock
from onedoor.kernel.errors import Refused
from onedoor.look.doors import actor_of, door
from onedoor.look.questions import read_whole
from onedoor.payments import actions
from onedoor.payments import queries as payments
from onedoor.people import queries as people

STATES = ("returned", "planned", "held", "ordered")


@door(audience="officer", level=3, may="payments.pay_out")
def list_payouts(request: HttpRequest) -> HttpResponse:
    """Those first whose money came back; and the latest orders."""
    by = actor_of(request)
    state = request.GET.get("state", "")
    context = {
        "payouts": payments.list_agency_payouts(by=by, state=state if state in STATES else ""),
        "orders": payments.list_orders(by=by),
        "states": STATES,
        "state": state,
    }
    return show(request, "desk/payouts.html", context)


@door(audience="officer", level=3, may="payments.read")
def show_payout(request: HttpRequest, number: str) -> HttpResponse:
    """One payout. POST stops it, or sends a part again that came back."""
    by, error = actor_of(request), ""
    payout = payments.get_payout(number, by=by)
    if request.method == "POST":
        try:
            if request.POST.get("act") == "again":
                position = read_whole(request.POST.get("position"))
                actions.plan_again(payout=payout.id, position=position, by=by, at=clock.now())
                messages.success(request, _("The part goes out with the next order."))
            else:
                actions.stop_payout(
                    payout=payout.id, reason=request.POST.get("reason", ""),
                    reclaim=request.POST.get("reclaim") == "yes", by=by, at=clock.now(),
                )  # fmt: skip
                messages.success(request, _("Nothing more is paid."))
            return redirect("desk:payout", number=number)
        except Refused as refusal:
            error = str(refusal.message)
    context = {
        "payout": payout,
        "person": people.get_customer(payout.customer, by=by),
        "account": payments.find_account(payout.customer, by=by),
        "error": error,
        "may_stop": by.may("payments.stop") and payout.stopped_at is None,
    }
    return show(request, "desk/payout.html", context, status=422 if error else 200)


@door(audience="officer", level=3, may="payments.pay_out")
def order_file(request: HttpRequest, number: str) -> HttpResponse:
    """The file of orders (pain.001), to take to the bank."""
    response = HttpResponse(
        payments.write_order_file(number, by=actor_of(request)), content_type="application/xml"
    )
    response["Content-Disposition"] = f'attachment; filename="{number}.xml"'
    response["Cache-Control"] = "no-store"
    return response


@require_POST
@door(audience="officer", level=3, may="payments.pay_out")
def take_report(request: HttpRequest) -> HttpResponse:
    """The bank's report on an order (pain.002)."""
    file = request.FILES.get("file")
    try:
        order = actions.take_report(body=file.read() if file else b"", by=actor_of(request), at=clock.now())
        messages.success(
            request,
            _("%(paid)d parts are paid, %(returned)d came back.")
            % {"paid": order.paid, "returned": order.returned},
        )
    except Refused as refusal:
        messages.warning(request, str(refusal.message))
    return redirect("desk:payouts")
