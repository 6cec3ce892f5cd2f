"""For those who keep the records: what is over, disposal by two, and holds."""

from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from onedoor.cases import queries as cases
from onedoor.doors.desk.frame import show
from onedoor.kernel import clock
from onedoor.kernel.actors import Actor
from onedoor.kernel.errors import Conflict, Invalid, NotAllowed, NotFound
from onedoor.look.doors import actor_of, door
from onedoor.people import actions
from onedoor.people import queries as people
from onedoor.people.types import DisposalState, DisposalView


@door(audience="officer", level=3, may="records.dispose")
def show_records(request: HttpRequest) -> HttpResponse:
    """Each table with what is over and what is held; what waits; what was done; the holds."""
    return _page(request)


@require_POST
@door(audience="officer", level=3, may="records.dispose")
def propose(request: HttpRequest) -> HttpResponse:
    """What is over now, to a second person."""
    try:
        actions.propose_disposal(by=actor_of(request), at=clock.now())
        messages.success(request, gettext("Proposed. Somebody else must approve it."))
    except Conflict as refusal:
        messages.warning(request, str(refusal.message))
    return redirect("desk:records")


@require_POST
@door(audience="officer", level=3, may="records.dispose")
def decide(request: HttpRequest, disposal: UUID, answer: str) -> HttpResponse:
    """The second person's word."""
    approve = answer == "approve"
    try:
        actions.decide_disposal(disposal=disposal, approve=approve, by=actor_of(request), at=clock.now())
        done = gettext("Approved. It is being carried out.") if approve else gettext("Not approved.")
        messages.success(request, done)
    except Conflict as refusal:
        messages.warning(request, str(refusal.message))
    return redirect("desk:records")


@require_POST
@door(audience="officer", level=3, may="records.hold")
def hold(request: HttpRequest) -> HttpResponse:
    """On a case or a customer; the number is typed, and stands in no address."""
    by = actor_of(request)
    typed = {name: request.POST.get(name, "").strip() for name in ("number", "reason", "until")}
    try:
        found = _find(typed["number"], by)
        actions.place_hold(
            **found, reason=typed["reason"], ends_at=_end(typed["until"]), by=by, at=clock.now()
        )
    except (Invalid, NotFound) as refusal:
        return _page(request, typed, str(refusal.message))
    messages.success(request, gettext("Held until the day that you gave."))
    return redirect("desk:records")


@require_POST
@door(audience="officer", level=3, may="records.hold")
def lift(request: HttpRequest, hold: UUID) -> HttpResponse:
    """Before its time."""
    actions.lift_hold(hold=hold, by=actor_of(request), at=clock.now())
    messages.success(request, gettext("The hold was lifted."))
    return redirect("desk:records")


def _page(request: HttpRequest, typed: dict[str, str] | None = None, error: str = "") -> HttpResponse:
    by, at = actor_of(request), clock.now()
    rows = people.preview_disposal(by=by, at=at)
    disposals = people.list_disposals(by=by)
    titles = people.titles_of_tables()
    context: dict[str, Any] = {
        "rows": [row for row in rows if row.due or row.held],
        "others": [row for row in rows if not row.due and not row.held],
        "due": sum(row.due for row in rows if not row.nightly),
        "waiting": [
            (one, _counted(one.counts, titles)) for one in disposals if one.state == DisposalState.PROPOSED
        ],
        "past": [(one, _counted(one.gone, titles)) for one in disposals if _is_decided(one)],
        "by_me": by.account,
        "holds": people.list_holds(by=by, at=at),
        "may_hold": by.may("records.hold"),
        "typed": typed or {},
        "error": error,
    }
    return show(request, "desk/records.html", context, status=422 if error else 200)


def _is_decided(one: DisposalView) -> bool:
    return one.state != DisposalState.PROPOSED


def _counted(counts: dict[str, int], titles: dict[str, Any]) -> list[tuple[str, int]]:
    """Parts that went with their rows stand under the table's own name."""
    return [(str(titles.get(table, table)), count) for table, count in sorted(counts.items())]


def _find(number: str, by: Actor) -> dict[str, UUID]:
    try:
        case = cases.find_case(number, by=by)
        customer = None if case else people.find_by_identifier(number, by=by)
    except (NotAllowed, ValueError):
        case, customer = None, None
    if case is not None:
        return {"case": case.id}
    if customer is None:
        raise Invalid("hold.what", _("No case and no customer has this number."), field="number")
    return {"customer": customer}


def _end(until: str) -> datetime:
    try:
        return datetime.combine(date.fromisoformat(until), time.max, tzinfo=clock.ZONE)
    except ValueError:
        raise Invalid("hold.ends", _("Say until when; the day must still come."), field="until") from None
