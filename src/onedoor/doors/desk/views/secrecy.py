"""Uses that a law keeps secret for a time: proposed by one, granted by another, seen by auditors."""

from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from onedoor.doors.desk.frame import show
from onedoor.exchange import actions
from onedoor.exchange import queries as exchange
from onedoor.exchange.types import SecrecyState
from onedoor.kernel import clock
from onedoor.kernel.actors import Actor
from onedoor.kernel.errors import Invalid, NotFound, Refused
from onedoor.look.doors import actor_of, door
from onedoor.people import queries as people

FIELDS = ("number", "law", "reference", "reason", "until")


@door(audience="officer", level=3, may="exchange.withhold")
def propose(request: HttpRequest) -> HttpResponse:
    """What waits and what is secret, and a form for one more; the identity number stands in no address."""
    by, at = actor_of(request), clock.now()
    typed = {name: request.POST.get(name, "").strip() for name in FIELDS}
    if request.method != "POST":
        return _propose_page(request, by, typed)
    try:
        customer = people.find_by_identifier(typed["number"], by=by)
        if customer is None:
            raise NotFound("customer.unknown", gettext_lazy("Nobody has this number."))
        actions.propose_secrecy(
            customer=customer,
            law=typed["law"],
            reference=typed["reference"],
            reason=typed["reason"],
            ends_at=_end(typed["until"]),
            by=by,
            at=at,
        )
    except (Invalid, NotFound, ValueError) as refusal:
        return _propose_page(request, by, typed, refusal)
    messages.success(request, _("Proposed. Somebody else must grant it."))
    return redirect("desk:secrecy")


@require_POST
@door(audience="officer", level=3, may="exchange.withhold")
def longer(request: HttpRequest, withholding: UUID) -> HttpResponse:
    """A later end, to a second person."""
    try:
        actions.propose_longer(
            withholding=withholding,
            until=_end(request.POST.get("until", "")),
            reason=request.POST.get("reason", ""),
            by=actor_of(request),
            at=clock.now(),
        )
        messages.success(request, _("Proposed. Somebody else must grant it."))
    except Invalid as refusal:
        messages.error(request, str(refusal.message))
    return redirect("desk:secrecy")


@door(audience="officer", level=3, may="exchange.grant_secrecy")
def decide(request: HttpRequest) -> HttpResponse:
    """What waits for a second person, and what may be lifted."""
    by, at = actor_of(request), clock.now()
    rows = exchange.list_withholdings(by=by, at=at)
    context = {
        "waiting": [one for one in rows if one.state == SecrecyState.ASKED],
        "longer": [one for one in rows if one.is_secret and one.longer_until],
        "secret": [one for one in rows if one.is_secret],
        "me": by.account,
    }
    return show(request, "desk/secrecy_decide.html", context)


@require_POST
@door(audience="officer", level=3, may="exchange.grant_secrecy")
def answer(request: HttpRequest, withholding: UUID, kind: str) -> HttpResponse:
    """The second person's word."""
    by, at = actor_of(request), clock.now()
    if kind in ("grant", "refuse"):
        actions.decide_secrecy(withholding=withholding, grant=kind == "grant", by=by, at=at)
    elif kind in ("longer", "not-longer"):
        actions.decide_longer(withholding=withholding, grant=kind == "longer", by=by, at=at)
    else:
        actions.lift_secrecy(withholding=withholding, by=by, at=at)
    messages.success(request, _("Done."))
    return redirect("desk:secrecy-decide")


@door(audience="officer", level=3, may="exchange.audit_secrecy")
def audit(request: HttpRequest) -> HttpResponse:
    """Everything that is secret now, by agency."""
    rows = actions.audit_secrecy(by=actor_of(request), at=clock.now())
    return show(request, "desk/secrecy_audit.html", {"rows": sorted(rows, key=lambda row: row.agency)})


def _propose_page(
    request: HttpRequest, by: Actor, typed: dict[str, str], refusal: Exception | None = None
) -> HttpResponse:
    if isinstance(refusal, Refused):
        error, field = str(refusal.message), refusal.field or "number"
    else:
        error, field = (_("Nobody has this number."), "number") if refusal else ("", "")
    context: dict[str, Any] = {
        "rows": exchange.list_withholdings(by=by, at=clock.now()),
        "laws": exchange.list_secrecy_laws(by.agency),
        "typed": typed,
        "error": error,
        "field": field,
    }
    return show(request, "desk/secrecy.html", context, status=422 if error else 200)


def _end(until: str) -> datetime:
    try:
        return datetime.combine(date.fromisoformat(until), time.max, tzinfo=clock.ZONE)
    except ValueError:
        message = gettext_lazy("Say until when; the day must still come.")
        raise Invalid("secrecy.end", message, field="until") from None
