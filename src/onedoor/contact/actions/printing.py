"""Word that goes by post: what the print house has printed has left."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from onedoor.contact.access import require_officer
from onedoor.contact.actions.record import record_message
from onedoor.contact.models import Message
from onedoor.contact.types import HANDED_OVER, Channel, DeliveryState
from onedoor.kernel.actions import action
from onedoor.kernel.actors import Actor


@action(may="contact.send")
def mark_printed(*, messages: Sequence[UUID], by: Actor, at: datetime) -> int:
    """These are printed and on their way; how many were not so before. Twice is once."""
    require_officer(by)
    waiting = Message.objects.filter(
        id__in=list(messages), channel=Channel.POST, state__in=[DeliveryState.CREATED, DeliveryState.SENDING]
    )
    rows = list(waiting.select_for_update(of=("self",)))
    for row in rows:
        row.state, row.sent_at, row.attempts = DeliveryState.SENT, at, row.attempts + 1
        row.save(update_fields=["state", "sent_at", "attempts"])
        record_message(HANDED_OVER, row, by=by, at=at)
    return len(rows)
