"""An emergency: what is needed opens at once, for an hour; a supervisor reviews it afterwards."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from onedoor.cases import queries as cases
from onedoor.doors.desk.frame import show, typed
from onedoor.exchange import queries as exchange
from onedoor.kernel import clock
from onedoor.kernel.actors import Actor
from onedoor.kernel.errors import NotFound, Refused
from onedoor.look.doors import actor_of, door
from onedoor.people import queries as people
from onedoor.services import actions as services
from onedoor.trust import actions
from onedoor.trust import queries as trust
from onedoor.trust.types import EmergencyKind, EmergencyView


class EmergencyForm(forms.Form):
    """What happened, in the officer's own words."""

    kind = forms.ChoiceField(
        label=_("What is the emergency?"),
        choices=EmergencyKind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what the emergency is.")},
    )
    reason = forms.CharField(
        label=_("What happened?"),
        help_text=_("Your supervisor reads this within two working days. The customer sees your name."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=1000,
        error_messages={"required": _("Say in a sentence what happened. A supervisor reads it.")},
    )


@door(audience="officer", level=3, may="emergencies.open")
def open_emergency(request: HttpRequest, customer: UUID) -> HttpResponse:
    """Ask what happened; then show what this kind needs, while the hour lasts."""
    by, at = actor_of(request), clock.now()
    person = people.get_customer(customer, by=by)
    emergency = trust.find_emergency(customer, by=by, at=at)
    form = EmergencyForm(typed(request))
    if emergency is None and form.is_valid():
        try:
            actions.open_emergency(customer=person.id, by=by, at=at, **form.cleaned_data)
            return redirect(request.path)
        except Refused as refusal:
            form.add_error(refusal.field or None, str(refusal.message))
    context: dict[str, Any] = {
        "person": person,
        "form": form,
        "emergency": emergency,
        "values": exchange.list_in_emergency(customer, by=by, at=at),
    }
    return show(request, "desk/emergency.html", context, status=422 if form.errors else 200)


class ReviewForm(forms.Form):
    """Was it right, and why."""

    answer = forms.ChoiceField(
        label=_("Was it right to open the record?"),
        choices=[("right", _("It was right")), ("wrong", _("It was not right"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Say whether it was right.")},
    )
    reason = forms.CharField(
        label=_("Why?"),
        help_text=_(
            "The auditor reads it. If it was not right, the customer is told that, without your words."
        ),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=1000,
        error_messages={"required": _("Say in a sentence why. The auditor reads it.")},
    )


@door(audience="officer", level=3, may="emergencies.review")
def list_emergencies(request: HttpRequest) -> HttpResponse:
    """The open review cases of this agency, with their clocks, and what was reviewed."""
    by, at = actor_of(request), clock.now()
    found = trust.list_emergencies(by=by)
    context = {
        "waiting": [(one, _find_case(one, by)) for one in found if one.reviewed_at is None],
        "reviewed": [one for one in found if one.reviewed_at],
        "at": at,
        "me": by.account,
    }
    return show(request, "desk/emergencies.html", context)


@door(audience="officer", level=3, may="emergencies.review")
def review(request: HttpRequest, emergency: UUID) -> HttpResponse:
    """One of them: what happened, whether it was right, and why. The answer ends its case."""
    by, at = actor_of(request), clock.now()
    found = next((one for one in trust.list_emergencies(by=by) if one.id == emergency), None)
    if found is None:
        raise NotFound("emergency.unknown", _("There is nothing to review, or it is another agency's."))
    form = ReviewForm(typed(request))
    if form.is_valid():
        try:
            services.review_emergency(
                emergency=emergency,
                was_right=form.cleaned_data["answer"] == "right",
                reason=form.cleaned_data["reason"],
                by=by,
                at=at,
            )
            messages.success(
                request, gettext("Your review is written down. The customer sees that it was reviewed.")
            )
            return redirect("desk:emergencies")
        except Refused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal.message))
    context = {
        "one": found,
        "case": _find_case(found, by),
        "form": form,
        "at": at,
        "me": by.account,
    }
    return show(request, "desk/emergency_review.html", context, status=422 if form.errors else 200)


@door(audience="officer", level=3, may="journal.audit")
def audit(request: HttpRequest) -> HttpResponse:
    """Of every agency: what was not right, and what nobody reviewed in time."""
    at = clock.now()
    found = actions.audit_emergencies(by=actor_of(request), at=at)
    return show(request, "desk/emergencies_audit.html", {"found": found, "at": at})


def _find_case(one: EmergencyView, by: Actor) -> Any:
    """Its review's case; None in the seconds before it is open."""
    try:
        return cases.get_case(one.case, by=by) if one.case else None
    except Refused:
        return None
