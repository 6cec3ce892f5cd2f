"""Every message is in the inbox; the door that she chose carries word of it, once, at a decent hour."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from django.core import mail

from onedoor.contact import actions, queries
from onedoor.contact.models import Message
from onedoor.contact.rules import RETRY_AFTER, ring_at
from onedoor.contact.types import Channel, DeliveryState, MessageView
from onedoor.journal import queries as journal
from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.kernel.errors import Invalid, NotAllowed, NotFound
from onedoor.kernel.scope import scoped
from onedoor.people import actions as people

CITY = ZoneInfo("Asia/Singapore")
TITLE = {"en": "Your notice is ready", "zh-hans": "您的通知书已出具"}
BODY = {"en": "You owe $770.00.", "zh-hans": "您应缴 770.00 元。"}


@pytest.fixture
def by_email(me: UUID, at: datetime) -> None:
    people.change_preferences(customer=me, door="email", language="zh-hans", by=SYSTEM, at=at)


def write(me: UUID, at: datetime, **more: object) -> MessageView:
    return actions.send_message(customer=me, title=TITLE, body=BODY, by=SYSTEM, at=at, **more)  # type: ignore[arg-type]


def test_the_inbox_is_always_there(me: UUID, citizen: Actor, at: datetime) -> None:
    message = write(me, at)
    assert (message.channel, message.state) == (Channel.INBOX, DeliveryState.DELIVERED)
    with scoped(citizen):
        assert [found.title for found in queries.list_messages(me, by=citizen)] == [TITLE]


@pytest.mark.usefixtures("by_email")
def test_email_says_that_there_is_news_and_not_what(me: UUID, at: datetime) -> None:
    write(me, at)
    assert actions.deliver_due(by=SYSTEM, at=at) == 1
    [sent] = mail.outbox
    assert (sent.to, sent.subject) == (["lin.wei@mail.example"], "您的通知书已出具")
    assert "770" not in sent.body


@pytest.mark.usefixtures("by_email")
def test_it_leaves_once(me: UUID, at: datetime) -> None:
    message = write(me, at)
    for _ in range(3):
        actions.deliver_due(by=SYSTEM, at=at)
    assert len(mail.outbox) == 1
    assert str(message.id) in mail.outbox[0].extra_headers["Message-ID"]
    assert queries.list_messages(me, by=SYSTEM)[0].state is DeliveryState.SENT


def test_the_same_key_writes_once(me: UUID, at: datetime) -> None:
    first = write(me, at, idempotency_key="notice:1")
    assert write(me, at, idempotency_key="notice:1") == first
    assert Message.objects.count() == 1


@pytest.mark.usefixtures("by_email")
def test_a_mail_server_that_is_down_is_tried_again_then_given_up(
    me: UUID, citizen: Actor, at: datetime, settings: Any
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    write(me, at)
    moment = at
    for wait in (*RETRY_AFTER, timedelta(0)):
        assert actions.deliver_due(by=SYSTEM, at=moment) == 0
        moment += wait
    [message] = Message.objects.all()
    assert (message.state, message.attempts, message.failure) == ("failed", 5, "ConnectionRefusedError")
    assert "contact.message.failed" in [e.event for e in journal.list_timeline(customer=me, by=citizen)]
    assert queries.list_messages(me, by=citizen)[0].body == BODY


@pytest.mark.parametrize(
    ("hours", "urgent", "now", "then"),
    [
        ("any", False, "2025-03-10 22:30", "2025-03-11 08:00"),
        ("any", False, "2025-03-11 03:00", "2025-03-11 08:00"),
        ("any", False, "2025-03-10 09:30", "2025-03-10 09:30"),
        ("any", True, "2025-03-10 22:30", "2025-03-10 22:30"),
        ("morning", False, "2025-03-10 12:00", "2025-03-11 08:00"),
        ("evening", False, "2025-03-10 09:00", "2025-03-10 18:00"),
        ("night", False, "2025-03-10 20:00", "2025-03-10 21:00"),
        ("night", False, "2025-03-10 23:00", "2025-03-10 23:00"),
        ("any", False, "2024-12-31 23:59", "2025-01-01 08:00"),
    ],
)
def test_nobody_is_woken_but_for_what_is_urgent(hours: str, urgent: bool, now: str, then: str) -> None:
    def moment(text: str) -> datetime:
        return datetime.fromisoformat(text).replace(tzinfo=CITY)

    assert ring_at(moment(now), hours, urgent=urgent) == moment(then)


@pytest.mark.usefixtures("by_email")
def test_email_waits_for_the_morning(me: UUID) -> None:
    late = datetime(2025, 3, 10, 22, 30, tzinfo=CITY)
    write(me, late)
    assert actions.deliver_due(by=SYSTEM, at=late + timedelta(hours=9)) == 0
    assert actions.deliver_due(by=SYSTEM, at=late + timedelta(hours=10)) == 1


def test_who_chose_email_and_has_none_reads_it_here(db: None, at: datetime) -> None:
    other = people.register_customer(name="Old Chen", by=SYSTEM, at=at).id
    people.change_preferences(customer=other, door="email", by=SYSTEM, at=at)
    assert write(other, at).state is DeliveryState.DELIVERED


def test_an_empty_message_is_refused(me: UUID, at: datetime) -> None:
    for title, body in (({}, BODY), (TITLE, {"en": " "})):
        with pytest.raises(Invalid):
            actions.send_message(customer=me, title=title, body=body, by=SYSTEM, at=at)


def test_an_officer_writes_for_her_agency(
    me: UUID, officer: Actor, elsewhere: Actor, phone: Actor, at: datetime
) -> None:
    with scoped(officer):
        actions.send_message(customer=me, title=TITLE, body=BODY, by=officer, at=at)
    for by, seen in ((officer, 1), (phone, 1), (elsewhere, 0)):
        with scoped(by):
            assert len(queries.list_messages(me, by=by)) == Message.objects.count() == seen


def test_she_writes_back_in_her_own_name_only(
    me: UUID, citizen: Actor, stranger: Actor, phone: Actor, at: datetime
) -> None:
    with scoped(citizen):
        actions.receive_message(customer=me, text="Which donation?", by=citizen, at=at)
    with pytest.raises(NotAllowed):
        actions.receive_message(customer=me, text="Me too", by=stranger, at=at)
    assert [(m.direction, m.body) for m in queries.list_messages(me, by=phone)] == [
        ("in", {"en": "Which donation?"})
    ]


def test_what_she_has_read_is_read(
    me: UUID, citizen: Actor, stranger: Actor, officer: Actor, at: datetime
) -> None:
    message = write(me, at)
    assert queries.count_unread(me, by=citizen) == 1
    assert actions.mark_read(message=message.id, by=officer, at=at).read_at is None
    for hour in (0, 1):
        read = actions.mark_read(message=message.id, by=citizen, at=at + timedelta(hours=hour))
    assert read.read_at == at
    assert queries.count_unread(me, by=citizen) == 0
    with pytest.raises(NotFound):
        actions.mark_read(message=message.id, by=stranger, at=at)
