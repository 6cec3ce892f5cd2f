"""How long a decision can be objected to, and whether this one still can."""

from datetime import date, timedelta

from onedoor.kernel.clock import local
from onedoor.services.files.schema import ServiceFile
from onedoor.services.models import Application


def object_until(row: Application, file: ServiceFile) -> date | None:
    """The last day to object, counted from the day after the notice; None where nothing is decided
    or the service takes no objections."""
    decided_at = row.decided_at
    if decided_at is None or not file.objection_days:
        return None
    return local(decided_at).date() + timedelta(days=file.objection_days)
