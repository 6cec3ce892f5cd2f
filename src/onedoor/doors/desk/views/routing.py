"""Who answers what: the table by which everything that comes in finds its agency, and who is on duty."""

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from onedoor.cases import actions
from onedoor.cases import queries as cases
from onedoor.doors.desk.frame import show
from onedoor.kernel import clock
from onedoor.kernel.clock import local
from onedoor.kernel.errors import Refused
from onedoor.kernel.text import pick
from onedoor.look.doors import actor_of, door
from onedoor.look.templatetags.look import term
from onedoor.services import queries as services
from onedoor.trust import queries as trust

DEMANDS = {
    "enquiry": _("A wish to know"), "help": _("A request for help"), "complaint": _("A complaint"),
    "report": _("A report of wrongdoing"), "suggestion": _("A suggestion"), "thanks": _("Thanks"),
}  # fmt: skip
REASONS = {
    "words": _("none of its words was said"), "service": _("it is about another service"),
    "place": _("it is about another place"),
    "demand": _("something else is wanted"),
}  # fmt: skip
CALLS = {
    "ringing": _("rings now"), "taken": _("took it"), "passed": _("passed it to the next"),
    "stays": _("wanted to pass it, but nobody comes after"), "over": _("it was taken already"),
    "missed": _("did not answer"), "failed": _("the call could not be placed"),
}  # fmt: skip
LONGEST, WEEK = 2_000, 7


@door(audience="officer", level=3)
def show_routing(request: HttpRequest) -> HttpResponse:
    """The table row by row; what is typed is sent down it, and each row says why it did not fit."""
    offered = services.list_services(at=clock.now())
    titles = {service.code: service.title for service in offered}
    districts = services.list_districts()
    asked, found = {"text": "", "service": "", "demand": "enquiry", "place": ""}, None
    if request.method == "POST":
        asked = {
            "text": request.POST.get("text", "").strip()[:LONGEST],
            "service": request.POST.get("service", "") if request.POST.get("service") in titles else "",
            "demand": request.POST.get("demand", "") if request.POST.get("demand") in DEMANDS else "enquiry",
            "place": request.POST.get("place", "") if request.POST.get("place") in districts else "",
        }
        asked["place"] = asked["place"] or services.find_district_of(asked["text"])
        found = cases.find_route(cases.Matter(**asked))
    rows = [
        (
            row,
            [titles[code] for code in row.services if code in titles],
            [DEMANDS[one] for one in row.demands],
            [districts[code] for code in row.places if code in districts],
            term(row.promise, row.calendar),
        )
        for row in cases.get_routes()
    ]
    context = {
        "rows": rows, "asked": asked, "found": found, "services": offered, "demands": DEMANDS.items(),
        "districts": districts.items(),
        "passed": [(row, REASONS[reason]) for row, reason in found.passed] if found else (),
    }  # fmt: skip
    return show(request, "desk/routing.html", context)


class NumberForm(forms.Form):
    """Where the officer herself is rung."""

    number = forms.CharField(
        label=_("Where you are rung while you are on duty"),
        help_text=_("The number of your work telephone. Nobody else reads it. Empty: you are not rung."),
        max_length=32,
        required=False,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel", "width": "20"}),
    )


@door(audience="officer", level=3)
def show_duty(request: HttpRequest) -> HttpResponse:
    """Who is asked first at every agency now, who can be rung, whom the house rang, and who stands in the
    roster in the week to come."""
    return _show_duty(request)


@require_POST
@door(audience="officer", level=3, may="cases.work")
def set_duty_number(request: HttpRequest) -> HttpResponse:
    """The officer says where she is rung while she is on duty."""
    form = NumberForm(request.POST)
    if form.is_valid():
        try:
            actions.set_duty_number(number=form.cleaned_data["number"], by=actor_of(request), at=clock.now())
        except Refused as refusal:
            form.add_error("number", str(refusal.message))
        else:
            messages.success(
                request,
                gettext("Saved. You are rung there while you are on duty.")
                if form.cleaned_data["number"]
                else gettext("Saved. You are not rung."),
            )
            return redirect("desk:duty")
    return _show_duty(request, form)


def _show_duty(request: HttpRequest, form: NumberForm | None = None) -> HttpResponse:
    at = clock.now()
    now = [(agency, cases.list_on_duty(agency.code, at)) for agency in trust.list_agencies()]
    midnight = local(at).replace(hour=0, minute=0, second=0, microsecond=0)
    days = [midnight + timedelta(days=ahead) for ahead in range(WEEK)]
    duties = cases.get_roster().duties.values()
    week = [(duty.agency, [_list_shifts(duty, day) for day in days]) for duty in duties]
    by = actor_of(request)
    context = {
        "now": now, "days": days, "week": week, "at": at,
        "rung": cases.list_rung({one.account for _agency, asked in now for one in asked}),
        "calls": [(one, CALLS[one.state]) for one in cases.list_duty_calls(by=by, at=at)],
        "unreachable": cases.list_unreachable(at=at),
        "form": form or NumberForm(initial={"number": cases.find_duty_number(by=by)}),
        "may_set": by.may("cases.work"),
        "gaps": [(gap, _name_asked(gap.asked)) for gap in cases.list_gaps(at=at)],
    }  # fmt: skip
    response = show(request, "desk/duty.html", context, status=422 if form else 200)
    response["Cache-Control"] = "no-store"
    return response


def _name_asked(asked: str) -> Any:
    """An e-mail as it stands, a role by its name."""
    return asked if "@" in asked else pick(trust.get_role(asked).title)


def _list_shifts(duty: Any, day: datetime) -> list[str]:
    """The shifts that begin on this day."""
    return [
        f"{shift.first // 60:02}:{shift.first % 60:02}–{shift.last // 60:02}:{shift.last % 60:02}"
        for shift in duty.shifts
        if day.weekday() in shift.weekdays
    ]
