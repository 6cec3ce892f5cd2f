"""Handing over what is due, and noting what became of it."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from onedoor.contact import carrying
from onedoor.contact.access import require_officer
from onedoor.contact.actions.record import record_message
from onedoor.contact.models import Message
from onedoor.contact.rules import RETRY_AFTER
from onedoor.contact.types import (
    BOUNCED,
    DELIVERED,
    FAILED,
    HANDED_OVER,
    Channel,
    DeliveryState,
    MessageView,
)
from onedoor.contact.views import to_message
from onedoor.kernel.actions import action
from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.kernel.errors import Invalid, NotFound
from onedoor.kernel.scope import scoped

_CARRIED = (Channel.EMAIL, Channel.TEXT)
_EVENTS = {
    DeliveryState.DELIVERED: DELIVERED,
    DeliveryState.BOUNCED: BOUNCED,
    DeliveryState.FAILED: FAILED,
}


@action()
def deliver_due(*, by: Actor, at: datetime, limit: int = 100) -> int:
    """Hand to the carriers what is due, each message in turn; how many were handed over.

    A message that fails is tried again after the waits of RETRY_AFTER, then it has failed, and
    says so; it stays in the inbox all the while. Its Message-ID is always the same, so a mail
    server that has seen it can drop a second copy.
    """
    require_officer(by)
    waiting = [DeliveryState.CREATED, DeliveryState.SENDING]
    due = Message.objects.filter(state__in=waiting, channel__in=_CARRIED, due_at__lte=at)
    rows = list(due.select_for_update(skip_locked=True, of=("self",)).order_by("due_at")[:limit])
    return sum(_deliver(row, by=by, at=at) for row in rows)


@action()
def note_delivery(
    *,
    state: DeliveryState,
    by: Actor,
    at: datetime,
    message: UUID | None = None,
    external_id: str = "",
    reason: str = "",
) -> MessageView:
    """What a carrier says of a message later: it was delivered, it bounced, it failed. ``external_id`` is
    the carrier's name for it. The same word twice changes nothing; a bounce outdoes a receipt, and a
    receipt never outdoes a bounce. ``reason`` is a word or code, never an address."""
    require_officer(by)
    if state not in _EVENTS:
        raise Invalid("delivery.state", _("Say whether it was delivered, bounced or failed."), field="state")
    if not message and not external_id:
        raise Invalid("delivery.message", _("Say which message this is about."), field="external_id")
    wanted = {"id": message} if message else {"external_id": external_id}
    with scoped(SYSTEM):
        row = Message.objects.select_for_update(of=("self",)).filter(direction="out", **wanted).first()
        if row is None:
            raise NotFound("message.unknown", _("There is no such message, or it is not yours."))
        if row.state not in (state, DeliveryState.BOUNCED, DeliveryState.FAILED):
            settle(row, state, reason=reason, by=by, at=at)
        return to_message(row)


def settle(row: Message, state: DeliveryState, *, reason: str = "", by: Actor, at: datetime) -> None:
    """What became of a message, with its entry; for this room only."""
    row.state, row.failure = state, "".join(filter(str.isprintable, reason))[:60]
    row.delivered_at = at if state is DeliveryState.DELIVERED else None
    row.save(update_fields=["state", "failure", "delivered_at"])
    record_message(_EVENTS[state], row, by=by, at=at, **({"failure": row.failure} if row.failure else {}))


def _deliver(message: Message, *, by: Actor, at: datetime) -> bool:
    message.attempts += 1
    handed = carrying.send(message)
    message.failure = handed.failure[:60]
    if not message.failure:
        message.state, message.sent_at = DeliveryState.SENT, at
        message.external_id = handed.external_id[:250]
        record_message(HANDED_OVER, message, by=by, at=at)
    elif message.attempts <= len(RETRY_AFTER):
        message.state, message.due_at = DeliveryState.SENDING, at + RETRY_AFTER[message.attempts - 1]
    else:
        message.state = DeliveryState.FAILED
        record_message(FAILED, message, by=by, at=at, failure=message.failure)
    message.save(update_fields=["attempts", "failure", "state", "due_at", "sent_at", "external_id"])
    return not message.failure
