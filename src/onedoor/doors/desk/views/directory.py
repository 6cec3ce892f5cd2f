"""The agency's own directory, which keeps its officers' accounts: its keys, and what its groups give."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from onedoor.doors.desk.frame import show
from onedoor.kernel import clock
from onedoor.kernel.errors import Conflict, Invalid, NotFound
from onedoor.kernel.text import pick
from onedoor.look.doors import actor_of, door
from onedoor.trust import actions
from onedoor.trust import queries as trust


class DirectoryKeyForm(forms.Form):
    """Which directory the key is for."""

    label = forms.CharField(
        label=_("Which directory is the key for?"),
        help_text=_("Such as: Microsoft Entra, Keycloak."),
        max_length=120,
        widget=forms.TextInput(attrs={"width": "20"}),
    )


@door(audience="officer", level=3, may="accounts.manage")
def show_directory(request: HttpRequest) -> HttpResponse:
    """Keys in force and groups; the forms of the page come back here. A new key is shown this once."""
    by, at = actor_of(request), clock.now()
    form, issued = DirectoryKeyForm(request.POST if "issue" in request.POST else None), None
    if form.is_valid():
        issued = actions.issue_directory_key(label=form.cleaned_data["label"], by=by, at=at)
        form = DirectoryKeyForm()
    elif request.method == "POST" and "issue" not in request.POST:
        _change(request)
        return redirect("desk:directory")
    roles = [(role.code, pick(role.title)) for role in trust.list_directory_roles(by.agency)]
    context = {
        "form": form,
        "issued": issued,
        "address": request.build_absolute_uri("/scim/v2"),
        "keys": trust.list_directory_keys(by=by, at=at),
        "groups": trust.list_directory_groups(by=by),
        "roles": roles,
    }
    response = show(request, "desk/directory.html", context, status=422 if form.errors else 200)
    response["Cache-Control"] = "no-store"
    return response


def _change(request: HttpRequest) -> None:
    by, at, sent = actor_of(request), clock.now(), request.POST
    try:
        if "revoke" in sent:
            actions.revoke_directory_key(key=UUID(sent["revoke"]), by=by, at=at)
            messages.success(request, _("The key opens nothing any more."))
            return
        actions.map_directory_group(group=UUID(sent["group"]), role=sent.get("role", ""), by=by, at=at)
        messages.success(request, _("Whoever is in the group holds that role now."))
    except (KeyError, ValueError):
        raise NotFound("directory.no_group", _("There is no such group at your agency.")) from None
    except (Conflict, Invalid) as refusal:
        messages.warning(request, str(refusal.message))
