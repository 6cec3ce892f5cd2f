"""Writing down a contact: what it was about, how it ended, and on to the next."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from onedoor.cases import queries as cases
from onedoor.contact import actions as contact
from onedoor.contact.types import Topic
from onedoor.doors.desk.call_forms import AboutForm
from onedoor.doors.desk.frame import show, typed
from onedoor.doors.desk.words import CONTACT_DOORS, CONTACT_RESULTS
from onedoor.kernel import clock
from onedoor.look.doors import actor_of, door
from onedoor.people import queries as people


class ContactForm(AboutForm):
    """One contact, as it is written down afterwards."""

    field_order = ("door", "about", "result", "case")
    door = forms.ChoiceField(label=_("How"), choices=list(CONTACT_DOORS.items()))
    result = forms.ChoiceField(label=_("How it ended"), choices=list(CONTACT_RESULTS.items()))
    case = forms.CharField(required=False, widget=forms.HiddenInput)


@door(audience="officer", level=3, may="contact.log")
def log_contact(request: HttpRequest, customer: UUID) -> HttpResponse:
    """Log, and then the next customer or back to this one."""
    by, at = actor_of(request), clock.now()
    form = ContactForm(typed(request), initial={"case": request.GET.get("case", "")})
    if form.is_valid():
        result = form.cleaned_data["result"]
        number = form.cleaned_data["case"]
        case = cases.find_case(number, by=by) if number else None
        lines = [line.strip() for line in form.cleaned_data["about"].splitlines() if line.strip()]
        contact.log_interaction(
            customer=customer,
            door=form.cleaned_data["door"],
            topics=[Topic(subject=line, result=result, case=case.id if case else None) for line in lines],
            result=result,
            by=by,
            at=at,
        )
        messages.success(request, gettext("The contact is written down."))
        if "next" in request.POST:
            return redirect("desk:home")
        if case:
            return redirect("desk:case", number=case.number)
        return redirect("desk:customer", customer=customer)
    context = {"contact_form": form, "person": people.get_customer(customer, by=by)}
    return show(request, "desk/contact.html", context, status=422 if form.errors else 200)
