"""One bill of a customer: its lines by agency, and what may be done about them."""

from decimal import Decimal
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from onedoor.doors.desk.frame import show
from onedoor.kernel import clock
from onedoor.kernel.actors import Actor
from onedoor.kernel.errors import Invalid, Refused
from onedoor.kernel.money import parse_amount
from onedoor.look.doors import actor_of, door
from onedoor.look.questions import read_whole
from onedoor.payments import actions
from onedoor.payments import queries as payments
from onedoor.people import queries as people


@door(audience="officer", level=3, may="payments.read")
def show_bill(request: HttpRequest, number: str) -> HttpResponse:
    """The bill with its payments, refunds and waivers."""
    return _page(request, number)


@require_POST
@door(audience="officer", level=3, may="payments.read")
def act_on_bill(request: HttpRequest, number: str, act: str) -> HttpResponse:
    """Ask to waive a line, agree to it or not, pay back, or cancel."""
    by = actor_of(request)
    charge = payments.get_charge(number, by=by)
    try:
        words = _ACTS.get(act, _nothing)(request, charge, by)
    except Refused as refusal:
        return _page(request, number, error=str(refusal.message))
    messages.success(request, words)
    return redirect("desk:bill", number=number)


def _ask_waiver(request: HttpRequest, charge: Any, by: Actor) -> str:
    actions.ask_waiver(
        charge=charge.id, position=read_whole(request.POST.get("position")),
        reason=request.POST.get("reason", ""), by=by, at=clock.now(),
    )  # fmt: skip
    return _("A second officer of your agency has to agree now.")


def _decide_waiver(request: HttpRequest, _charge: Any, by: Actor) -> str:
    agrees = request.POST.get("agrees") == "yes"
    actions.decide_waiver(waiver=_id(request, "waiver"), agrees=agrees, by=by, at=clock.now())
    return _("The line is let go.") if agrees else _("The line stays to be paid.")


def _refund(request: HttpRequest, charge: Any, by: Actor) -> str:
    """By line, where amounts stand at lines; else the one amount, what was too much first."""
    parts = {
        line.position: parse_amount(text)
        for line in charge.lines
        if (text := request.POST.get(f"line-{line.position}", "").strip())
    }
    lines = {position: amount for position, amount in parts.items() if amount}
    amount = sum(lines.values(), Decimal("0.00")) if lines else parse_amount(request.POST.get("amount", ""))
    actions.refund(
        payment=_id(request, "payment"), amount=amount, lines=lines or None,
        reason=request.POST.get("reason", ""), by=by, at=clock.now(),
    )  # fmt: skip
    return _("The money goes back.")


def _cancel(_request: HttpRequest, charge: Any, by: Actor) -> str:
    actions.cancel_charge(charge=charge.id, by=by, at=clock.now())
    return _("The bill is cancelled.")


def _nothing(_request: HttpRequest, _charge: Any, _by: Actor) -> str:
    raise Invalid("bill.act", _("Choose what to do."))


_ACTS = {"waive": _ask_waiver, "decide": _decide_waiver, "refund": _refund, "cancel": _cancel}


def _id(request: HttpRequest, name: str) -> UUID:
    try:
        return UUID(request.POST.get(name, ""))
    except ValueError:
        raise Invalid("bill.act", _("Choose what to do.")) from None


def _page(request: HttpRequest, number: str, *, error: str = "") -> HttpResponse:
    by = actor_of(request)
    charge = payments.get_charge(number, by=by)
    context = {
        "charge": charge,
        "person": people.get_customer(charge.customer, by=by),
        "payments": payments.list_payments(charge.id, by=by),
        "refunds": payments.list_refunds(charge.id, by=by),
        "waivers": payments.list_waivers(charge.id, by=by),
        "error": error,
        "typed": request.POST,
        "me": by.account,
        "my_agency": by.agency,
        "may_waive": by.may("payments.waive") and charge.state in ("due", "part_paid", "settled"),
        "may_refund": by.may("payments.refund"),
        "may_cancel": by.may("payments.cancel")
        and charge.state in ("due", "part_paid")
        and not any(line.held for line in charge.lines),
    }
    return show(request, "desk/bill.html", context, status=422 if error else 200)
