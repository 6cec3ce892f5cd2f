"""The counter's numbers, and a customer's appointments, for the officer who is with her."""

from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from onedoor.contact import actions
from onedoor.contact import queries as contact
from onedoor.doors.desk.frame import show
from onedoor.kernel import clock
from onedoor.kernel.errors import Conflict, Invalid, Refused
from onedoor.look.doors import actor_of, door
from onedoor.people import queries as people

DESK = "desk_counter"


@door(audience="officer", level=3, may="contact.log")
def list_counters(request: HttpRequest) -> HttpResponse:
    """The counter queues, and who comes by appointment today."""
    by, at = actor_of(request), clock.now()
    offices = [
        (office, [(queue, len(contact.list_tickets(queue.code, by=by, at=at))) for queue in office.queues],
         contact.list_appointments_at(office.code, clock.local(at).date(), by=by))
        for office in contact.list_offices()
    ]  # fmt: skip
    return show(request, "desk/counters.html", {"offices": offices})


@door(audience="officer", level=3, may="contact.log")
def counter(request: HttpRequest, queue: str) -> HttpResponse:
    """One queue: give a number, call the next, say who came."""
    by, at = actor_of(request), clock.now()
    office = contact.get_office_of(queue)
    error = ""
    if request.method == "POST":
        try:
            _act_on_queue(request, queue)
            return redirect("desk:counter", queue=queue)
        except (Invalid, Conflict) as refusal:
            error = str(refusal.message)
    tickets = contact.list_tickets(queue, by=by, at=at)
    context = {
        "queue": next(one for one in office.queues if one.code == queue), "office": office, "error": error,
        "called": [one for one in tickets if one.state == "called"],
        "waiting": [one for one in tickets if one.state == "waiting"],
        "desk": request.session.get(DESK, ""),
    }  # fmt: skip
    return show(request, "desk/counter.html", context, status=422 if error else 200)


def _act_on_queue(request: HttpRequest, queue: str) -> None:
    by, at = actor_of(request), clock.now()
    if "take" in request.POST:
        taken = actions.take_ticket(queue=queue, door="counter", by=by, at=at)
        messages.success(request, gettext("Number %(number)s.") % {"number": taken.number})
    elif "call" in request.POST:
        desk = request.POST.get("desk", "").strip()
        called = actions.call_next(queue=queue, desk=desk, by=by, at=at)
        request.session[DESK] = desk
        if called is None:
            messages.info(request, gettext("Nobody is to be called now."))
    else:
        try:
            ticket = UUID(request.POST.get("ticket", ""))
        except ValueError:
            raise Invalid("ticket.unknown", _("There is no such number.")) from None
        actions.end_ticket(ticket=ticket, came="came" in request.POST, by=by, at=at)


@door(audience="officer", level=3, may="contact.log")
def appointments(request: HttpRequest, customer: UUID) -> HttpResponse:
    """Her appointments; booking one with her, or moving one that she has (``?move=`` its number)."""
    by, at = actor_of(request), clock.now()
    person = people.get_customer(customer, by=by)
    offices = contact.list_offices()
    booked = contact.list_appointments(customer, by=by)
    moved = next((one for one in booked if one.number == request.GET.get("move")), None)
    wanted = moved.office if moved else request.GET.get("office")
    office = next((one for one in offices if one.code == wanted), offices[0])
    error = ""
    if request.method == "POST":
        try:
            starts_at = _read_moment(request)
            if moved:
                actions.move_appointment(appointment=moved.number, starts_at=starts_at, by=by, at=at)
                done = gettext("Moved. The customer is told, with a new entry for her calendar.")
            else:
                actions.book_appointment(
                    customer=customer, office=office.code, starts_at=starts_at,
                    reason=request.POST.get("reason", ""), by=by, at=at,
                )  # fmt: skip
                done = gettext("Booked. The customer is told, with an entry for her calendar.")
            messages.success(request, done)
            return redirect("desk:appointments", customer=customer)
        except (Invalid, Conflict) as refusal:
            error = str(refusal.message)
    days = contact.list_days(office.code, at=at)
    asked = _read_day(request.GET.get("day", ""))
    day = asked if asked in days else (days[0] if days else None)
    context = {
        "person": person, "offices": offices, "office": office, "days": days, "day_shown": day, "at": at,
        "slots": contact.list_slots(office.code, day, at=at) if day else [], "error": error,
        "booked": booked, "moved": moved,
    }  # fmt: skip
    return show(request, "desk/appointments.html", context, status=422 if error else 200)


@require_POST
@door(audience="officer", level=3, may="contact.log")
def cancel_appointment(request: HttpRequest, number: str) -> HttpResponse:
    """She does not come."""
    by = actor_of(request)
    held = contact.get_appointment(number, by=by)
    try:
        actions.cancel_appointment(appointment=number, by=by, at=clock.now())
        messages.success(request, gettext("The appointment is cancelled, and the customer is told."))
    except Refused as refusal:
        messages.error(request, str(refusal.message))
    return redirect("desk:appointments", customer=held.customer)


def _read_moment(request: HttpRequest) -> Any:
    try:
        moment = parse_datetime(request.POST.get("starts_at", ""))
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        raise Invalid("appointment.slot", _("Choose a time."), field="starts_at")
    return moment


def _read_day(text: str) -> date | None:
    try:
        return parse_date(text)
    except ValueError:
        return None
