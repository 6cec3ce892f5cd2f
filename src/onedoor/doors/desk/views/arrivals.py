"""Arrivals that may be somebody known: both sides beside each other, and an officer decides."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from onedoor.doors.desk.frame import show
from onedoor.kernel import clock
from onedoor.kernel.actors import Actor
from onedoor.kernel.errors import Conflict, Invalid
from onedoor.look.doors import actor_of, door
from onedoor.people import actions
from onedoor.people import queries as people
from onedoor.people.types import Arrival, ArrivalState, ArrivalView, Candidate, Customer

FIELDS = {
    "name": _("Name"), "birth": _("Date of birth"), "address": _("Address"), "phone": _("Phone"),
    "email": _("E-mail"), "number": _("Identity number"), "sex": _("Sex"),
}  # fmt: skip
LEVELS = {
    "same": _("The same"),
    "near": _("Nearly the same"),
    "swapped": _("Day and month have changed places"),
    "alike": _("Alike"),
    "two_words": _("Two words are the same"),
    "one_word": _("One word is the same"),
    "many_words": _("Most is the same"),
    "some_words": _("Some is the same"),
    "other": _("Different"),
}


@door(audience="officer", level=3, may="customers.decide")
def list_arrivals(request: HttpRequest) -> HttpResponse:
    """The queue, longest waiting first."""
    by = actor_of(request)
    rows = people.list_arrivals(by=by)
    return show(request, "desk/arrivals.html", {"rows": rows, "may_merge": by.may("customers.merge")})


@door(audience="officer", level=3, may="customers.decide")
def show_arrival(request: HttpRequest, arrival: UUID) -> HttpResponse:
    """What she said beside what is known, field by field; the same, not the same, or not sure."""
    by, at = actor_of(request), clock.now()
    waiting = people.get_arrival(arrival, by=by)
    found = people.resolve(waiting.arrival, by=by, at=at)
    error = ""
    if request.method == "POST":
        try:
            return _decide(request, arrival, [one.customer for one in found.candidates])
        except (Invalid, Conflict) as refusal:
            error = str(refusal.message)
    context = {
        "waiting": waiting, "open": waiting.state == ArrivalState.OPEN, "error": error,
        "joined": _name_of(waiting, by),
        "sides": [_side(waiting.arrival, one, by) for one in found.candidates],
    }  # fmt: skip
    return show(request, "desk/who_is_it.html", context, status=422 if error else 200)


def _decide(request: HttpRequest, arrival: UUID, alike: list[UUID]) -> HttpResponse:
    by, at = actor_of(request), clock.now()
    answer = request.POST.get("answer", "")
    if answer == "reopen":
        actions.reopen_arrival(arrival=arrival, by=by, at=at)
        messages.success(request, gettext("It is undone: the contact is nobody's again, and waits."))
        return redirect("desk:who-is-it", arrival=arrival)
    if answer == "unsure":
        actions.leave_arrival(arrival=arrival, by=by, at=at)
        messages.success(request, gettext("It stays in the list for somebody else."))
    elif answer == "different":
        actions.decide_arrival(arrival=arrival, same_as=None, alike=alike, by=by, at=at)
        messages.success(request, gettext("She has a record of her own now."))
    else:
        same = next((one for one in alike if str(one) == answer), None)
        if same is None:
            raise Invalid("people.no_answer", _("Choose one of the answers."), field="answer")
        actions.decide_arrival(arrival=arrival, same_as=same, by=by, at=at)
        messages.success(request, gettext("The contact belongs to this customer now."))
    return redirect("desk:arrivals")


def _name_of(waiting: ArrivalView, by: Actor) -> Customer | None:
    """To whom the contact was joined, where an officer said that she is known."""
    if waiting.state != ArrivalState.SAME or waiting.customer is None:
        return None
    return people.get_customer(waiting.customer, by=by)


def _side(said: Arrival, candidate: Candidate, by: Actor) -> dict[str, Any]:
    """A candidate with a row a field: both values, how far they agree, and what that counts."""
    person = people.get_customer(candidate.customer, by=by)
    points = people.list_contact_points(candidate.customer, by=by)
    known: dict[str, Any] = {
        "name": " ".join(filter(None, (person.name, person.name_zh))),
        "birth": person.birth_date,
        "number": people.masked_identifier(candidate.customer),
    } | {
        field: ", ".join(point.value for point in points if point.kind == kind)
        for field, kind in (("address", "post"), ("phone", "phone"), ("email", "email"))
    }
    heard: dict[str, Any] = {
        "name": " ".join(filter(None, (said.name, said.name_zh))), "birth": said.birth_date,
        "address": said.address, "phone": said.phone, "email": said.email, "sex": said.sex,
        "number": ", ".join(f"…{text.strip()[-4:]}" for text in said.identifiers),
    }  # fmt: skip
    reasons = {reason.field: reason for reason in candidate.reasons}
    rows = [
        {
            "title": title, "said": heard.get(field), "known": known.get(field), "reason": reasons.get(field),
            "level": LEVELS[reasons[field].level] if field in reasons else "",
            "differs": field in reasons and reasons[field].level != "same",
        }
        for field, title in FIELDS.items()
        if heard.get(field) or known.get(field)
    ]  # fmt: skip
    return {"person": person, "rows": rows, "share": round(candidate.chance * 100), "id": candidate.customer}
