"""Writing to customers through the door they chose."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from onedoor.contact.access import visible_messages
from onedoor.contact.actions.record import record_message
from onedoor.contact.files import keep_calendar, keep_files, prepare_files
from onedoor.contact.models import CallBack, CaseChannel, Message
from onedoor.contact.reach import Reach, find_reach, list_emails
from onedoor.contact.rules import has_controls, ring_at, without_controls
from onedoor.contact.types import CHANNEL_CHOSEN, SENT, Channel, DeliveryState, MessageView, SentFile
from onedoor.contact.views import to_message
from onedoor.journal import actions as journal
from onedoor.kernel.actions import action
from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.kernel.errors import Invalid, NotAllowed, NotFound
from onedoor.kernel.scope import scoped
from onedoor.kernel.text import Text, pick
from onedoor.trust import queries as trust

NUMBER = "call-back"


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
    thread: UUID | None = None,
    urgent: bool = False,
    everywhere: bool = False,
    calendar: bytes = b"",
    attachments: Sequence[SentFile] = (),
    idempotency_key: str = "",
) -> MessageView:
    """Write to a customer. It is in her inbox at once; the channel that she prefers (or chose for the
    case) carries word of it, not before the hours that she allows unless ``urgent``, and to every e-mail
    address that she has where it must not miss her (``everywhere``). By phone, a call back is owed; by
    post, the print house prints it. An answer keeps the ``thread`` and its case. The same key writes
    only once; ``calendar`` is an iCalendar entry that goes along; ``attachments`` are in
    her inbox and never in an e-mail."""
    if not all(part.strip() for part in (*title.values(), *body.values())) or not title or not body:
        raise Invalid("message.empty", _("Write a title and a message in every language that you offer."))
    if any(has_controls(part) for part in title.values()):
        raise Invalid("message.title", _("A title is one line of plain words."), field="title")
    written = Message.objects.filter(idempotency_key=idempotency_key).first() if idempotency_key else None
    if written:
        return to_message(written)
    ready = prepare_files(attachments)
    first = find_thread(thread, customer, by) if thread else None
    case = case or (first.case if first else None)
    reach = find_reach(customer, case)
    channel = reach.channel
    if everywhere and channel not in (Channel.EMAIL, Channel.TEXT) and list_emails(customer):
        channel = Channel.EMAIL
    there = channel is Channel.INBOX
    rings = channel in (Channel.EMAIL, Channel.TEXT)
    message = Message.objects.create(
        customer=customer, agency=agency or (first.agency if first else "") or by.agency, direction="out",
        title=dict(title), body={code: without_controls(text) for code, text in body.items()},
        channel=channel, state=DeliveryState.DELIVERED if there else DeliveryState.CREATED,
        delivered_at=at if there else None,
        due_at=ring_at(at, reach.hours, urgent=urgent) if rings else None,
        urgent=urgent, everywhere=everywhere, letter_id=letter, application=application, case=case,
        thread=(first.thread or first.id) if first else None,
        idempotency_key=idempotency_key, created_at=at,
        written_by_name=by.name[:120] if by.kind == "officer" else "",
    )  # fmt: skip
    keep_files(message, ready)
    if calendar:
        keep_calendar(message, calendar)
    if channel is Channel.PHONE:
        owe_call(message, reach, at)
    record_message(SENT, message, by=by, at=at)
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


@action(may="customers.change")
def choose_case_channel(
    *, customer: UUID, case: UUID, channel: Channel | None, by: Actor, at: datetime
) -> Channel | None:
    """How she hears about this one case from now on; None: as about everything else."""
    if by.kind == "citizen" and by.customer != customer:
        raise NotAllowed("case_channel.not_yours", _("You can choose only for yourself."), customer=customer)
    if channel is None:
        CaseChannel.objects.filter(customer=customer, case=case).delete()
    else:
        CaseChannel.objects.update_or_create(
            customer=customer, case=case, defaults={"channel": Channel(channel), "chosen_at": at}
        )
    journal.record(
        CHANNEL_CHOSEN, subject_kind="customer", subject=customer, customer=customer, agency=by.agency,
        case=case, by=by, at=at, data={"channel": str(channel or "")},
    )  # fmt: skip
    return channel


def find_thread(thread: UUID, customer: UUID | None, by: Actor) -> Message | None:
    """The first message of a thread; for this room only. A citizen continues only her own, an officer only
    what she may read; word from elsewhere that names a thread of another customer begins one of its own."""
    with scoped(SYSTEM):
        found = Message.objects.filter(id=thread).first()
        if found and found.thread:
            found = Message.objects.filter(id=found.thread).first()
    if found and by.kind == "officer" and not visible_messages(by).filter(id=found.id).exists():
        found = None
    if found and (customer is None or found.customer in (None, customer)) and by.kind != "citizen":
        return found
    if found and by.kind == "citizen" and found.customer == by.customer == customer:
        return found
    if by.kind in ("citizen", "officer"):
        raise NotFound("message.unknown", _("There is no such message, or it is not yours."))
    return None


def rows_of(first: Message) -> QuerySet[Message]:
    """The whole thread that begins with this message; for this room only."""
    return Message.objects.filter(Q(id=first.id) | Q(thread=first.id))


def give_thread(first: Message, agency: str) -> None:
    """The whole thread to one agency, also what the giver does not see; for this room only."""
    if first.agency == agency:
        return
    with scoped(SYSTEM):
        rows_of(first).update(agency=agency)
    first.agency = agency


def owe_call(message: Message, reach: Reach, at: datetime) -> None:
    """Somebody has to call her about it; for this room only."""
    with scoped(SYSTEM):
        CallBack.objects.create(
            customer=message.customer, agency=message.agency, language=reach.language, message=message,
            number=trust.seal(reach.address, purpose=NUMBER),
            number_index=trust.blind_index(reach.address, NUMBER),
            reason=pick(message.title, "en"), created_at=at,
            due_at=ring_at(at, reach.hours, urgent=message.urgent),
        )  # fmt: skip
