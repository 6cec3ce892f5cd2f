"""Writing to many at once, each through the door that she chose."""

from collections.abc import Sequence
from datetime import datetime

from onedoor.contact.access import require_officer
from onedoor.contact.actions.messages import owe_call
from onedoor.contact.models import Message
from onedoor.contact.reach import find_reach
from onedoor.contact.rules import choose_channel, ring_at
from onedoor.contact.types import SENT, Announcement, Channel, DeliveryState
from onedoor.journal import actions as journal
from onedoor.journal.types import Concerned, Draft
from onedoor.kernel.actions import action
from onedoor.kernel.actors import Actor
from onedoor.kernel.ids import new_id
from onedoor.people import queries as people
from onedoor.people.types import Wishes


@action(may="contact.send")
def announce(
    *, announcements: Sequence[Announcement], agency: str, urgent: bool = False, by: Actor, at: datetime
) -> int:
    """Write to each of these as ``send_message`` would, in a few statements for all; callers send some
    hundreds a time. What was written under the same key before is left out; how many were written."""
    require_officer(by)
    keys = [one.key for one in announcements]
    there = set(Message.objects.filter(idempotency_key__in=keys).values_list("idempotency_key", flat=True))
    new = {one.customer: one for one in announcements if one.key not in there}
    rows = [
        _row(new[wishes.customer], wishes, agency, urgent, at) for wishes in people.list_wishes(list(new))
    ]
    Message.objects.bulk_create(rows)
    for row in rows:
        if row.channel == Channel.PHONE and row.customer is not None:
            owe_call(row, find_reach(row.customer, None, Channel.PHONE), at)
    for channel in sorted({row.channel for row in rows}):
        alike = [row for row in rows if row.channel == channel]
        data = {"channel": str(channel)}
        draft = Draft(
            event=SENT, subject_kind="message", subject=new_id(), agency=agency, by=by, at=at, data=data
        )
        journal.record_each(draft, (Concerned(row.customer, row.id, data) for row in alike))
    return len(rows)


def _row(one: Announcement, wishes: Wishes, agency: str, urgent: bool, at: datetime) -> Message:
    channel = choose_channel(wishes.door, reachable=wishes.kinds, needs=wishes.access_needs)
    there = channel is Channel.INBOX
    rings = channel in (Channel.EMAIL, Channel.TEXT)
    return Message(
        customer=one.customer, agency=agency, direction="out", title=dict(one.title), body=dict(one.body),
        channel=channel, state=DeliveryState.DELIVERED if there else DeliveryState.CREATED,
        delivered_at=at if there else None,
        due_at=ring_at(at, wishes.hours, urgent=urgent) if rings else None, urgent=urgent,
        idempotency_key=one.key, created_at=at,
    )  # fmt: skip
