"""Helping a customer who is present: under a code that only she can give, both names on record."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from onedoor.doors.desk.frame import show, typed
from onedoor.doors.desk.shelves import open_shelf
from onedoor.kernel import clock
from onedoor.kernel.errors import Refused
from onedoor.look.doors import actor_of, door
from onedoor.people import queries as people
from onedoor.services import queries as services
from onedoor.trust import actions as trust


class CustomerCodeForm(forms.Form):
    """The six digits that the customer reads out."""

    code = forms.CharField(
        label=_("The customer's code"),
        help_text=_(
            "The customer finds it in the portal under “Help at the counter”. It works once, for ten minutes."
        ),
        max_length=12,
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "numeric", "width": "10"}),
        error_messages={"required": _("Type the six digits that the customer reads out.")},
    )


@sensitive_post_parameters("code")
@door(audience="officer", level=3, may="assistance.give")
def begin(request: HttpRequest, customer: UUID) -> HttpResponse:
    """Open the session; a wrong code is refused, and the customer sees that it was."""
    by = actor_of(request)
    form = CustomerCodeForm(typed(request))
    if form.is_valid():
        try:
            session = trust.begin_assisted(
                customer=customer, code=form.cleaned_data["code"], by=by, at=clock.now()
            )
        except Refused as refusal:
            form.add_error("code", str(refusal.message))
        else:
            request.session["assisted"] = str(session.id)
            return redirect("desk:assist")
    person = people.get_customer(customer, by=by)
    context = {"form": form, "person": person, "identifier": people.masked_identifier(customer)}
    return show(request, "desk/begin.html", context, status=422 if form.errors else 200)


@door(audience="officer", level=3, may="assistance.give")
def with_her(request: HttpRequest) -> HttpResponse:
    """What can be done together: her drafts, and the services to start; or how to begin."""
    by = actor_of(request)
    if by.assisted is None or by.customer is None:
        request.session.pop("assisted", None)
        return show(request, "desk/nobody.html")
    customer = by.customer
    cards = open_shelf(lambda: services.list_applications(customer, by=by))
    asked = [one for one in services.list_requests(customer, by=by) if one.state == "invited"]
    context = {"applications": cards, "asked": asked, "services": services.list_services(at=clock.now())}
    return show(request, "desk/assist.html", context)


@require_POST
@door(audience="officer", level=3, may="assistance.give")
def end(request: HttpRequest) -> HttpResponse:
    """The customer goes; nothing more can be done in her name."""
    by = actor_of(request)
    request.session.pop("assisted", None)
    if by.assisted is None:
        return redirect("desk:home")
    trust.end_assisted(session=by.assisted, by=by, at=clock.now())
    messages.success(request, gettext("The session is over. What you did stands on record under both names."))
    return redirect("desk:customer", customer=by.customer)
