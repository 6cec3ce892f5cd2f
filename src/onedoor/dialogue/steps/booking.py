"""An appointment at an office: where, on which day, at what time."""

from datetime import date, datetime

from django.utils.translation import gettext as _

from onedoor.contact import actions as contact
from onedoor.contact import queries as visits
from onedoor.dialogue.machine import HOME, add_step
from onedoor.dialogue.talk import Pick, Said, Talk
from onedoor.dialogue.types import Task
from onedoor.dialogue.wording import say_date
from onedoor.kernel.clock import local
from onedoor.kernel.text import pick

DAYS = 6


def _say_office(talk: Talk) -> Said:
    picks = [Pick(office.code, pick(office.title)) for office in visits.list_offices()]
    return Said(says=(_("Which office?"),), picks=picks)


def _hear_office(talk: Talk, value: str) -> None:
    talk.go("book-day", office=value)


def _say_day(talk: Talk) -> Said:
    days = visits.list_days(str(talk.facts["office"]), at=talk.at, count=DAYS)
    if not days:
        return Said(says=(_("No time is free there now."),), picks=(Pick("", _("Another office")),))
    picks = [Pick(day.isoformat(), say_date(day, talk.row.form)) for day in days]
    return Said(says=(_("On which day?"),), picks=picks)


def _hear_day(talk: Talk, value: str) -> None:
    if value:
        talk.go("book-time", office=talk.facts["office"], day=value)
    else:
        talk.back(HOME)


def _say_time(talk: Talk) -> Said:
    day = date.fromisoformat(str(talk.facts["day"]))
    slots = visits.list_slots(str(talk.facts["office"]), day, at=talk.at)
    if not slots:
        return Said(says=(_("No time is free on that day any more."),), picks=(Pick("", _("Another day")),))
    picks = [Pick(slot.starts_at.isoformat(), f"{local(slot.starts_at):%H:%M}") for slot in slots]
    return Said(says=(_("At what time?"),), picks=picks)


def _hear_time(talk: Talk, value: str) -> None:
    if not value:
        talk.back(HOME)
        return
    who = talk.who
    assert who.customer is not None
    booked = contact.book_appointment(
        customer=who.customer,
        office=str(talk.facts["office"]),
        starts_at=datetime.fromisoformat(value),
        by=who,
        at=talk.at,
    )
    talk.say(
        _("You have an appointment on %(day)s at %(time)s. Its number is %(number)s.")
        % {
            "day": say_date(booked.starts_at, talk.row.form),
            "time": f"{local(booked.starts_at):%H:%M}",
            "number": booked.number,
        }
    )
    talk.home(HOME)


add_step("book", Task.APPOINTMENT, say=_say_office, hear=_hear_office, known=True)
add_step("book-day", Task.APPOINTMENT, say=_say_day, hear=_hear_day, known=True)
add_step("book-time", Task.APPOINTMENT, say=_say_time, hear=_hear_time, known=True)
