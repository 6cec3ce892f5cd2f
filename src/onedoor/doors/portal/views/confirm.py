"""Confirming for somebody else: by a link of one's own, or as one whom the house knows."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from onedoor.doors.portal.me import customer_of
from onedoor.kernel import clock
from onedoor.kernel.errors import Conflict, Invalid, Refused, StepUpNeeded
from onedoor.look.doors import actor_of, ask_for_proof, ask_to_sign_in, door, signed_in, take_kept_form
from onedoor.look.questions import Question
from onedoor.services import actions
from onedoor.services import queries as services


@door(audience="customer", level=2, nameless=True)
def by_link(request: HttpRequest, token: str) -> HttpResponse:
    """Whoever holds the link learns the service; who has proved enough sees the rest and answers."""
    by = actor_of(request)
    asked = services.get_request(token, by=by, at=clock.now())
    if request.method == "POST" and request.POST.get("act") == "report":
        return _answer(request, {"token": token})
    if asked.needs_level:
        if not signed_in(request):
            return (
                ask_to_sign_in(request, "customer") if request.POST else _show(request, asked, landing=True)
            )
        return ask_for_proof(request, asked.needs_level)
    return _answer(request, {"token": token})


@door(audience="customer", level=2)
def by_account(request: HttpRequest, party: UUID) -> HttpResponse:
    """The same, for somebody whose address led to her account."""
    customer_of(request)
    return _answer(request, {"party": party})


@door(audience="customer", level=2)
def list_requests(request: HttpRequest) -> HttpResponse:
    """Everything that others asked her to confirm."""
    actor, customer = customer_of(request)
    return render(request, "portal/requests.html", {"requests": services.list_requests(customer, by=actor)})


def _answer(request: HttpRequest, which: dict[str, Any]) -> HttpResponse:
    by, at = actor_of(request), clock.now()
    take_kept_form(request)
    act, refusal = request.POST.get("act", ""), None
    if request.method == "POST":
        try:
            _act(act, request, which)
            return HttpResponseRedirect(request.path)
        except StepUpNeeded:
            raise
        except (Conflict, Invalid) as caught:
            refusal = caught
    if act == "report":
        raise refusal or Conflict("party.over", _("There is nothing more to do here."))
    asked = actions.open_request(**which, by=by, at=at)
    if asked.needs_level:
        return ask_for_proof(request, asked.needs_level)
    return _show(request, asked, refusal=refusal)


def _act(act: str, request: HttpRequest, which: dict[str, Any]) -> None:
    facts = {**which, "by": actor_of(request), "at": clock.now()}
    if act == "confirm":
        actions.confirm_request(**facts, fingerprint=request.POST.get("fingerprint", ""))
    elif act == "decline":
        actions.decline_request(**facts, reason=request.POST.get("reason", ""))
    elif act == "report":
        actions.report_request(**facts, words=request.POST.get("words", ""))


def _show(
    request: HttpRequest, asked: Any, *, landing: bool = False, refusal: Refused | None = None
) -> HttpResponse:
    field = refusal.field if refusal else ""
    reason = Question(
        name="reason", kind="long", label=_("Why do you not agree?"), value=request.POST.get("reason", ""),
        hint=_("The person who asks you reads this."), error=refusal.message if field and refusal else "",
    )  # fmt: skip
    words = Question(
        name="words", kind="long", label=_("What should we know?"), required=False,
        hint=_("An officer looks into it. The person who asks you does not read this."),
    )  # fmt: skip
    context = {
        "asked": asked,
        "proofs": services.list_tasks_of_party(asked.id, by=actor_of(request)),
        "landing": landing,
        "reason": reason,
        "words": words,
        "faults": [reason] if reason.error else [],
        "message": refusal.message if refusal and not field else "",
        "sign_in": f"{reverse('portal:sign-in')}?next={request.path}",
    }
    response = render(request, "portal/confirm.html", context, status=refusal.status if refusal else 200)
    response["Cache-Control"] = "no-store"
    return response
