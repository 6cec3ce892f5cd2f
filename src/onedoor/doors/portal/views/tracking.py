"""Without sign-in: how far a request is. Nothing personal."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from onedoor.cases import queries as cases
from onedoor.feedback import queries as feedback
from onedoor.kernel import clock
from onedoor.kernel.errors import Refused
from onedoor.kernel.ids import find_number
from onedoor.look.doors import actor_of, door
from onedoor.look.questions import Question
from onedoor.services import queries as services
from onedoor.trust import queries as trust

STEPS = {
    "received": _("Received"),
    "assigned": _("An officer looks after it"),
    "waiting": _("The clock stopped: we wait for an answer"),
    "resumed": _("The clock runs again"),
    "closed": _("Finished"),
}


@door(audience="public", level=0)
def track(request: HttpRequest) -> HttpResponse:
    """The state, the promise and whether it is kept."""
    typed = request.GET.get("number", "").strip()
    status, error = _find_status(typed) if typed else (None, "")
    report = services.find_report(typed) if typed else None
    question = Question(
        name="number",
        kind="text",
        label=_("Number"),
        hint=_("It stands on your confirmation, such as HC-7K3M-Q9TD-4."),
        value=typed,
        error=error,
        width="20",
    )
    context: dict[str, Any] = {
        "questions": [question],
        "faults": [question] if error else [],
        "status": status,
        "report": report,
    }
    if status:
        context |= {
            "status_steps": [{"words": STEPS[step.code], "at": step.happened_at} for step in status.steps],
            "service_title": _service_title(status.service),
            "agency_name": trust.get_agency(status.agency).name,
            "may_rate": feedback.may_rate(status.number, by=actor_of(request), at=clock.now()),
        }
    return render(request, "portal/track.html", context, status=404 if error else 200)


def _find_status(typed: str) -> tuple[Any, Any]:
    number = find_number(typed)
    if number is None:
        return None, _("This is not one of our numbers. Check each letter and digit.")
    status = cases.find_tracking(number)
    return status, "" if status else _("There is nothing under this number.")


def _service_title(code: str) -> Any:
    try:
        return services.get_service(code, at=clock.now()).title
    except Refused:
        return code
