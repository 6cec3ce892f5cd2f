"""Writing to customers through the door they chose, and hearing from them."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from onedoor.contact import mail
from onedoor.contact.access import require_officer, visible_messages
from onedoor.contact.models import Message
from onedoor.contact.rules import RETRY_AFTER, ring_at
from onedoor.contact.types import DELIVERED, FAILED, RECEIVED, SENT, Channel, DeliveryState, MessageView
from onedoor.contact.views import to_message
from onedoor.journal import actions as journal
from onedoor.kernel.actions import action
from onedoor.kernel.actors import Actor
from onedoor.kernel.errors import Invalid, NotAllowed, NotFound
from onedoor.kernel.events import Event
from onedoor.kernel.text import Text, as_language

LONGEST = 20_000


@action(may="contact.send")
def send_message(
    *,
    customer: UUID,
    title: Text,
    body: Text,
    by: Actor,
    at: datetime,
    agency: str = "",
    letter: UUID | None = None,
    application: UUID | None = None,
    case: UUID | None = None,
    urgent: bool = False,
    everywhere: bool = False,
    idempotency_key: str = "",
) -> MessageView:
    """Write to a customer. It is in her inbox at once; the door that she prefers carries word of it,
    not before the hours that she allows unless ``urgent``, and to every e-mail address that she has
    where it must not miss her (``everywhere``). The same key writes only once."""
    if not all(part.strip() for part in (*title.values(), *body.values())) or not title or not body:
        raise Invalid("message.empty", _("Write a title and a message in every language that you offer."))
    written = Message.objects.filter(idempotency_key=idempotency_key).first() if idempotency_key else None
    if written:
        return to_message(written)
    reach = mail.find_reach(customer)
    by_mail = reach.address is not None or (everywhere and bool(mail.list_addresses(customer)))
    message = Message.objects.create(
        customer=customer, agency=agency or by.agency, direction="out", title=dict(title), body=dict(body),
        channel=Channel.EMAIL if by_mail else Channel.INBOX,
        state=DeliveryState.CREATED if by_mail else DeliveryState.DELIVERED,
        delivered_at=None if by_mail else at,
        due_at=ring_at(at, reach.hours, urgent=urgent) if by_mail else None,
        urgent=urgent, everywhere=everywhere, letter_id=letter, application=application, case=case,
        idempotency_key=idempotency_key, created_at=at,
    )  # fmt: skip
    _record(SENT, message, by=by, at=at)
    return to_message(message)


@action()
def receive_message(
    *,
    customer: UUID,
    text: str,
    by: Actor,
    at: datetime,
    title: str = "",
    case: UUID | None = None,
    agency: str = "",
) -> MessageView:
    """Keep what a customer wrote, whichever door it came through."""
    if by.kind == "citizen" and by.customer != customer:
        raise NotAllowed("message.not_yours", _("You can write only in your own name."), customer=customer)
    if not text.strip() or len(text) > LONGEST:
        raise Invalid("message.text", _("Write a message of at most 20,000 characters."), field="text")
    language = as_language(mail.find_reach(customer).language)
    message = Message.objects.create(
        customer=customer, agency=agency, direction="in",
        title={language: title.strip() or text.strip()[:60]},
        body={language: text.strip()}, channel=Channel.INBOX, state=DeliveryState.DELIVERED, delivered_at=at,
        case=case, created_at=at, read_at=None,
    )  # fmt: skip
    _record(RECEIVED, message, by=by, at=at)
    return to_message(message)


@action()
def mark_read(*, message: UUID, by: Actor, at: datetime) -> MessageView:
    """She has opened a message; the first time stands."""
    row = visible_messages(by).select_for_update(of=("self",)).filter(id=message).first()
    if row is None:
        raise NotFound("message.unknown", _("There is no such message, or it is not yours."))
    if by.customer == row.customer and row.read_at is None and row.direction == "out":
        row.read_at = at
        row.save(update_fields=["read_at"])
    return to_message(row)


@action()
def deliver_due(*, by: Actor, at: datetime, limit: int = 100) -> int:
    """Hand to the mail server what is due, each message in turn; how many were handed over.

    A message that fails is tried again after the waits of RETRY_AFTER, then it has failed, and
    says so; it stays in the inbox all the while. Its Message-ID is always the same, so a mail
    server that has seen it can drop a second copy.
    """
    require_officer(by)
    due = Message.objects.filter(state__in=[DeliveryState.CREATED, DeliveryState.SENDING], due_at__lte=at)
    rows = list(due.select_for_update(skip_locked=True, of=("self",)).order_by("due_at")[:limit])
    return sum(_deliver(row, by=by, at=at) for row in rows)


def _deliver(message: Message, *, by: Actor, at: datetime) -> bool:
    message.attempts += 1
    message.failure = mail.send(message)
    if not message.failure:
        message.state, message.delivered_at = DeliveryState.DELIVERED, at
        _record(DELIVERED, message, by=by, at=at)
    elif message.attempts <= len(RETRY_AFTER):
        message.state, message.due_at = DeliveryState.SENDING, at + RETRY_AFTER[message.attempts - 1]
    else:
        message.state = DeliveryState.FAILED
        _record(FAILED, message, by=by, at=at, failure=message.failure)
    message.save(update_fields=["attempts", "failure", "state", "due_at", "delivered_at"])
    return not message.failure


def _record(event: Event, message: Message, *, by: Actor, at: datetime, **data: object) -> None:
    journal.record(
        event, subject_kind="message", subject=message.id, customer=message.customer, agency=message.agency,
        by=by, at=at, case=message.case, data={"channel": str(message.channel), **data},
    )  # fmt: skip
