"""Hearing from customers, and from people whom nobody knows yet, through any door."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from onedoor.contact.actions.messages import find_thread, give_thread
from onedoor.contact.actions.record import record_message
from onedoor.contact.answerers import get_answerers
from onedoor.contact.files import keep_files, prepare_files
from onedoor.contact.models import Message
from onedoor.contact.reach import find_language
from onedoor.contact.rules import answer_title, has_controls, without_controls
from onedoor.contact.types import RECEIVED, Channel, DeliveryState, MessageView, SentFile
from onedoor.contact.views import to_message
from onedoor.kernel.actions import action
from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.kernel.errors import Conflict, Invalid, NotAllowed, NotFound
from onedoor.kernel.scope import scoped
from onedoor.kernel.text import as_language, pick
from onedoor.trust import queries as trust

LONGEST = 20_000
LONGEST_TITLE = 200
ADDRESS = "message-address"


@action()
def receive_message(
    *,
    customer: UUID | None,
    text: str,
    by: Actor,
    at: datetime,
    title: str = "",
    channel: Channel = Channel.INBOX,
    thread: UUID | None = None,
    case: UUID | None = None,
    agency: str = "",
    service: str = "",
    place: str = "",
    address: str = "",
    external_id: str = "",
    attachments: Sequence[SentFile] = (),
    language: str = "",
) -> MessageView:
    """Keep what somebody wrote, whichever door it came through. ``address`` is the sender's, sealed and
    never an identity: without a proved customer, ``customer`` is None. An answer to ``thread`` keeps its
    case and agency; what begins a thread is ``agency``'s, else that of its ``case``, else whose the routing
    table says, by the words, the ``service`` and the ``place`` (a district) that the door knows. Nothing is
    ever nobody's. The same ``external_id`` through the same channel is one message, also when two
    doors bring it at once; the one kept first is given back. A file that cannot be taken refuses the
    whole message, with the reason: the door says so to the sender, or keeps the text alone."""
    if by.kind == "citizen" and by.customer != customer:
        raise NotAllowed("message.not_yours", _("You can write only in your own name."), customer=customer)
    text, title = without_controls(text).strip(), title.strip()
    if not text or len(text) > LONGEST:
        raise Invalid("message.text", _("Write a message of at most 20,000 characters."), field="text")
    if has_controls(title) or len(title) > LONGEST_TITLE:
        raise Invalid("message.title", _("A title is one line of at most 200 characters."), field="title")
    if kept := _find_kept(channel, external_id, by):
        return kept
    ready = prepare_files(attachments)
    first = find_thread(thread, customer, by) if thread else None
    agency = _find_agency(first, case, agency, f"{title}\n{text}", service, place, by=by)
    spoken = as_language(find_language(customer, language))
    row = Message(
        customer=customer, agency=agency, direction="in",
        title={spoken: title or _name(first, text, spoken)}, body={spoken: text},
        channel=channel, state=DeliveryState.DELIVERED, delivered_at=at,
        case=case or (first.case if first else None), thread=(first.thread or first.id) if first else None,
        external_id=external_id, created_at=at,
        address=trust.seal(address, purpose=ADDRESS) if address else None,
    )  # fmt: skip
    try:
        with transaction.atomic(), scoped(SYSTEM):
            row.save(force_insert=True)
            keep_files(row, ready)
            if first:  # who writes again opens it again
                Message.objects.filter(id=first.id).exclude(closed_at=None).update(closed_at=None)
                give_thread(first, agency)
    except IntegrityError:
        if kept := _find_kept(channel, external_id, by):
            return kept
        raise
    record_message(RECEIVED, row, by=by, at=at)
    return to_message(row)


def _find_agency(
    first: Message | None, case: UUID | None, agency: str, said: str, service: str, place: str, *, by: Actor
) -> str:
    """Whose the message is. A citizen names only cases of her own."""
    found = get_answerers().find_case(case, by=by) if case else None
    if case and found is None and by.kind == "citizen":
        raise NotFound("case.unknown", _("There is no such case, or it is not yours to see."))
    known = (first.agency if first else "") or agency or (found.agency if found else "")
    return known or get_answerers().find_agency(text=said, service=service, place=place)


def _name(first: Message | None, text: str, spoken: str) -> str:
    """What nobody gave a title: an answer bears that of its thread, anything else its first words."""
    return answer_title(pick(first.title, spoken))[:LONGEST_TITLE] if first else " ".join(text[:60].split())


def _find_kept(channel: Channel, external_id: str, by: Actor) -> MessageView | None:
    if not external_id:
        return None
    if len(external_id) > 250:
        raise Invalid("message.external_id", _("The message's own name is too long."), field="external_id")
    with scoped(SYSTEM):
        row = Message.objects.filter(direction="in", channel=channel, external_id=external_id).first()
        view = to_message(row) if row else None
    if view and by.kind == "citizen" and view.customer != by.customer:
        raise Conflict("message.taken", _("A message of this name is there already. Send it anew."))
    return view
