"""The customer in one screen. It opens under a purpose, which she reads beside the officer's name."""

from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from onedoor.cases import queries as cases
from onedoor.doors.desk.customer_page import identity, read_customer, read_values
from onedoor.doors.desk.frame import show, typed, wants_part
from onedoor.doors.desk.looks import PROTECTED, PURPOSES, Look, find_look, keep_look
from onedoor.doors.desk.views.contacts import ContactForm
from onedoor.doors.desk.views.protection import describe_protection
from onedoor.kernel import clock
from onedoor.look.doors import actor_of, door
from onedoor.look.timeline import KINDS, list_moments
from onedoor.look.views import safe_next
from onedoor.people import actions as people_actions
from onedoor.people import queries as people


class PurposeForm(forms.Form):
    """Why the record is opened; a case of the customer's may be the reason."""

    purpose = forms.ChoiceField(
        label=_("Why do you open this record?"),
        help_text=_("The customer sees your name, your agency and this reason."),
        choices=list(PURPOSES.items()),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose why you open this record.")},
    )
    case = forms.UUIDField(required=False, widget=forms.HiddenInput)


@door(audience="officer", level=3, may="customers.read")
def open_record(request: HttpRequest, customer: UUID) -> HttpResponse:
    """Ask for the purpose where none was given; write the look; show the page."""
    by, at = actor_of(request), clock.now()
    person = people.get_customer(customer, by=by)
    if person.id != customer:  # merged: its old address leads to the record that was kept
        return redirect("desk:open", customer=person.id)
    form = PurposeForm(typed(request))
    if form.is_valid():
        case = form.cleaned_data["case"]
        if case:
            cases.get_case(case, by=by)  # a purpose cannot be borrowed from a case that is not hers to see
        look = Look(form.cleaned_data["purpose"], case)
        people_actions.record_view(customer=customer, purpose=look.purpose, case=case, by=by, at=at)
        keep_look(request, customer, look, at)
        return redirect(safe_next(request, reverse("desk:customer", args=[customer])))
    context = {"form": form, "person": person, "identifier": people.masked_identifier(customer)}
    return show(request, "desk/open.html", context, status=422 if form.errors else 200)


@door(audience="officer", level=3, may="customers.read")
def show_customer(request: HttpRequest, customer: UUID) -> HttpResponse:
    """Everything about her that this officer may see."""
    by, at = actor_of(request), clock.now()
    look = find_look(request, customer, at)
    if look is None:
        return redirect("desk:open", customer=customer)
    context = read_customer(customer, by=by, at=at) | read_values(customer, by=by, protected=look.protected)
    context |= describe_protection(customer, by=by, at=at) | {"may_emergency": by.may("emergencies.open")}
    return show(request, "desk/customer.html", context | {"look": look, "contact_form": ContactForm()})


@require_POST
@door(audience="officer", level=3, may="customers.read")
def open_protected(request: HttpRequest, customer: UUID) -> HttpResponse:
    """Tax and medical details: asked for on purpose, written down, shown for the rest of this look."""
    by, at = actor_of(request), clock.now()
    look = find_look(request, customer, at)
    if look is None:
        return redirect("desk:open", customer=customer)
    people_actions.record_view(customer=customer, purpose=PROTECTED, case=look.case, by=by, at=at)
    keep_look(request, customer, replace(look, protected=True), at)
    return redirect(f"{reverse('desk:customer', args=[customer])}#values-title")


@door(audience="officer", level=3, may="customers.read")
def timeline(request: HttpRequest, customer: UUID) -> HttpResponse:
    """The history alone: one kind of it, or further back."""
    by, at = actor_of(request), clock.now()
    if find_look(request, customer, at) is None:
        return redirect("desk:open", customer=customer)
    kind = request.GET.get("kind", "")
    moments, older = list_moments(customer, by=by, kind=kind, before=_read(request.GET.get("before", "")))
    context: dict[str, Any] = {
        "moments": moments,
        "older": older,
        "kind": kind if kind in KINDS else "",
        "kinds": {code: title for code, (title, _starts) in KINDS.items()},
        "person": people.get_customer(customer, by=by),
    }
    if wants_part(request):
        return show(request, "desk/parts/timeline.html", context)
    context |= identity(context["person"], by=by, at=at)
    return show(request, "desk/timeline.html", context)


def _read(text: str) -> datetime | None:
    try:
        moment = parse_datetime(text)
    except ValueError:
        return None
    return moment if moment and moment.tzinfo else None
