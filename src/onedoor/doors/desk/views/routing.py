"""Who answers what: the table by which everything that comes in finds its agency, and who is on duty."""

from datetime import datetime, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from onedoor.cases import queries as cases
from onedoor.doors.desk.frame import show
from onedoor.kernel import clock
from onedoor.kernel.clock import local
from onedoor.kernel.text import pick
from onedoor.look.doors import door
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


@door(audience="officer", level=3)
def show_duty(request: HttpRequest) -> HttpResponse:
    """Who is asked first at every agency now, and who stands in the roster in the week to come."""
    at = clock.now()
    now = [(agency, cases.list_on_duty(agency.code, at)) for agency in trust.list_agencies()]
    midnight = local(at).replace(hour=0, minute=0, second=0, microsecond=0)
    days = [midnight + timedelta(days=ahead) for ahead in range(WEEK)]
    duties = cases.get_roster().duties.values()
    week = [(duty.agency, [_list_shifts(duty, day) for day in days]) for duty in duties]
    context = {
        "now": now, "days": days, "week": week, "at": at,
        "gaps": [(gap, _name_asked(gap.asked)) for gap in cases.list_gaps(at=at)],
    }  # fmt: skip
    return show(request, "desk/duty.html", context)


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
