"""A message that was put to the wrong person's records goes out of them, with its files."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from onedoor.contact.models import Message
from onedoor.contact.types import TAKEN_OUT
from onedoor.journal import actions as journal
from onedoor.kernel.actions import action
from onedoor.kernel.actors import Actor
from onedoor.kernel.errors import NotAllowed


@action()
def take_out_message(*, message: UUID, by: Actor, at: datetime) -> None:
    """For a door that keeps what came in and puts it elsewhere. The row goes, so that nobody reads or
    downloads it where it does not belong; that it was taken out stays on record, without her. What was
    written back to her stays hers. Repeating it changes nothing."""
    if by.kind != "system":
        raise NotAllowed("contact.house_only", _("Only the house does this."))
    row = Message.objects.select_for_update().filter(id=message, direction="in").first()
    if row is None:
        return
    journal.record(
        TAKEN_OUT, subject_kind="message", subject=row.id, agency=row.agency, by=by, at=at,
        data={"channel": str(row.channel)},
    )  # fmt: skip
    row.delete()
