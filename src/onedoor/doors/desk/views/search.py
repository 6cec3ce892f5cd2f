"""One box for everything: a name in either script, a number, a phone, an e-mail, an identifier.

What was typed travels in the body of a POST and never in an address.
"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from onedoor.cases import queries as cases
from onedoor.doors.desk.frame import show, wants_part
from onedoor.doors.desk.looks import PURPOSES
from onedoor.kernel import clock
from onedoor.look.doors import actor_of, door
from onedoor.people import queries as people

LIMIT = 20
WHILE_TYPING = 6


@door(audience="officer", level=3, may="customers.find")
def search(request: HttpRequest) -> HttpResponse:
    """Results as a page, or as the list alone while the officer is still typing."""
    by = actor_of(request)
    text = request.POST.get("q", "").strip()[:200]
    typing = wants_part(request)
    case = cases.find_case(text, by=by) if text else None
    if case and not typing:
        return redirect("desk:case", number=case.number)
    context = {
        "q": text,
        "case": case,
        "at": clock.now(),
        "found": people.search(text, by=by, limit=WHILE_TYPING if typing else LIMIT) if len(text) > 1 else [],
        "limit": LIMIT,
        "purposes": PURPOSES,
    }
    return show(request, "desk/parts/found.html" if typing else "desk/search.html", context)
