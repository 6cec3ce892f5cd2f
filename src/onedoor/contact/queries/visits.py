"""Offices, their free times, appointments, and the counter's numbers."""

from collections import Counter
from datetime import date, datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from onedoor.contact.access import LOG, visible_appointments, visible_tickets
from onedoor.contact.calendar_file import write_calendar
from onedoor.contact.models import Appointment
from onedoor.contact.offices import get_place, get_places, get_queue, list_starts
from onedoor.contact.types import (
    AppointmentState,
    AppointmentView,
    Office,
    Slot,
    TicketState,
    TicketView,
)
from onedoor.contact.views import to_appointment, to_ticket
from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.kernel.clock import local
from onedoor.kernel.errors import NotFound
from onedoor.kernel.ids import find_number
from onedoor.kernel.scope import scoped


def list_offices() -> list[Office]:
    """Every office that can be visited, in the order of the catalogue; open to anybody."""
    return [place.office for place in get_places().values()]


def get_office_of(queue: str) -> Office:
    """The office of a counter queue. Raises NotFound."""
    return get_queue(queue)[0].office


def list_slots(office: str, day: date, *, at: datetime) -> list[Slot]:
    """The times of a day at which a desk is still free; open to anybody, for they tell of nobody."""
    place = get_place(office)
    starts = [start for start in list_starts(place, day) if start > at]
    if not starts:
        return []
    with scoped(SYSTEM):
        booked = Appointment.objects.filter(office=office, state="booked", starts_at__in=starts)
        taken = Counter(booked.values_list("starts_at", flat=True))
    length = timedelta(minutes=place.minutes)
    return [
        Slot(office=office, starts_at=start, ends_at=start + length, free=place.desks - taken[start])
        for start in starts
        if taken[start] < place.desks
    ]


def list_days(office: str, *, at: datetime, count: int = 10) -> list[date]:
    """The next days on which the office has a free time, today among them."""
    today = local(at).date()
    days = (today + timedelta(days=ahead) for ahead in range(60))
    found: list[date] = []
    for day in days:
        if len(found) == count:
            break
        if list_slots(office, day, at=at):
            found.append(day)
    return found


def list_appointments(customer: UUID, *, by: Actor, limit: int = 20) -> list[AppointmentView]:
    """A customer's appointments, the latest first."""
    rows = visible_appointments(by).filter(customer=customer).order_by("-starts_at")
    return [to_appointment(row) for row in rows[:limit]]


def list_appointments_at(office: str, day: date, *, by: Actor) -> list[AppointmentView]:
    """Who comes to an office on a day, in the order of the day; for officers who answer customers."""
    if by.kind != "system" and not by.may(LOG):
        return []
    rows = visible_appointments(by).filter(office=office, state=AppointmentState.BOOKED)
    booked = rows.filter(starts_at__date=day).order_by("starts_at", "number")
    return [to_appointment(row) for row in booked]


def get_appointment(number: str, *, by: Actor) -> AppointmentView:
    """The appointment of that number. Raises NotFound."""
    return to_appointment(_find(number, by))


def get_calendar_file(number: str, *, by: Actor, at: datetime) -> bytes:
    """The appointment as an iCalendar file. Raises NotFound."""
    row = _find(number, by)
    return write_calendar(row, get_place(row.office).office, at)


def list_tickets(queue: str, *, by: Actor, at: datetime) -> list[TicketView]:
    """The numbers of today that wait or stand at a desk, in the order in which they are called."""
    get_queue(queue)
    rows = visible_tickets(by).filter(
        queue=queue, day=local(at).date(), state__in=[TicketState.WAITING, TicketState.CALLED]
    )
    return [to_ticket(row) for row in rows.order_by("ready_at", "taken_at", "id")]


def list_called(queue: str, *, at: datetime, limit: int = 8) -> list[tuple[str, str]]:
    """Number and desk of the last calls, newest first, for the screen in the hall: it names nobody."""
    get_queue(queue)
    with scoped(SYSTEM):
        rows = visible_tickets(SYSTEM).filter(queue=queue, day=local(at).date(), called_at__isnull=False)
        return list(rows.order_by("-called_at").values_list("number", "desk")[:limit])


def get_ticket(ticket: UUID, *, by: Actor) -> TicketView:
    """The ticket of that id. Raises NotFound."""
    row = visible_tickets(by).filter(id=ticket).first()
    if row is None:
        raise NotFound("ticket.unknown", _("There is no such number."))
    with scoped(SYSTEM):
        return to_ticket(row)


def list_tickets_of(customer: UUID, *, by: Actor, limit: int = 20) -> list[TicketView]:
    """A customer's numbers, newest first."""
    rows = visible_tickets(by).filter(customer=customer).order_by("-taken_at")
    return [to_ticket(row) for row in rows[:limit]]


def _find(number: str, by: Actor) -> Appointment:
    row = visible_appointments(by).filter(number=find_number(number) or "").first()
    if row is None:
        raise NotFound("appointment.unknown", _("There is no such appointment, or it is not yours."))
    return row
