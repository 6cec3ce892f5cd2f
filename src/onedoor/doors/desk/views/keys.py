"""An officer's keys for the programs that she works with: made for a shift, shown once, taken back."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from onedoor.doors.desk.frame import show, typed
from onedoor.kernel import clock
from onedoor.look.doors import actor_of, door
from onedoor.trust import actions
from onedoor.trust import queries as trust


class KeyForm(forms.Form):
    """What the key is for."""

    label = forms.CharField(
        label=_("What is the key for?"), help_text=_("Such as: telephone bar, counter 4."), max_length=120
    )


@door(audience="officer", level=3)
def list_keys(request: HttpRequest) -> HttpResponse:
    """The keys in force; a new one is shown this once."""
    by, at = actor_of(request), clock.now()
    form, issued = KeyForm(typed(request)), None
    if form.is_valid():
        issued = actions.issue_desk_key(label=form.cleaned_data["label"], by=by, at=at)
        form = KeyForm()
    context = {"form": form, "issued": issued, "keys": trust.list_desk_keys(by=by, at=at)}
    response = show(request, "desk/keys.html", context, status=422 if form.errors else 200)
    response["Cache-Control"] = "no-store"
    return response


@require_POST
@door(audience="officer", level=3)
def revoke(request: HttpRequest, key: UUID) -> HttpResponse:
    """It opens nothing from now on."""
    actions.revoke_desk_key(key=key, by=actor_of(request), at=clock.now())
    messages.success(request, _("The key opens nothing any more."))
    return redirect("desk:keys")
