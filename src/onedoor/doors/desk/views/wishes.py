"""How a customer wants to be dealt with, set with her on the phone or at the counter."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from onedoor.cases import queries as cases
from onedoor.contact import actions
from onedoor.contact import queries as contact
from onedoor.contact.types import Channel
from onedoor.doors.desk.frame import show, typed
from onedoor.doors.desk.shelves import open_shelf
from onedoor.kernel import clock
from onedoor.kernel.errors import Invalid
from onedoor.look.doors import actor_of, door
from onedoor.people import actions as people_actions
from onedoor.people import queries as people
from onedoor.people.types import AccessNeed, Door, Hours

CHANNELS = {
    Channel.INBOX: Door.PORTAL.label,
    Channel.EMAIL: Door.EMAIL.label,
    Channel.TEXT: Door.TEXT.label,
    Channel.PHONE: Door.PHONE.label,
    Channel.POST: Door.POST.label,
}


class WishesForm(forms.Form):
    """How a customer wants to be dealt with, set with her on the phone or at the counter."""

    language = forms.ChoiceField(
        label=_("Language"), choices=[("en", _("English")), ("zh-hans", _("Chinese"))]
    )
    door = forms.ChoiceField(label=_("How she hears from us"), choices=Door.choices)
    hours = forms.ChoiceField(label=_("When she may be called"), choices=Hours.choices)
    access_needs = forms.MultipleChoiceField(
        label=_("What she needs"),
        choices=AccessNeed.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    representative = forms.ChoiceField(label=_("Who gets news and letters"), required=False)

    def __init__(self, data: Any = None, *, initial: Any, holders: list[tuple[str, str]]) -> None:
        super().__init__(data, initial=initial)
        self.fields["representative"].choices = [("", _("She herself")), *holders]  # type: ignore[attr-defined]  # a ChoiceField


@door(audience="officer", level=3, may="customers.change")
def preferences(request: HttpRequest, customer: UUID) -> HttpResponse:
    """Set them while she is there or on the line."""
    by, at = actor_of(request), clock.now()
    held = people.preferences(customer, by=by)
    mandates = people.list_mandates(customer, by=by, at=at)
    holders = [
        (str(one.holder), one.holder_name or one.holder_name_zh) for one in mandates if one.giver == customer
    ]
    names = ("language", "door", "hours", "access_needs", "representative")
    initial = {name: getattr(held, name) or "" for name in names}
    form = WishesForm(typed(request), initial=initial, holders=holders)
    if form.is_valid():
        wishes = form.cleaned_data | {"representative": _read_id(form.cleaned_data["representative"])}
        try:
            people_actions.change_preferences(customer=customer, by=by, at=at, **wishes)
            messages.success(request, gettext("Saved. Every agency follows this."))
            return redirect("desk:customer", customer=customer)
        except Invalid as refusal:
            form.add_error(refusal.field, str(refusal.message))
    open_cases = open_shelf(lambda: [one for one in cases.list_cases(customer, by=by) if one.is_open])
    context = {
        "form": form, "person": people.get_customer(customer, by=by), "channels": CHANNELS,
        "cases": [(one, contact.find_case_channel(customer, one.id, by=by)) for one in open_cases.items],
    }  # fmt: skip
    return show(request, "desk/preferences.html", context, status=422 if form.errors else 200)


@require_POST
@door(audience="officer", level=3, may="customers.change")
def choose_channel(request: HttpRequest, customer: UUID, number: str) -> HttpResponse:
    """How she hears about one case."""
    by = actor_of(request)
    chosen = request.POST.get("channel", "")
    case = cases.find_case(number, by=by)
    if case is None or case.customer != customer or (chosen and chosen not in CHANNELS):
        messages.error(request, gettext("Choose one of the ways offered."))
        return redirect("desk:preferences", customer=customer)
    channel = Channel(chosen) if chosen else None
    actions.choose_case_channel(customer=customer, case=case.id, channel=channel, by=by, at=clock.now())
    messages.success(request, gettext("Saved. Every agency follows this."))
    return redirect("desk:preferences", customer=customer)


def _read_id(text: str) -> UUID | None:
    return UUID(text) if text else None
