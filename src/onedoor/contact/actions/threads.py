"""A thread at the desk: answered, closed, and handed over where it belongs to another agency."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from onedoor.contact.access import require_officer, require_reader, visible_messages
from onedoor.contact.actions.messages import send_message
from onedoor.contact.actions.record import record_message
from onedoor.contact.models import Message
from onedoor.contact.reach import find_reach
from onedoor.contact.rules import answer_title, without_controls
from onedoor.contact.types import (
    THREAD_CLOSED,
    THREAD_HANDED_OVER,
    Channel,
    DeliveryState,
    MessageView,
    SentFile,
)
from onedoor.kernel.actions import action
from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.kernel.errors import Conflict, Invalid, NotFound
from onedoor.kernel.scope import scoped
from onedoor.kernel.text import Text, pick
from onedoor.trust import queries as trust

LONGEST = 20_000


@action(may="contact.send")
def answer_thread(
    *,
    thread: UUID,
    body: Text,
    seen: UUID,
    by: Actor,
    at: datetime,
    attachments: Sequence[SentFile] = (),
    inbox_will_do: bool = False,
) -> MessageView:
    """Answer a customer's thread; ``seen`` is the newest message that the officer had before her. Raises
    Conflict where somebody wrote meanwhile, where the thread is closed, and where our last word came back
    from the way by which this one would go, unless her ``inbox_will_do``. A thread that was nobody's is
    the agency's that answers it first."""
    first = _lock(thread, by)
    said = {code: text.strip() for code, text in body.items() if without_controls(text).strip()}
    if not said or any(len(text) > LONGEST for text in said.values()):
        raise Invalid("message.text", _("Write a message of at most 20,000 characters."), field="text")
    if first.closed_at:
        raise _closed()
    if _newest(first) != seen:
        raise Conflict(
            "thread.moved_on",
            _("Somebody wrote in this thread meanwhile. Read it, then send your answer or change it."),
        )
    if first.customer is None:
        raise Conflict(
            "thread.of_nobody", _("Nobody knows yet who wrote this. It is answered in its enquiry.")
        )
    if not inbox_will_do and _came_back(first.customer, first.case):
        raise Conflict(
            "thread.came_back",
            _("Our last message came back from this address. Ask her for another one, or tick the box."),
        )
    if not first.agency and by.agency:
        _give(first, by.agency)
    title = {code: answer_title(pick(first.title, code)) for code in said}
    return send_message(
        customer=first.customer, title=title, body=said, thread=first.id, attachments=attachments,
        agency=first.agency, by=by, at=at,
    )  # fmt: skip


@action(may="contact.send")
def close_thread(*, thread: UUID, by: Actor, at: datetime) -> None:
    """Nothing more is to be answered. What she writes later opens it again."""
    first = _lock(thread, by)
    if first.closed_at:
        raise _closed()
    with scoped(SYSTEM):
        Message.objects.filter(id=first.id).update(closed_at=at)
    record_message(THREAD_CLOSED, first, by=by, at=at)


@action(may="contact.send")
def hand_over_thread(*, thread: UUID, agency: str, by: Actor, at: datetime) -> None:
    """The whole thread is another agency's from now on, and no longer this one's to read. What belongs to
    a case goes with its case."""
    trust.get_agency(agency)
    first = _lock(thread, by)
    if first.closed_at:
        raise _closed()
    if first.case:
        raise Conflict("thread.of_a_case", _("This belongs to a case. Hand over the case."))
    if first.agency == agency:
        raise Invalid("thread.agency", _("It is theirs already. Choose another agency."), field="agency")
    before = first.agency
    _give(first, agency)
    record_message(THREAD_HANDED_OVER, first, by=by, at=at, **{"from": before, "to": agency})


def _lock(thread: UUID, by: Actor) -> Message:
    require_officer(by)
    require_reader(by)
    row = visible_messages(by).filter(id=thread).first()
    first = visible_messages(by).filter(id=(row.thread or row.id) if row else thread).first()
    if first is None:
        raise NotFound("message.unknown", _("There is no such message, or it is not yours."))
    with scoped(SYSTEM):
        return Message.objects.select_for_update().get(id=first.id)


def _newest(first: Message) -> UUID:
    with scoped(SYSTEM):
        return _rows(first).order_by("created_at", "id").values_list("id", flat=True).last() or first.id


def _give(first: Message, agency: str) -> None:
    """The whole thread to one agency: also the messages that this one does not see."""
    with scoped(SYSTEM):
        _rows(first).update(agency=agency)
    first.agency = agency


def _rows(first: Message) -> QuerySet[Message]:
    return Message.objects.filter(Q(id=first.id) | Q(thread=first.id))


def _came_back(customer: UUID, case: UUID | None) -> bool:
    """Whether the last message by the way that she prefers bounced."""
    channel = find_reach(customer, case).channel
    if channel is Channel.INBOX:
        return False
    with scoped(SYSTEM):
        sent = Message.objects.filter(customer=customer, direction="out", channel=channel)
        states = sent.exclude(state__in=[DeliveryState.CREATED, DeliveryState.SENDING])
        last = states.order_by("-created_at", "-id").values_list("state", flat=True).first()
    return last == DeliveryState.BOUNCED


def _closed() -> Conflict:
    return Conflict("thread.closed", _("This thread is closed. Write to the customer in a new message."))
