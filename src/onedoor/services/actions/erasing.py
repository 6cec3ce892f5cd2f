"""A draft that was begun in the wrong person's name is as if it had never been."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from onedoor.journal import actions as journal
from onedoor.kernel.actions import action
from onedoor.kernel.actors import Actor
from onedoor.kernel.errors import NotAllowed
from onedoor.services.applications.guard import fetch_to_change
from onedoor.services.applications.types import ERASED


@action()
def erase_draft(*, application: UUID, by: Actor, at: datetime) -> None:
    """For the door that began it by a mistake that was found. The draft goes with everything in it; that it
    did stays on record, without her. Conflict when it was signed."""
    if by.kind != "system":
        raise NotAllowed("services.house_only", _("Only the house does this."))
    row = fetch_to_change(application, by=by)
    journal.record(
        ERASED, subject_kind="application", subject=row.id, agency=row.agencies[0] if row.agencies else "",
        by=by, at=at, data={"number": row.number, "service": row.service},
    )  # fmt: skip
    row.delete()
