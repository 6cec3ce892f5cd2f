"""The start of the desk: one search box, my work, what waits."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from onedoor.cases import queries as cases
from onedoor.cases.types import QueueFilters
from onedoor.doors.desk.bar import list_places
from onedoor.doors.desk.frame import KEYS_OFF, show
from onedoor.doors.desk.looks import recent
from onedoor.kernel import clock
from onedoor.look.doors import actor_of, door
from onedoor.look.views import safe_next
from onedoor.people import queries as people

ASSIGN = "cases.assign"  # whoever gives out work mends the roster
YEAR = 365 * 24 * 3600


@door(audience="officer", level=3)
def home(request: HttpRequest) -> HttpResponse:
    """What an officer sees first."""
    by, at = actor_of(request), clock.now()
    counts = [
        (queue, cases.count_queue(by=by, filters=QueueFilters(queue=queue.code), at=at),
         cases.count_queue(by=by, filters=QueueFilters(queue=queue.code, late=True), at=at))
        for queue in cases.list_queues(by=by)
    ]  # fmt: skip
    context = {
        "at": at,
        "big_search": True,
        "mine": cases.list_queue(by=by, filters=QueueFilters(mine=True), at=at, limit=10),
        "urgent": cases.list_queue(by=by, filters=QueueFilters(lane="urgent"), at=at, limit=5),
        "counts": counts,
        "unowned": cases.count_queue(by=by, filters=QueueFilters(unowned=True), at=at),
        "late": cases.count_queue(by=by, filters=QueueFilters(late=True), at=at),
        "open": cases.count_queue(by=by, at=at),
        "places": list_places(by),
        "gap": next((gap for gap in cases.list_gaps(at=at) if gap.agency == by.agency), None)
        if by.may(ASSIGN)
        else None,
        "recent": [people.get_customer(customer, by=by) for customer in recent(request)[:5]],
    }
    return show(request, "desk/home.html", context)


@door(audience="officer", level=3)
def keyboard(request: HttpRequest) -> HttpResponse:
    """The map of the keyboard, and the switch that turns the keys off (WCAG 2.1.4)."""
    if request.method != "POST":
        return show(request, "desk/keyboard.html", {"map_open": True})
    response = redirect(safe_next(request, "/desk/keyboard/"))
    if request.POST.get("keys") == "off":
        response.set_cookie(
            KEYS_OFF, "1", max_age=YEAR, samesite="Lax", httponly=True, secure=request.is_secure()
        )
    else:
        response.delete_cookie(KEYS_OFF)
    return response
