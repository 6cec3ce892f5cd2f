"""What became of messages that went to many."""

from django.db.models import Count

from onedoor.contact.models import Message
from onedoor.contact.types import AnnouncedCount
from onedoor.kernel.actors import SYSTEM
from onedoor.kernel.scope import scoped


def count_announced(prefix: str) -> list[AnnouncedCount]:
    """The messages whose keys begin so, by channel and state: no names. Who has no other way stands under
    ``inbox``; what bounced or failed did not reach her but there."""
    with scoped(SYSTEM):
        rows = Message.objects.filter(idempotency_key__startswith=prefix).values("channel", "state")
        found = rows.annotate(times=Count("id")).order_by("channel", "state")
        return [AnnouncedCount(row["channel"], row["state"], row["times"]) for row in found]
