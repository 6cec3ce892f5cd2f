"""The test bank's page: the payer approves, declines, or lets something go wrong. No real money."""

from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from onedoor.kernel import clock
from onedoor.kernel.errors import NotFound
from onedoor.kernel.money import to_cents
from onedoor.look.doors import actor_of, door, signed_in
from onedoor.payments import actions
from onedoor.payments import queries as payments

TOO_MUCH = Decimal(10)


@door(audience="public", level=0)
def checkout(request: HttpRequest, reference: str) -> HttpResponse:
    """Whoever holds the reference may pay; the bank then tells us, as a real one would."""
    found = payments.find_checkout(reference)
    if found is None:
        raise NotFound("payment.unknown", gettext_lazy("There is no such payment."))
    if request.method != "POST":
        return render(request, "portal/checkout.html", {"checkout": found})
    outcome = request.POST.get("outcome", "failed")
    actions.pay_at_test_bank(
        reference=reference,
        outcome="failed" if outcome == "failed" else "paid",
        amount=_amount(found, outcome),
        by=actor_of(request),
        at=clock.now(),
    )
    if outcome == "failed":
        messages.warning(request, _("The bank declined the payment. Nothing was paid."))
    else:
        messages.success(request, _("The bank told us that you paid. Your receipt is below."))
    if not signed_in(request):
        return HttpResponseRedirect(reverse("portal:home"))
    return HttpResponseRedirect(reverse("portal:charge", args=[found.charge]))


def _amount(found: Any, outcome: str) -> Decimal | None:
    if outcome == "half":
        return to_cents(found.amount / 2)
    return found.amount + TOO_MUCH if outcome == "more" else None
