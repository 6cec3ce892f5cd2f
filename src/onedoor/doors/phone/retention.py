"""When the time of this door's rows is over: they live for days. A recording has an end of its own."""

from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from onedoor.doors.phone.models import Recording
from onedoor.people.rules import KeepRule, aged, keep

SESSION = "dialogue.Session"


def declare_all() -> None:
    """Called once the app registry is ready. A call waits for its recordings."""
    keep(
        aged(
            "phone_door.Call", "ended_at", _("after it ended"), _("Calls"), nightly=True,
            through=("session", SESSION),
        ),
        KeepRule(
            "phone_door.Recording", _("after it was recorded"), _recordings, title=_("Recordings"),
            nightly=True, through=("call__session", SESSION),
        ),
    )  # fmt: skip


def _recordings(at: datetime) -> QuerySet[Any]:
    return Recording.objects.filter(keep_until__lte=at)
