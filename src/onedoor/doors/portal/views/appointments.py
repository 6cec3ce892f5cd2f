"""Appointments: book a time at an office, move it, cancel it, and take it into one's calendar."""

from datetime import date, datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from onedoor.contact import actions
from onedoor.contact import queries as contact
from onedoor.doors.portal.me import customer_of
from onedoor.kernel import clock
from onedoor.kernel.errors import Conflict, Invalid, NotFound, Refused
from onedoor.kernel.text import pick
from onedoor.look.doors import door
from onedoor.look.questions import Option, Question


@door(audience="customer", level=2)
def list_appointments(request: HttpRequest) -> HttpResponse:
    """What lies ahead first, then what was."""
    actor, customer = customer_of(request)
    at = clock.now()
    booked = contact.list_appointments(customer, by=actor)
    ahead = [one for one in reversed(booked) if one.state == "booked" and one.ends_at > at]
    context = {
        "ahead": ahead,
        "before": [one for one in booked if one not in ahead],
        "offices": contact.list_offices(),
    }
    return render(request, "portal/appointments.html", context)


@door(audience="customer", level=2)
def book(request: HttpRequest, office: str) -> HttpResponse:
    """Choose a day, then a time of it; what it is about may be said."""
    actor, customer = customer_of(request)
    page = _Page(request, office)
    if request.method == "POST":
        try:
            booked = actions.book_appointment(
                customer=customer, office=office, starts_at=page.chosen(),
                reason=request.POST.get("reason", ""), by=actor, at=page.at,
            )  # fmt: skip
        except (Invalid, Conflict) as refusal:
            return page.show(_("Book an appointment"), _("Book"), refusal)
        messages.success(request, _("Your appointment is booked. Its number is %s.") % booked.number)
        return redirect("portal:appointments")
    return page.show(_("Book an appointment"), _("Book"))


@door(audience="customer", level=2)
def move(request: HttpRequest, number: str) -> HttpResponse:
    """Another time at the same office."""
    actor, _customer = customer_of(request)
    held = contact.get_appointment(number, by=actor)
    page = _Page(request, held.office, moving=True)
    if request.method == "POST":
        try:
            actions.move_appointment(appointment=number, starts_at=page.chosen(), by=actor, at=page.at)
        except (Invalid, Conflict) as refusal:
            return page.show(_("Move your appointment"), _("Move"), refusal)
        messages.success(request, _("Your appointment has another time."))
        return redirect("portal:appointments")
    return page.show(_("Move your appointment"), _("Move"))


@require_POST
@door(audience="customer", level=2)
def cancel(request: HttpRequest, number: str) -> HttpResponse:
    """It will not take place."""
    actor, _customer = customer_of(request)
    actions.cancel_appointment(appointment=number, by=actor, at=clock.now())
    messages.success(request, _("Your appointment was cancelled."))
    return HttpResponseRedirect(reverse("portal:appointments"))


@door(audience="customer", level=2)
def give_calendar(request: HttpRequest, number: str) -> HttpResponse:
    """The appointment for the calendar of her telephone."""
    actor, _customer = customer_of(request)
    file = contact.get_calendar_file(number, by=actor, at=clock.now())
    response = HttpResponse(file, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{number}.ics"'
    response["Cache-Control"] = "private, no-store"
    return response


class _Page:
    """The page with a day's free times."""

    def __init__(self, request: HttpRequest, office: str, *, moving: bool = False) -> None:
        self.request, self.at, self.moving = request, clock.now(), moving
        found = [one for one in contact.list_offices() if one.code == office]
        if not found:
            raise NotFound("office.unknown", _("There is no such office. Choose one from the list."))
        self.office = found[0]
        self.days = contact.list_days(office, at=self.at)
        asked = _read_day(request.GET.get("day", ""))
        self.day = asked if asked in self.days else (self.days[0] if self.days else None)

    def chosen(self) -> datetime:
        """The time that was chosen. Raises Invalid."""
        try:
            moment = parse_datetime(self.request.POST.get("starts_at", ""))
        except ValueError:
            moment = None
        if moment is None or moment.tzinfo is None:
            raise Invalid("appointment.slot", _("Choose a time."), field="starts_at")
        return moment

    def show(self, heading: str, words: str, refusal: Refused | None = None) -> HttpResponse:
        error = str(refusal.message) if refusal else ""
        slots = contact.list_slots(self.office.code, self.day, at=self.at) if self.day else []
        options = tuple(
            Option(one.starts_at.isoformat(), clock.local(one.starts_at).strftime("%H:%M")) for one in slots
        )
        time = Question(name="starts_at", kind="select", label=_("Time"), options=options, error=error)
        reason = Question(
            name="reason", kind="text", label=_("What is it about?"), required=False,
            value=self.request.POST.get("reason", ""),
        )  # fmt: skip
        questions = [time] if self.moving else [time, reason]
        context: dict[str, Any] = {
            "heading_words": heading, "lead": f"{pick(self.office.title)}, {pick(self.office.address)}",
            "questions": questions if slots else [], "faults": [time] if error else [], "send_words": words,
            "days": self.days, "day_shown": self.day,
        }  # fmt: skip
        return render(self.request, "portal/book.html", context, status=422 if error else 200)


def _read_day(text: str) -> date | None:
    try:
        return parse_date(text)
    except ValueError:
        return None
