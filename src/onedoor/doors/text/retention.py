"""When the time of this door's rows is over: they live for days."""

from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from onedoor.doors.text.models import Line
from onedoor.people.rules import KeepRule, aged, back, keep, period_of

CONVERSATION = ("session", "dialogue.Session")


def declare_all() -> None:
    """Called once the app registry is ready."""
    came = _("after it came in")
    keep(
        KeepRule(
            "text_door.Line", _("after the last message"), _lines, title=_("Telephones at the text door"),
            nightly=True, through=CONVERSATION,
        ),
        aged("text_door.Part", "came_at", came, _("Parts of text messages"), nightly=True),
        aged("text_door.Taken", "came_at", came, _("Marks of text messages"), nightly=True),
    )  # fmt: skip


def _lines(at: datetime) -> QuerySet[Any]:
    """Who wrote STOP stays stopped: of that telephone nothing but its mark is kept."""
    return Line.objects.filter(stopped_at=None, heard_at__lte=back(at, period_of(Line)))
