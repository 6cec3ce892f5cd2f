"""Appointments at an office: booked, moved, cancelled, and recalled the day before."""

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from onedoor.contact.access import require_officer, visible_appointments
from onedoor.contact.actions.messages import send_message
from onedoor.contact.actions.record import record_of
from onedoor.contact.calendar_file import write_calendar
from onedoor.contact.models import Appointment
from onedoor.contact.offices import Place, get_place, is_start
from onedoor.contact.rules import without_controls
from onedoor.contact.types import BOOKED, CANCELLED, MOVED, AppointmentState, AppointmentView
from onedoor.contact.views import to_appointment
from onedoor.kernel.actions import action
from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.kernel.clock import local
from onedoor.kernel.errors import Conflict, Invalid, NotAllowed, NotFound
from onedoor.kernel.ids import find_number, new_number
from onedoor.kernel.scope import scoped
from onedoor.kernel.text import LANGUAGES, pick

AHEAD = timedelta(days=60)
REMIND_BEFORE = timedelta(hours=24)


@action(may="contact.log")
def book_appointment(
    *,
    customer: UUID,
    office: str,
    starts_at: datetime,
    by: Actor,
    at: datetime,
    reason: str = "",
    case: UUID | None = None,
) -> AppointmentView:
    """Keep a free slot for her and tell her, with a calendar entry. The same time again at the same
    office is the appointment that she has."""
    if by.kind == "citizen" and by.customer != customer:
        raise NotAllowed("appointment.not_yours", _("You can book only for yourself."), customer=customer)
    place = get_place(office)
    with scoped(SYSTEM):
        _lock_slot(place, starts_at)
        held = Appointment.objects.filter(customer=customer, starts_at=starts_at, state="booked").first()
        if held and held.office == office:
            return to_appointment(held)
        _check_slot(place, starts_at, at)
        row = Appointment(
            number=new_number("HA"), customer=customer, agency=place.office.agency, office=office,
            reason=" ".join(without_controls(reason).split())[:200], case=case, starts_at=starts_at,
            ends_at=starts_at + timedelta(minutes=place.minutes), booked_at=at,
        )  # fmt: skip
        _save(row, insert=True)
    record_of(BOOKED, row, by=by, at=at)
    _tell(row, lambda: say("Your appointment"), "booked", at)
    return to_appointment(row)


@action(may="contact.log")
def move_appointment(*, appointment: str, starts_at: datetime, by: Actor, at: datetime) -> AppointmentView:
    """Another time at the same office; the old one is free again."""
    row = _lock_booked(appointment, by, at)
    place = get_place(row.office)
    with scoped(SYSTEM):
        _lock_slot(place, starts_at)
        if starts_at == row.starts_at:
            return to_appointment(row)
        _check_slot(place, starts_at, at)
        row.starts_at, row.ends_at = starts_at, starts_at + timedelta(minutes=place.minutes)
        row.changes, row.reminded_at = row.changes + 1, None
        _save(row)
    record_of(MOVED, row, by=by, at=at)
    _tell(row, lambda: say("Your appointment has another time"), "moved", at)
    return to_appointment(row)


@action(may="contact.log")
def cancel_appointment(*, appointment: str, by: Actor, at: datetime) -> AppointmentView:
    """It will not take place; the calendar entry that she got is taken back."""
    row = _lock_booked(appointment, by, at)
    with scoped(SYSTEM):
        row.state, row.changes = AppointmentState.CANCELLED, row.changes + 1
        _save(row)
    record_of(CANCELLED, row, by=by, at=at)
    _tell(row, lambda: say("Your appointment was cancelled"), "cancelled", at)
    return to_appointment(row)


@action()
def remind_due(*, by: Actor, at: datetime, limit: int = 100) -> int:
    """A word about appointments of the coming 24 hours, by the channel and in the hours of each
    customer; how many were written. Each is reminded once, and again only of a new time."""
    require_officer(by)
    soon = Appointment.objects.filter(
        state=AppointmentState.BOOKED, reminded_at=None, starts_at__gt=at, starts_at__lte=at + REMIND_BEFORE
    )
    rows = list(soon.select_for_update(skip_locked=True).order_by("starts_at")[:limit])
    for row in rows:
        row.reminded_at = at
        row.save(update_fields=["reminded_at"])
        if at - row.booked_at > REMIND_BEFORE:  # who booked today has just been told
            _tell(row, lambda: say("Remember your appointment"), "reminder", at)
    return len(rows)


def _lock_booked(number: str, by: Actor, at: datetime) -> Appointment:
    rows = visible_appointments(by).filter(number=find_number(number) or "")
    row = rows.select_for_update(of=("self",)).first()
    if row is None:
        raise NotFound("appointment.unknown", _("There is no such appointment, or it is not yours."))
    if row.state != AppointmentState.BOOKED or row.starts_at <= at:
        raise Conflict("appointment.over", _("This appointment is over or cancelled. Book a new one."))
    return row


def _lock_slot(place: Place, starts_at: datetime) -> None:
    """Two who want the last desk come one after the other."""
    with connection.cursor() as cursor:
        key = f"slot/{place.office.code}/{starts_at.timestamp():.0f}"
        cursor.execute("select pg_advisory_xact_lock(hashtextextended(%s, 0))", [key])


def _check_slot(place: Place, starts_at: datetime, at: datetime) -> None:
    if not at < starts_at <= at + AHEAD or not is_start(place, starts_at):
        raise Invalid(
            "appointment.slot", _("Choose one of the times offered, within 60 days."), field="starts_at"
        )
    taken = Appointment.objects.filter(office=place.office.code, starts_at=starts_at, state="booked").count()
    if taken >= place.desks:
        raise Conflict("appointment.full", _("This time has just been taken. Choose another one."))


def _save(row: Appointment, *, insert: bool = False) -> None:
    try:
        with transaction.atomic():
            row.save(force_insert=insert)
    except IntegrityError as error:
        raise Conflict(
            "appointment.double", _("You have another appointment at that time. Choose another time.")
        ) from error


def _tell(row: Appointment, title: Callable[[], str], what: str, at: datetime) -> None:
    place = get_place(row.office).office
    titles: dict[str, str] = {}
    bodies: dict[str, str] = {}
    for language in LANGUAGES:
        with override(language):
            titles[language] = title()
            bodies[language] = say("%(when)s, %(office)s, %(address)s. Number: %(number)s.") % {
                "when": _when(row.starts_at),
                "office": pick(place.title, language),
                "address": pick(place.address, language),
                "number": row.number,
            }
    with scoped(SYSTEM):
        send_message(
            customer=row.customer, title=titles, body=bodies, agency=row.agency,
            case=row.case, calendar=b"" if what == "reminder" else write_calendar(row, place, at),
            idempotency_key=f"appointment/{row.id}/{what}/{row.changes}", by=SYSTEM, at=at,
        )  # fmt: skip


def _when(moment: datetime) -> str:
    here = local(moment)
    return f"{here:%Y-%m-%d %H:%M}"
