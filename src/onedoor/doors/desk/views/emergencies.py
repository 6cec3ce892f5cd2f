"""An emergency: what is needed opens at once, for an hour; a supervisor reviews it afterwards."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from onedoor.doors.desk.frame import show, typed
from onedoor.exchange import queries as exchange
from onedoor.kernel import clock
from onedoor.kernel.errors import Refused
from onedoor.look.doors import actor_of, door
from onedoor.people import queries as people
from onedoor.trust import actions
from onedoor.trust import queries as trust
from onedoor.trust.types import EmergencyKind


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


@door(audience="officer", level=3, may="emergencies.review")
def list_emergencies(request: HttpRequest) -> HttpResponse:
    """What waits for review at this agency, with its clock, and what was reviewed."""
    found = trust.list_emergencies(by=actor_of(request))
    context = {
        "waiting": [one for one in found if one.reviewed_at is None],
        "reviewed": [one for one in found if one.reviewed_at],
        "at": clock.now(),
        "me": actor_of(request).account,
    }
    return show(request, "desk/emergencies.html", context)


@require_POST
@door(audience="officer", level=3, may="emergencies.review")
def review(request: HttpRequest, emergency: UUID) -> HttpResponse:
    """It was right, or it was not."""
    was_right = request.POST.get("answer") == "right"
    actions.review_emergency(emergency=emergency, was_right=was_right, by=actor_of(request), at=clock.now())
    messages.success(request, gettext("Your review is written down. The customer sees that it was reviewed."))
    return redirect("desk:emergencies")
