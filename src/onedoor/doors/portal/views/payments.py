"""Bills: what for, until when, in one sum or in parts; and the receipts."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from onedoor.doors.portal.me import customer_of
from onedoor.kernel import clock
from onedoor.kernel.errors import Refused
from onedoor.kernel.money import parse_amount
from onedoor.look.doors import door
from onedoor.look.questions import Option, Question
from onedoor.payments import actions
from onedoor.payments import queries as payments

PARTS = (2, 3, 6, 12)


@door(audience="customer", level=2)
def list_payments(request: HttpRequest) -> HttpResponse:
    """What is due first, then receipts."""
    actor, customer = customer_of(request)
    charges = payments.list_charges(customer, by=actor)
    context = {
        "due": [one for one in charges if one.balance > 0 and one.state in ("due", "part_paid")],
        "receipts": payments.list_receipts(customer, by=actor),
        "payouts": payments.list_payouts(customer, by=actor),
        "account": payments.find_account(customer, by=actor),
    }
    return render(request, "portal/payments.html", context)


@door(audience="customer", level=2)
def show_charge(request: HttpRequest, number: str) -> HttpResponse:
    """One bill. POST goes to the bank with the amount chosen."""
    actor, customer = customer_of(request)
    charge = payments.get_charge(number, by=actor)
    if request.method == "POST":
        try:
            amount = parse_amount(request.POST.get("amount", ""))
            checkout = actions.start_payment(charge=charge.id, amount=amount, by=actor, at=clock.now())
            return HttpResponseRedirect(checkout.url)
        except Refused as refusal:
            messages.warning(request, str(refusal.message))
            return HttpResponseRedirect(reverse("portal:charge", args=[number]))
    context: dict[str, Any] = {
        "charge": charge,
        "paid_so_far": -charge.paid,
        "receipts": [
            one for one in payments.list_receipts(customer, by=actor) if one.charge == charge.number
        ],
        "refunds": payments.list_refunds(charge.id, by=actor),
        "voucher": payments.get_voucher(number, by=actor) if charge.balance else None,
        "next_instalment": _next_instalment(charge),
        "may_split": not charge.instalments and charge.state == "due" and charge.amount >= Decimal(20),
    }
    return render(request, "portal/charge.html", context)


@door(audience="customer", level=2)
def instalments(request: HttpRequest, number: str) -> HttpResponse:
    """Choose in how many monthly parts to pay."""
    actor, _customer = customer_of(request)
    charge = payments.get_charge(number, by=actor)
    chosen, error = request.POST.get("parts", ""), ""
    if request.method == "POST":
        try:
            _agree(charge, chosen, actor)
            messages.success(request, _("The instalments are agreed."))
            return HttpResponseRedirect(reverse("portal:charge", args=[number]))
        except Refused as refusal:
            error = str(refusal.message)
    options = tuple(Option(str(parts), _in_words(charge, parts)) for parts in PARTS)
    question = Question(
        name="parts", kind="choice", label=_("In how many parts?"), options=options, value=chosen, error=error
    )
    context = {"charge": charge, "questions": [question], "faults": [question] if error else []}
    return render(request, "portal/instalments.html", context, status=422 if error else 200)


def _agree(charge: Any, chosen: str, actor: Any) -> None:
    parts = int(chosen) if chosen.isdecimal() and len(chosen) < 3 else 0
    first = min(charge.due_date, clock.today() + timedelta(days=30))
    actions.offer_instalments(charge=charge.id, first_due_date=first, parts=parts, by=actor, at=clock.now())


def _in_words(charge: Any, parts: int) -> str:
    amount = f"${charge.balance / parts:,.2f}"
    return _("%(parts)d parts of about %(amount)s a month") % {"parts": parts, "amount": amount}


def _next_instalment(charge: Any) -> Decimal | None:
    return next((one.amount - one.paid for one in charge.instalments if not one.is_paid), None)
