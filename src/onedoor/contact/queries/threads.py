"""Threads: one to read, what waits for an answer, what was answered, and who has one open."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce

from onedoor.contact.access import require_officer, require_reader, visible_messages
from onedoor.contact.models import Message, ThreadReader
from onedoor.contact.types import MessageView, Reader, ThreadState, ThreadView
from onedoor.contact.views import to_message
from onedoor.kernel.actors import Actor


def list_thread(thread: UUID, *, by: Actor) -> list[MessageView]:
    """A thread from its first message on, as far as ``by`` may read it."""
    require_reader(by)
    rows = visible_messages(by).filter(id=thread) | visible_messages(by).filter(thread=thread)
    return [to_message(row) for row in rows.order_by("created_at", "id")]


def list_unanswered(*, by: Actor, limit: int = 50) -> list[MessageView]:
    """What customers wrote last in threads that ``by`` may read and that wait for an answer, the oldest
    first. What came from somebody whom nobody knows waits in its enquiry."""
    rows = _said_last(by, ThreadState.WAITING).order_by("created_at", "id")
    return [to_message(row) for row in rows[:limit]]


def list_threads(state: ThreadState, *, by: Actor, limit: int = 50) -> list[ThreadView]:
    """The threads in this state that ``by`` may read: what waits the oldest first, the others the newest."""
    rows = _said_last(by, state)
    order = ("created_at", "id") if state is ThreadState.WAITING else ("-created_at", "-id")
    last = list(rows.annotate(answered=Exists(_thread().filter(direction="out"))).order_by(*order)[:limit])
    firsts = visible_messages(by).in_bulk([row.thread or row.id for row in last])
    return [_to_thread(first, row, state) for row in last if (first := firsts.get(row.thread or row.id))]


def count_threads(*, by: Actor) -> dict[ThreadState, int]:
    """How many threads in each state ``list_threads`` would list in all."""
    return {state: _said_last(by, state).count() for state in ThreadState}


def list_threads_of_case(case: UUID, *, by: Actor) -> list[MessageView]:
    """The threads that belong to a case, by their first messages; without what we wrote and nobody
    answered."""
    require_reader(by)
    theirs = Message.objects.filter(Q(id=OuterRef("id")) | Q(thread=OuterRef("id")), direction="in")
    rows = visible_messages(by).filter(Exists(theirs), case=case, thread=None)
    return [to_message(row) for row in rows.order_by("created_at", "id")]


def list_readers(threads: Iterable[UUID], *, by: Actor, at: datetime) -> dict[UUID, list[Reader]]:
    """Which other officers have these threads open now, those who write an answer first; only of threads
    that ``by`` may read."""
    require_officer(by)
    require_reader(by)
    mine = visible_messages(by).filter(id__in=list(threads)).values("id")
    rows = ThreadReader.objects.filter(thread__in=mine, here_until__gt=at).exclude(account=by.account)
    found: dict[UUID, list[Reader]] = {}
    for row in sorted(rows, key=lambda one: (not _writes(one, at), one.name)):
        reader = Reader(name=row.name, agency=row.agency, writing=_writes(row, at))
        found.setdefault(row.thread, []).append(reader)
    return found


def _said_last(by: Actor, state: ThreadState) -> "QuerySet[Message]":
    """What the customer wrote last in each thread of this state, with its first message as ``root``."""
    require_officer(by)
    require_reader(by)
    rows = visible_messages(by).filter(direction="in", customer__isnull=False)
    rows = rows.annotate(root=Coalesce("thread", "id"))
    later = Message.objects.filter(thread=OuterRef("root"), created_at__gt=OuterRef("created_at"))
    rows = rows.filter(~Exists(later.filter(direction="in")))
    closed = Exists(Message.objects.filter(id=OuterRef("root"), closed_at__isnull=False))
    if state is ThreadState.CLOSED:
        return rows.filter(closed)
    answered = Exists(later.filter(direction="out"))
    return rows.filter(~closed, answered if state is ThreadState.ANSWERED else ~answered)


def _thread() -> "QuerySet[Message]":
    return Message.objects.filter(Q(id=OuterRef("root")) | Q(thread=OuterRef("root")))


def _to_thread(first: Message, last: Message, state: ThreadState) -> ThreadView:
    assert last.customer is not None
    return ThreadView(
        id=first.id, customer=last.customer, title=first.title, agency=first.agency, state=state,
        since=last.created_at, is_new=not last.answered,  # type: ignore[attr-defined]  # annotated above
        case=first.case, handed_from=first.handed_from,
    )  # fmt: skip


def _writes(reader: ThreadReader, at: datetime) -> bool:
    return reader.writing_until is not None and reader.writing_until > at
