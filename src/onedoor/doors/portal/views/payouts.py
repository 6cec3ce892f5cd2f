"""What government pays her: how much, when, and to which account."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from onedoor.doors.portal.me import customer_of
from onedoor.kernel import clock
from onedoor.kernel.errors import Invalid
from onedoor.look.doors import door
from onedoor.look.questions import Question
from onedoor.payments import actions
from onedoor.payments import queries as payments


@door(audience="customer", level=2)
def show_payout(request: HttpRequest, number: str) -> HttpResponse:
    """Every part with its day and its state."""
    actor, customer = customer_of(request)
    context = {
        "payout": payments.get_payout(number, by=actor),
        "account": payments.find_account(customer, by=actor),
    }
    return render(request, "portal/payout.html", context)


@door(audience="customer", level=3)
def account(request: HttpRequest) -> HttpResponse:
    """Name or change the account. The number that was typed is never shown again."""
    actor, customer = customer_of(request)
    error = ""
    if request.method == "POST":
        try:
            number = request.POST.get("account", "")
            actions.give_account(customer=customer, number=number, by=actor, at=clock.now())
            messages.success(request, _("We have noted your account."))
            return HttpResponseRedirect(reverse("portal:payments"))
        except Invalid as refusal:
            error = str(refusal.message)
    question = Question(
        name="account",
        kind="text",
        label=_("Account number"),
        hint=_("9 to 18 figures, as on your bank card or statement."),
        error=error,
    )
    context = {
        "account": payments.find_account(customer, by=actor),
        "questions": [question],
        "faults": [question] if error else [],
    }
    return render(request, "portal/account.html", context, status=422 if error else 200)
