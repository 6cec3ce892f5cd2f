"""A customer who sits here sets her PIN, which she types herself, or has one sent by letter: the officer sees
neither."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters

from onedoor.doors.desk.frame import show, typed
from onedoor.kernel import clock
from onedoor.kernel.errors import Refused
from onedoor.look.doors import actor_of, door
from onedoor.look.questions import Question
from onedoor.people import actions as people_actions
from onedoor.people import queries as people
from onedoor.trust import actions
from onedoor.trust import queries as trust

_HIDDEN = {"autocomplete": "new-password", "inputmode": "numeric", "width": "10"}


class PinForm(forms.Form):
    """Twice, since nobody sees it."""

    pin = forms.CharField(
        label=_("PIN of six digits"),
        help_text=_("Turn the keyboard to the customer. No date, no row like 123456, no pattern."),
        max_length=20,
        widget=forms.PasswordInput(attrs=_HIDDEN),
        error_messages={"required": _("The customer types six digits.")},
    )
    again = forms.CharField(
        label=_("The same PIN again"),
        max_length=20,
        widget=forms.PasswordInput(attrs=_HIDDEN),
        error_messages={"required": _("Type the PIN twice.")},
    )

    def clean_again(self) -> str:
        again: str = self.cleaned_data["again"]
        if again != self.cleaned_data.get("pin", again):
            raise forms.ValidationError(_("The two are not the same. Type the PIN twice."))
        return again


@sensitive_post_parameters("pin", "again")
@door(audience="officer", level=3, may="assistance.give")
def set_pin(request: HttpRequest) -> HttpResponse:
    """Only while the customer is here, in a session that she opened with her code."""
    by, at = actor_of(request), clock.now()
    account = trust.find_account_of(by.customer) if by.assisted and by.customer else None
    if account is None:
        messages.warning(request, gettext("Begin helping a customer who has an account first."))
        return redirect("desk:home")
    orders = request.method == "POST" and "letter" in request.POST
    form = PinForm(None if orders else typed(request))
    letter_error = ""
    if orders:
        try:
            people_actions.order_pin_letter(account=account.id, by=by, at=at)
        except Refused as refusal:
            letter_error = str(refusal.message)
        else:
            messages.success(request, gettext("A letter with a PIN goes to the customer's address."))
            return redirect("desk:assist")
    elif form.is_valid():
        try:
            actions.set_door_pin(account=account.id, pin=form.cleaned_data["pin"], by=by, at=at)
        except Refused as refusal:
            form.add_error("pin", str(refusal.message))
        else:
            messages.success(request, gettext("The customer's PIN is set."))
            return redirect("desk:assist")
    context = {
        "form": form,
        "letter": people.find_pin_letter(account.id, by=by),
        "letter_error": letter_error,
        "letter_faults": [Question(name="letter", kind="text", label="", error=letter_error)],
    }
    refused = form.errors or letter_error
    response = show(request, "desk/pin.html", context, status=422 if refused else 200)
    response["Cache-Control"] = "no-store"
    return response
