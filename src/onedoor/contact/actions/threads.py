"""A thread at the desk: answered, closed, joined to a case, and handed over where it belongs to another
agency."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from onedoor.contact.access import get_first, require_officer, require_reader
from onedoor.contact.actions.messages import give_thread, rows_of, send_message
from onedoor.contact.actions.record import record_message
from onedoor.contact.answerers import get_answerers
from onedoor.contact.models import Message, ThreadReader
from onedoor.contact.reach import find_reach
from onedoor.contact.rules import answer_title, without_controls
from onedoor.contact.types import (
    THREAD_CLOSED,
    THREAD_HANDED_OVER,
    THREAD_JOINED,
    Channel,
    DeliveryState,
    MessageView,
    SentFile,
)
from onedoor.kernel.actions import action
from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.kernel.clock import local
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
    from the way by which this one would go, unless her ``inbox_will_do``. A thread that the platform
    began is the agency's that answers it first."""
    first = _lock(thread, by)
    said = {code: text.strip() for code, text in body.items() if without_controls(text).strip()}
    if not said or any(len(text) > LONGEST for text in said.values()):
        raise Invalid("message.text", _("Write a message of at most 20,000 characters."), field="text")
    if first.closed_at:
        raise _closed()
    if (newest := _newest(first)).id != seen:
        raise _moved_on(newest)
    if first.customer is None:
        raise _of_nobody()
    if not inbox_will_do and _came_back(first.customer, first.case):
        raise Conflict(
            "thread.came_back",
            _("Our last message came back from this address. Ask her for another one, or tick the box."),
        )
    if not first.agency and by.agency:
        give_thread(first, by.agency)
    _leave(first, by)
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
    _leave(first, by)
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
    give_thread(first, agency)
    with scoped(SYSTEM):
        Message.objects.filter(id=first.id).update(handed_from=before)
    _leave(first)
    record_message(THREAD_HANDED_OVER, first, by=by, at=at, **{"from": before, "to": agency})


@action(may="contact.send")
def join_thread(*, thread: UUID, case: UUID, by: Actor, at: datetime) -> None:
    """The thread belongs to this case of the same customer from now on: it is read by the agency that leads
    the case, and goes where the case goes. Only a case that the officer may open; any other, and one of
    somebody else, is as unknown as none."""
    first = _lock(thread, by)
    if first.customer is None:
        raise _of_nobody()
    if first.case:
        raise Conflict("thread.of_a_case", _("This belongs to a case already."))
    found = get_answerers().find_case(case, by=by)
    if found is None or found.customer != first.customer:
        raise NotFound("case.unknown", _("There is no such case, or it is not yours to see."))
    if first.agency != found.agency:
        _leave(first)
    give_thread(first, found.agency)
    with scoped(SYSTEM):
        rows_of(first).update(case=case)
    first.case = case
    record_message(THREAD_JOINED, first, by=by, at=at, number=found.number)


@action()
def follow_case(*, case: UUID, by: Actor, at: datetime) -> None:
    """Another agency leads the case: it reads the threads that belong to it, and the former one no more.
    Called again it changes nothing; that the case changed hands stands in its own entry."""
    found = get_answerers().find_case(case, by=SYSTEM)
    if found is None:
        return
    with scoped(SYSTEM):
        written = Message.objects.filter(case=case, direction="in").exclude(agency=found.agency)
        for id in {row.thread or row.id for row in written}:
            first = Message.objects.get(id=id)
            rows_of(first).update(agency=found.agency)
            _leave(first)


def _lock(thread: UUID, by: Actor) -> Message:
    require_officer(by)
    require_reader(by)
    first = get_first(thread, by)
    with scoped(SYSTEM):
        return Message.objects.select_for_update().get(id=first.id)


def _newest(first: Message) -> Message:
    with scoped(SYSTEM):
        return rows_of(first).order_by("created_at", "id").last() or first


def _leave(first: Message, by: Actor | None = None) -> None:
    """The officer is done with the thread; without one, everybody is."""
    with scoped(SYSTEM):
        rows = ThreadReader.objects.filter(thread=first.id)
        (rows.filter(account=by.account) if by else rows).delete()


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


def _moved_on(newest: Message) -> Conflict:
    """Who was faster, by the name that the thread shows, and when."""
    says = _("The customer wrote again at {time}, while you wrote.")
    if newest.direction == "out" and newest.written_by_name:
        says = _("{name} answered at {time}, while you wrote.")
    elif newest.direction == "out":
        says = _("An answer left at {time}, while you wrote.")
    rest = _("Your text was not sent and stands below. Read what is new, then change it or send it.")
    time = f"{local(newest.created_at):%H:%M}"
    told = format_lazy(says, name=newest.written_by_name, time=time)
    return Conflict("thread.moved_on", format_lazy("{told} {rest}", told=told, rest=rest))


def _of_nobody() -> Conflict:
    return Conflict("thread.of_nobody", _("Nobody knows yet who wrote this. It is answered in its enquiry."))


def _closed() -> Conflict:
    return Conflict("thread.closed", _("This thread is closed. Write to the customer in a new message."))
