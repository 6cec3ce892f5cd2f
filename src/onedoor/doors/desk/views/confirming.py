"""Others who take part: helping one of them confirm, and deciding about one who did not."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from onedoor.doors.desk.frame import show, typed
from onedoor.doors.desk.views.signing import ConfirmForm
from onedoor.kernel import clock
from onedoor.kernel.actors import Actor
from onedoor.kernel.errors import Conflict, Refused
from onedoor.look.doors import actor_of, door
from onedoor.services import actions
from onedoor.trust import actions as trust


@sensitive_post_parameters("code")
@door(audience="officer", level=3, may="services.assist")
def help_confirm(request: HttpRequest, party: UUID) -> HttpResponse:
    """What she was asked, on the officer's screen; her second code confirms exactly that."""
    by, at = actor_of(request), clock.now()
    asked = actions.open_request(party=party, by=by, at=at)
    form = ConfirmForm(typed(request), initial={"fingerprint": asked.fingerprint})
    if asked.open and form.is_valid():
        try:
            _confirm(asked, form.cleaned_data, by)
            messages.success(request, gettext("Confirmed. Both names are on record."))
            return redirect("desk:assist")
        except Refused as refusal:
            form.add_error("code", str(refusal.message))
    status = 422 if form.errors else 200
    return show(request, "desk/confirm.html", {"asked": asked, "form": form}, status=status)


def _confirm(asked: Any, given: dict[str, Any], by: Actor) -> None:
    seen, at = given["fingerprint"], clock.now()
    assert by.assisted is not None  # open_request refuses an officer who is alone
    confirmation = trust.confirm_assisted(
        session=by.assisted, code=given["code"], subject=asked.id, content=seen, by=by, at=at
    )
    actions.confirm_request(party=asked.id, fingerprint=seen, confirmation=confirmation, by=by, at=at)


@require_POST
@door(audience="officer", level=3, may="services.decide")
def settle(request: HttpRequest, number: str, party: UUID) -> HttpResponse:
    """Go on without somebody who did not confirm, or end the application."""
    by = actor_of(request)
    try:
        actions.settle_party(party=party, go_on=request.POST.get("act") == "go-on", by=by, at=clock.now())
        messages.success(request, gettext("Decided. The customer is told."))
    except Conflict as refusal:
        messages.warning(request, str(refusal.message))
    return redirect("desk:application", number=number)
