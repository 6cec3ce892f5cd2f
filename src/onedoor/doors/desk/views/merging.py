"""Putting two records together: look first, choose, do it, and take it back."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from onedoor.doors.desk.frame import show
from onedoor.kernel import clock
from onedoor.kernel.errors import Conflict, Invalid, NotFound, Refused
from onedoor.look.doors import actor_of, door
from onedoor.people import actions
from onedoor.people import queries as people


@door(audience="officer", level=3, may="customers.merge")
def list_merges(request: HttpRequest) -> HttpResponse:
    """What was put together, and the way back."""
    by = actor_of(request)
    error = ""
    if request.method == "POST":
        try:
            actions.undo_merge(merge=_chosen(request), by=by, at=clock.now())
            messages.success(request, gettext("Undone: both records are as they were."))
            return redirect("desk:merges")
        except (Conflict, NotFound) as refusal:
            error = str(refusal.message)
    context = {"rows": people.list_merges(by=by), "error": error}
    return show(request, "desk/merges.html", context, status=422 if error else 200)


@door(audience="officer", level=3, may="customers.merge")
def choose_pair(request: HttpRequest, customer: UUID) -> HttpResponse:
    """Find the other record of this customer by name or number; what is typed is in no address."""
    by = actor_of(request)
    text = request.POST.get("q", "").strip()
    person = people.get_customer(customer, by=by)
    found = [card for card in people.search(text, by=by) if card.id != person.id] if text else []
    return show(request, "desk/merge_find.html", {"person": person, "found": found, "text": text})


@door(audience="officer", level=3, may="customers.merge")
def preview(request: HttpRequest, keep: UUID, merge: UUID) -> HttpResponse:
    """Everything that would move and all that must be chosen; then do it, or tell the two apart."""
    by, at = actor_of(request), clock.now()
    error = ""
    if request.method == "POST":
        reason = request.POST.get("reason", "")
        try:
            if request.POST.get("act") == "different":
                actions.mark_different(first=keep, second=merge, reason=reason, by=by, at=at)
                messages.success(request, gettext("Noted: these are two people."))
            else:
                choices = {
                    name.removeprefix("choice."): str(value)
                    for name, value in request.POST.items()
                    if name.startswith("choice.")
                }
                actions.merge_customers(keep=keep, merge=merge, reason=reason, choices=choices, by=by, at=at)
                messages.success(request, gettext("The two records are one now. You can undo it here."))
            return redirect("desk:merges")
        except (Invalid, Conflict) as refusal:
            error = str(refusal.message)
    try:
        seen = people.preview_merge(keep=keep, merge=merge, by=by)
    except (Conflict, NotFound) as refusal:
        return show(request, "desk/merge_refused.html", {"error": _say(refusal)}, status=409)
    context = {"seen": seen, "error": error, "posted": request.POST, "keep": keep, "merge": merge}
    return show(request, "desk/merge.html", context, status=422 if error else 200)


def _chosen(request: HttpRequest) -> UUID:
    try:
        return UUID(request.POST.get("merge", ""))
    except ValueError:
        raise NotFound("people.no_merge", _("There is no such merge.")) from None


def _say(refusal: Refused) -> str:
    return str(refusal.message)
