"""The on-time figures as every page shows them: the same query and the same words, inside and outside."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext, gettext_lazy

from onedoor.cases import queries as cases
from onedoor.cases.types import OnTime
from onedoor.kernel.errors import NotFound
from onedoor.kernel.text import pick
from onedoor.look.timeline import DOORS
from onedoor.services import queries as services
from onedoor.trust import queries as trust

GROUPINGS = {
    "service": gettext_lazy("Service"),
    "agency": gettext_lazy("Agency"),
    "door": gettext_lazy("Door"),
    "month": gettext_lazy("Month"),
}
KINDS = {
    "enquiry": gettext_lazy("Enquiries"),
    "agency-request": gettext_lazy("Requests between agencies"),
    "low-rating": gettext_lazy("Calls back after a low rating"),
}


def read_on_time(grouping: str, *, at: datetime) -> dict[str, Any]:
    """The context of ``look/components/on_time.html``; of no known grouping, by service."""
    chosen = grouping if grouping in GROUPINGS else "service"
    rows = cases.count_on_time(chosen, at=at)  # type: ignore[arg-type]  # one of GROUPINGS
    total: Sequence[OnTime] = cases.count_on_time("all", at=at)
    if chosen == "month":
        named = [(row.group, row) for row in reversed(rows)]
    else:
        named = sorted([(_name(chosen, row.group, at), row) for row in rows], key=lambda pair: pair[0])
    return {
        "grouping": chosen,
        "groupings": GROUPINGS.items(),
        "head": GROUPINGS[chosen],
        "rows": [(gettext("All"), row) for row in total] + named,
    }


def _name(grouping: str, code: str, at: datetime) -> str:
    if grouping == "door":
        return str(DOORS.get(code, code)) or gettext("not noted")
    try:
        if grouping == "agency":
            return pick(trust.get_agency(code).name)
        return name_service(code, at=at)
    except NotFound:
        return code


def name_service(code: str, *, at: datetime) -> str:
    """The service's title; what is no service of the catalogue has a name of its own here."""
    if code in KINDS:
        return str(KINDS[code])
    try:
        return pick(services.get_service(code, at=at).title)
    except NotFound:
        return code
