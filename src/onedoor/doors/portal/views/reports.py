"""What was reported in the city, for everybody: the map, each report by its number, and its rating."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from onedoor.doors.portal.city_map import draw_city
from onedoor.feedback.types import STARS_SAY
from onedoor.kernel import clock
from onedoor.kernel.errors import Invalid, NotFound
from onedoor.kernel.text import pick
from onedoor.look.doors import actor_of, door
from onedoor.look.questions import Option, Question, read_whole
from onedoor.services import actions
from onedoor.services import queries as services
from onedoor.services.queries.reports import ReportFilters
from onedoor.trust import queries as trust

SHOWN = 100
STATES = {"open": _("Being worked on"), "closed": _("Finished")}


@door(audience="public", level=0)
def show_map(request: HttpRequest) -> HttpResponse:
    """The map, and beside it the list that says the same."""
    kind, state = request.GET.get("kind", ""), request.GET.get("state", "open")
    kinds = _kinds()
    filters = ReportFilters(
        kinds=[kind] if kind in dict(kinds) else (), states=[state] if state in STATES else (), whole=True
    )
    reports = services.list_reports(filters, limit=SHOWN)
    context = {
        "drawing": draw_city(reports),
        "reports": list(enumerate(reports, 1)),
        "total": services.count_reports(filters),
        "questions": [
            _choice("kind", _("Kind of report"), kinds, kind),
            _choice("state", _("How far"), STATES.items(), state),
        ],
        "service": next((file.service for file in services.list_report_services()), ""),
    }
    return render(request, "portal/reports.html", context)


@door(audience="public", level=0)
def show_report(request: HttpRequest, number: str) -> HttpResponse:
    """One report: how far it is, what was done; who reported it may say how well."""
    report = services.find_report(number)
    if report is None:
        raise NotFound("report.unknown", _("There is nothing under this number."))
    error = _rate(request, report.number) if request.method == "POST" else ""
    if request.method == "POST" and not error:
        messages.success(request, _("Thank you. We have written it down."))
        return HttpResponseRedirect(reverse("portal:report", args=[report.number]))
    key = request.GET.get("key") or request.POST.get("key") or ""
    question = Question(
        name="rating",
        kind="choice",
        label=_("How well was it done?"),
        options=tuple(Option(str(value), words) for value, words in STARS_SAY.items()),
        error=error,
    )
    may_rate = services.may_rate(report.number, key=key, by=actor_of(request))
    context = {
        "report": report,
        "agency": trust.get_agency(report.agency),
        "drawing": draw_city([report], close=True),
        "late": bool(report.promised_at and (report.closed_at or clock.now()) > report.promised_at),
        "questions": [question] if may_rate else [],
        "faults": [question] if error else [],
        "key": key,
    }
    response = render(request, "portal/report.html", context, status=422 if error else 200)
    response["Referrer-Policy"] = "no-referrer"  # the address may hold the key of the last message
    return response


@door(audience="public", level=0)
def show_photo(request: HttpRequest, number: str, which: str) -> HttpResponse:
    """The picture before or after."""
    found = services.get_public_photo(number, which)
    if found is None:
        raise NotFound("report.photo", _("There is no such picture."))
    response = HttpResponse(found[1], content_type=found[0])
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _rate(request: HttpRequest, number: str) -> Any:
    try:
        actions.rate_report(
            number=number,
            rating=read_whole(request.POST.get("rating")),
            key=request.POST.get("key", ""),
            by=actor_of(request),
            at=clock.now(),
        )
    except Invalid as refusal:
        return refusal.message
    return ""


def _kinds() -> list[tuple[str, Any]]:
    found = []
    for file in services.list_report_services():
        assert file.reports is not None
        found += [(choice.code, pick(choice.text)) for choice in file.fields[file.reports.kind].choices]
    return found


def _choice(name: str, label: Any, answers: Any, value: str) -> Question:
    options = (Option("all", _("All")), *(Option(code, words) for code, words in answers))
    return Question(name=name, kind="select", label=label, options=options, value=value or "all")
