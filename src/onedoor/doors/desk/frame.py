"""What every page of the desk shows around its content: who works here, and who sits with her."""

from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render

from onedoor.doors.desk.bar import list_groups
from onedoor.kernel.actors import Actor
from onedoor.look.doors import actor_of
from onedoor.people import queries as people
from onedoor.trust import queries as trust

KEYS_OFF = "desk_keys_off"


def show(
    request: HttpRequest, template: str, context: dict[str, Any] | None = None, *, status: int = 200
) -> HttpResponse:
    """Render a page of the desk in its frame."""
    by = actor_of(request)
    frame = {
        "bar": list_groups(by, request.path),
        "agency": trust.get_agency(by.agency) if by.agency else None,
        "present": present(by),
        "keys_off": request.COOKIES.get(KEYS_OFF) == "1",
        "may_find": by.may("customers.find"),
        "may_merge": by.may("customers.merge"),
        "may_read_cases": by.may("cases.read"),
        "may_work": by.may("cases.work"),
        "may_open_case": by.may("cases.open"),
        "may_log": by.may("contact.log"),
        "may_change": by.may("customers.change"),
        "may_propose": by.may("knowledge.propose"),
        "may_assist": by.may("assistance.give"),
    }
    return render(request, template, frame | (context or {}), status=status)


def typed(request: HttpRequest) -> QueryDict | None:
    """What a form was filled in with; None while it is only shown."""
    return request.POST if request.method == "POST" else None


def wants_part(request: HttpRequest) -> bool:
    """Whether the browser asked for one part of the page only, to put it in place."""
    htmx = getattr(request, "htmx", None)
    return bool(htmx) and not htmx.boosted  # type: ignore[union-attr]  # truthy, so not None


def present(by: Actor) -> Any:
    """The customer whom the officer helps at this moment, or None."""
    if by.assisted is None or by.customer is None:
        return None
    return people.get_customer(by.customer, by=by)
