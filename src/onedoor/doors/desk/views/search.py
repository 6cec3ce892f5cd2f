"""One box for everything: a name in either script, a number, a phone, an e-mail, an identifier.

What was typed travels in the body of a POST and never in an address.
"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from onedoor.cases import queries as cases
from onedoor.doors.desk.frame import show, wants_part
from onedoor.doors.desk.looks import PURPOSES
from onedoor.kernel import clock
from onedoor.kernel.actors import Actor
from onedoor.kernel.errors import Refused
from onedoor.kernel.ids import find_number
from onedoor.look.doors import actor_of, door
from onedoor.payments import queries as payments
from onedoor.people import queries as people
from onedoor.services import queries as services

LIMIT = 20
WHILE_TYPING = 6


@door(audience="officer", level=3, may="customers.find")
def search(request: HttpRequest) -> HttpResponse:
    """Results as a page, or as the list alone while the officer is still typing."""
    by = actor_of(request)
    text = request.POST.get("q", "").strip()[:200]
    typing = wants_part(request)
    address = "" if typing else _address_of_number(text, by)
    if address:
        return redirect(address)
    context = {
        "q": text,
        "case": cases.find_case(text, by=by) if text else None,
        "at": clock.now(),
        "found": people.search(text, by=by, limit=WHILE_TYPING if typing else LIMIT) if len(text) > 1 else [],
        "limit": LIMIT,
        "purposes": PURPOSES,
    }
    return show(request, "desk/parts/found.html" if typing else "desk/search.html", context)


def _address_of_number(text: str, by: Actor) -> str:
    """Where the case, the form or the bill with this number is, when this officer may see it."""
    number = find_number(text)
    if number is None:
        return ""
    if case := cases.find_case(number, by=by):
        return reverse("desk:case", args=[case.number])
    try:
        return reverse("desk:application", args=[services.get_application(number, by=by).number])
    except Refused:
        pass
    try:
        return reverse("desk:open", args=[payments.get_charge(number, by=by).customer])
    except Refused:
        return ""
