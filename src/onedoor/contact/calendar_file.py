"""An appointment as an iCalendar file (RFC 5545), in both languages, without its reason."""

from datetime import datetime, timedelta

from django.conf import settings

from onedoor.contact.models import Appointment
from onedoor.contact.types import AppointmentState, Office
from onedoor.kernel.text import LANGUAGES


def write_calendar(row: Appointment, office: Office, at: datetime) -> bytes:
    """The entry as it stands now: a later one of the same UID takes the place of this one."""
    from icalendar import Alarm, Calendar, Event  # its time zones take a while to load

    cancelled = row.state == AppointmentState.CANCELLED
    calendar = Calendar()
    calendar.add("prodid", "-//Onedoor//Appointments//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "CANCEL" if cancelled else "PUBLISH")
    event = Event()
    event.add("uid", f"{row.id}@{settings.DEFAULT_FROM_EMAIL.rpartition('@')[2].rstrip('>')}")
    event.add("dtstamp", at)
    event.add("sequence", row.changes)
    event.add("dtstart", row.starts_at)
    event.add("dtend", row.ends_at)
    event.add("summary", " / ".join(office.title[language] for language in LANGUAGES))
    event.add("location", " / ".join(office.address[language] for language in LANGUAGES))
    event.add("description", row.number)
    event.add("url", f"{settings.PUBLIC_URL}/appointments/")
    event.add("status", "CANCELLED" if cancelled else "CONFIRMED")
    if not cancelled:
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", row.number)
        alarm.add("trigger", timedelta(hours=-2))
        event.add_component(alarm)
    calendar.add_component(event)
    return bytes(calendar.to_ical())
