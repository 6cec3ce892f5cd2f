"""Not right, and signing: the officer types, the customer decides, and says so with a code of her own."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters

from onedoor.doors.desk.frame import show, typed
from onedoor.doors.desk.views.filing import ask_reason, show_changes
from onedoor.kernel import clock
from onedoor.kernel.actors import Actor
from onedoor.kernel.errors import Conflict, Invalid, NotAllowed, Refused
from onedoor.look.correcting import ask_correction, find_line, read_correction
from onedoor.look.doors import actor_of, door
from onedoor.look.drafts import read_draft
from onedoor.look.questions import read_whole
from onedoor.services import actions
from onedoor.services import queries as services
from onedoor.trust import actions as trust


class ConfirmForm(forms.Form):
    """A fresh code of the customer's: she has looked and wants this signed."""

    code = forms.CharField(
        label=_("The customer's second code"),
        help_text=_("If all is right, the customer makes a new code in the portal and reads it out."),
        max_length=12,
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "numeric", "width": "10"}),
        error_messages={"required": _("Type the second code. Without it nothing is signed.")},
    )
    revision = forms.CharField(required=False, widget=forms.HiddenInput)
    fingerprint = forms.CharField(required=False, widget=forms.HiddenInput)


@sensitive_post_parameters("code")
@door(audience="officer", level=3, may="services.assist")
def sign(request: HttpRequest, number: str) -> HttpResponse:
    """Sign what both saw, once the customer's second code confirms exactly that."""
    by = actor_of(request)
    application = services.get_application(number, by=by)
    seen = {"revision": application.revision, "fingerprint": application.fingerprint}
    form = ConfirmForm(typed(request), initial=seen)
    if form.is_valid():
        try:
            confirmation = _confirm(application, form.cleaned_data, by)
        except Refused as refusal:
            form.add_error("code", str(refusal.message))
        else:
            return _sign(request, application, confirmation, form.cleaned_data)
    if (asked := ask_reason(request, application)) is not None:
        return asked
    context = read_draft(application, by=by) | {"form": form}
    return show(request, "desk/sign.html", context, status=422 if form.errors else 200)


def _confirm(application: Any, given: dict[str, Any], by: Actor) -> UUID:
    if by.assisted is None or by.customer != application.customer:
        raise NotAllowed("assistance.customer_absent", _("The customer must be present to sign."))
    return trust.confirm_assisted(
        session=by.assisted,
        code=given["code"],
        subject=application.id,
        content=given["fingerprint"],
        by=by,
        at=clock.now(),
    )


def _sign(request: HttpRequest, application: Any, confirmation: UUID, seen: dict[str, Any]) -> HttpResponse:
    try:
        actions.sign_application(
            application=application.id,
            revision=read_whole(seen["revision"]),
            fingerprint=seen["fingerprint"],
            confirmation=confirmation,
            by=actor_of(request),
            at=clock.now(),
        )
    except Conflict as conflict:
        return show_changes(request, application, conflict)
    messages.success(request, gettext("Signed. Both names are on record."))
    return redirect("desk:application", number=application.number)


@door(audience="officer", level=3, may="services.assist")
def not_right(request: HttpRequest, number: str, field: str, index: int) -> HttpResponse:
    """Her own figure beside the reported one, or a question to who reported it."""
    by = actor_of(request)
    application = services.get_application(number, by=by)
    line = find_line(application, field, index)
    refusal: Invalid | None = None
    if request.method == "POST":
        try:
            return _correct(request, application, line, by)
        except Conflict as conflict:
            return show_changes(request, application, conflict)
        except Invalid as caught:
            refusal = caught
    asked = ask_correction(line, typed(request) or QueryDict(), refusal)
    context = {"application": application, "line": line, "asked": asked}
    return show(request, "desk/not_right.html", context, status=422 if refusal else 200)


def _correct(request: HttpRequest, application: Any, line: Any, by: Actor) -> HttpResponse:
    asked = read_correction(line, request.POST)
    about: dict[str, Any] = {
        "application": application.id, "field": line.field, "index": line.index, "reason": asked.reason,
        "revision": asked.revision, "by": by, "at": clock.now(),
    }  # fmt: skip
    if asked.act == "weigh":
        del about["reason"]
        actions.weigh_sources(**about, holds=asked.value)
        messages.success(request, gettext("Noted. She is not asked again."))
    elif asked.act == "dispute":
        case = actions.dispute_value(**about, claimed=asked.value)
        words = gettext("Case %(number)s asks who reported it.")
        messages.success(request, words % {"number": case.case_number})
    else:
        actions.amend_value(**about, value=asked.value)
        messages.success(request, _said(asked.act))
    return redirect("desk:application", number=application.number)


def _said(act: str) -> str:
    if act == "take-back":
        return gettext("The reported figure is used again.")
    return gettext("The customer's figure now stands beside the reported one.")
