"""The work list: lane first, then the promise, and nothing else decides who comes first."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from onedoor.cases import actions as case_actions
from onedoor.cases import queries as cases
from onedoor.cases.types import CaseState, Lane, QueueFilters
from onedoor.doors.desk.frame import show, wants_part
from onedoor.doors.desk.words import LANES, STATES
from onedoor.kernel import clock
from onedoor.kernel.errors import Conflict
from onedoor.look.doors import actor_of, door
from onedoor.services import queries as services

PAGE = 50


@door(audience="officer", level=3, may="cases.read")
def queue(request: HttpRequest) -> HttpResponse:
    """Open work of the officer's agency, narrowed as she wants."""
    by, at = actor_of(request), clock.now()
    filters = read_filters(request)
    asked = request.GET.get("from", "")
    first = int(asked) if asked.isdecimal() and len(asked) < 8 else 0
    total = cases.count_queue(by=by, filters=filters, at=at)
    context = {
        "at": at,
        "filters": filters,
        "rows": cases.list_queue(by=by, filters=filters, at=at, limit=PAGE, offset=first),
        "total": total,
        "queues": cases.list_queues(by=by),
        "lanes": LANES,
        "states": STATES,
        "services": services.list_services(at=clock.now()),
        "older": _at(request, first + PAGE) if first + PAGE < total else "",
        "newer": _at(request, max(first - PAGE, 0)) if first else "",
    }
    return show(request, "desk/parts/queue.html" if wants_part(request) else "desk/work.html", context)


@require_POST
@door(audience="officer", level=3, may="cases.work")
def take_next(request: HttpRequest) -> HttpResponse:
    """Give the officer the case that is due first and belongs to nobody."""
    by = actor_of(request)
    waiting = cases.list_queue(by=by, filters=QueueFilters(unowned=True), at=clock.now(), limit=5)
    for case in waiting:
        try:
            case_actions.take_case(case=case.id, by=by, at=clock.now())
        except Conflict:
            continue  # a colleague was faster; the next one then
        return redirect("desk:case", number=case.number)
    messages.info(request, _("Nothing waits for an owner. Well done."))
    return redirect("desk:work")


def read_filters(request: HttpRequest) -> QueueFilters:
    """The filters in the address; unknown words count as none."""
    asked = request.GET
    return QueueFilters(
        queue=asked.get("queue", "")[:60],
        lane=asked.get("lane", "") if asked.get("lane") in set(Lane) else "",
        state=asked.get("state", "") if asked.get("state") in set(CaseState) else "",
        service=asked.get("service", "")[:60],
        mine="mine" in asked,
        unowned="unowned" in asked,
        late="late" in asked,
    )


def _at(request: HttpRequest, first: int) -> str:
    query = request.GET.copy()
    query["from"] = str(first)
    return f"?{query.urlencode()}"
