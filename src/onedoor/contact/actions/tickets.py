"""The counter's numbers: A001, A002, from the start each day. Nobody ranks higher.

First come, first served; the number of an appointment is called at its time, or when its holder came if
that was later.
"""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from onedoor.contact.access import require_officer
from onedoor.contact.actions.record import record_of
from onedoor.contact.models import Appointment, Ticket, TicketRoll
from onedoor.contact.offices import get_queue
from onedoor.contact.rules import ticket_number
from onedoor.contact.types import (
    TICKET_CALLED,
    TICKET_ENDED,
    TICKET_TAKEN,
    AppointmentState,
    TicketState,
    TicketView,
)
from onedoor.contact.views import to_ticket
from onedoor.kernel.actions import action
from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.kernel.clock import local
from onedoor.kernel.errors import Conflict, Invalid, NotAllowed, NotFound
from onedoor.kernel.scope import scoped


@action(may="contact.log")
def take_ticket(
    *, queue: str, door: str, by: Actor, at: datetime, customer: UUID | None = None, language: str = ""
) -> TicketView:
    """The next number of a counter queue. A customer who waits there already has her number; her
    appointment of today at that office is kept by it."""
    if by.kind == "citizen" and customer not in (None, by.customer):
        raise NotAllowed("ticket.not_yours", _("You can come only in your own name."), customer=customer)
    place, counter = get_queue(queue)
    day = local(at).date()
    with scoped(SYSTEM):
        count = _count_on(queue, at)
        if customer is not None:
            waiting = Ticket.objects.filter(queue=queue, day=day, customer=customer, state="waiting")
            if held := waiting.first():
                return to_ticket(held)
        kept = _find_appointment(customer, place.office.code, at)
        row = Ticket.objects.create(
            queue=queue, agency=place.office.agency, day=day, door=door, customer=customer,
            language=language, number=ticket_number(counter.letter, count), appointment=kept, taken_at=at,
            ready_at=max(kept.starts_at, at) if kept else at,
        )  # fmt: skip
        TicketRoll.objects.filter(queue=queue).update(last=count)
    record_of(TICKET_TAKEN, row, by=by, at=at, number=row.number)
    with scoped(SYSTEM):
        return to_ticket(row)


@action(may="contact.log")
def call_next(*, queue: str, desk: str, by: Actor, at: datetime) -> TicketView | None:
    """Call whoever is next to a desk; None when nobody waits. Two desks never call the same number."""
    require_officer(by)
    get_queue(queue)
    desk = desk.strip()
    if not desk or len(desk) > 20 or not desk.isprintable():
        raise Invalid("ticket.desk", _("Write the number or name of your desk."), field="desk")
    ready = Ticket.objects.filter(queue=queue, day=local(at).date(), state="waiting", ready_at__lte=at)
    row = (
        ready.select_for_update(skip_locked=True, of=("self",)).order_by("ready_at", "taken_at", "id").first()
    )
    if row is None:
        return None
    row.state, row.desk, row.called_at = TicketState.CALLED, desk, at
    row.save(update_fields=["state", "desk", "called_at"])
    record_of(TICKET_CALLED, row, by=by, at=at, number=row.number)
    return to_ticket(row)


@action(may="contact.log")
def end_ticket(*, ticket: UUID, came: bool, by: Actor, at: datetime) -> TicketView:
    """The visit is done, or nobody came when the number was called."""
    require_officer(by)
    row = Ticket.objects.select_for_update(of=("self",)).filter(id=ticket).first()
    if row is None:
        raise NotFound("ticket.unknown", _("There is no such number."))
    if row.state != TicketState.CALLED:
        raise Conflict("ticket.not_called", _("This number was not called, or is dealt with already."))
    row.state, row.ended_at = TicketState.DONE if came else TicketState.NO_SHOW, at
    row.save(update_fields=["state", "ended_at"])
    if row.appointment_id is not None:
        kept = AppointmentState.ATTENDED if came else AppointmentState.MISSED
        Appointment.objects.filter(id=row.appointment_id, state="booked").update(state=kept)
    record_of(TICKET_ENDED, row, by=by, at=at, number=row.number, came=came)
    return to_ticket(row)


def _count_on(queue: str, at: datetime) -> int:
    """The next count of the queue's day; its lock is held until the ticket is written."""
    day = local(at).date()
    TicketRoll.objects.get_or_create(queue=queue, defaults={"day": day})
    roll = TicketRoll.objects.select_for_update().get(queue=queue)
    if roll.day != day:
        TicketRoll.objects.filter(queue=queue).update(day=day, last=0)
        return 1
    return roll.last + 1


def _find_appointment(customer: UUID | None, office: str, at: datetime) -> Appointment | None:
    if customer is None:
        return None
    booked = Appointment.objects.filter(customer=customer, office=office, state=AppointmentState.BOOKED)
    today = local(at).date()
    rows = booked.order_by("starts_at")
    return next((row for row in rows if local(row.starts_at).date() == today), None)
