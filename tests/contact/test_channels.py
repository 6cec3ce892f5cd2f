"""A message takes the channel, hour, language and recipient that she chose; its fate is noted once."""

from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest
from django.core import mail

from onedoor.contact import actions, queries, texts, transports
from onedoor.contact.models import Message
from onedoor.contact.rules import choose_channel
from onedoor.contact.types import Channel, DeliveryState, Handed, MessageView
from onedoor.journal import queries as journal
from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.kernel.errors import Invalid, NotAllowed, NotFound
from onedoor.kernel.scope import scoped
from onedoor.people import actions as people

TITLE = {"en": "Your notice is ready", "zh-hans": "您的通知书已出具"}
BODY = {"en": "You owe $770.00.", "zh-hans": "您应缴 770.00 元。"}


class Gateway:
    """A text gateway that names what it takes."""

    def __init__(self) -> None:
        self.carried: list[tuple[str, str]] = []

    def carry(self, *, number: str, text: str, reference: str) -> Handed:
        self.carried.append((number, text))
        return Handed(external_id=f"smsc-{len(self.carried)}")


@pytest.fixture
def gateway(monkeypatch: pytest.MonkeyPatch) -> Gateway:
    monkeypatch.setattr(texts, "_registered", [])
    own = Gateway()
    texts.register_carrier(lambda: own)
    return own


def prefer(me: UUID, door: str, at: datetime, **more: object) -> None:
    for kind, value in (("phone", "91234567"), ("post", "1 Harbour Road")):
        people.add_contact_point(customer=me, kind=kind, value=value, by=SYSTEM, at=at)
    people.change_preferences(customer=me, door=door, by=SYSTEM, at=at, **more)  # type: ignore[arg-type]


def write(me: UUID, at: datetime, **more: object) -> MessageView:
    return actions.send_message(customer=me, title=TITLE, body=BODY, by=SYSTEM, at=at, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("wish", "has", "needs", "override", "channel"),
    [
        ("portal", "email phone post", "", "", "inbox"),
        ("email", "email", "", "", "email"),
        ("email", "phone", "", "", "inbox"),
        ("phone", "phone", "", "", "phone"),
        ("phone", "phone", "hearing", "", "text"),
        ("phone", "phone", "sign_language", "", "text"),
        ("post", "post", "", "email", "inbox"),
        ("email", "email post", "", "post", "post"),
    ],
)
def test_the_channel_is_hers(wish: str, has: str, needs: str, override: str, channel: str) -> None:
    assert choose_channel(wish, reachable=has.split(), needs=needs.split(), override=override) == channel


def test_a_text_says_that_there_is_news_in_her_language(me: UUID, gateway: Gateway, at: datetime) -> None:
    prefer(me, "text", at, language="zh-hans")
    write(me, at)
    actions.deliver_due(by=SYSTEM, at=at)
    [(number, text)] = gateway.carried
    assert (number, text.splitlines()[0], "770" in text) == ("+6591234567", TITLE["zh-hans"], False)


def test_a_receipt_a_bounce_and_the_same_again(
    me: UUID, citizen: Actor, gateway: Gateway, at: datetime
) -> None:
    prefer(me, "text", at)
    message = write(me, at)
    actions.deliver_due(by=SYSTEM, at=at)
    for state in (DeliveryState.DELIVERED, DeliveryState.DELIVERED, DeliveryState.BOUNCED):
        told = actions.note_delivery(external_id="smsc-1", state=state, reason="no\nsuch", by=SYSTEM, at=at)
    assert (told.id, told.state, told.failure, told.delivered_at) == (message.id, "bounced", "nosuch", None)
    late = actions.note_delivery(message=message.id, state=DeliveryState.DELIVERED, by=SYSTEM, at=at)
    assert late.state is DeliveryState.BOUNCED
    told_events = [entry.event for entry in journal.list_about(message.id, by=SYSTEM)]
    assert told_events.count("contact.message.delivered") == told_events.count("contact.message.bounced") == 1
    with pytest.raises(NotFound):
        actions.note_delivery(external_id="other", state=DeliveryState.BOUNCED, by=SYSTEM, at=at)
    with pytest.raises(Invalid):
        actions.note_delivery(state=DeliveryState.BOUNCED, by=SYSTEM, at=at)
    with pytest.raises(NotAllowed):
        actions.note_delivery(message=message.id, state=DeliveryState.BOUNCED, by=citizen, at=at)


def test_by_phone_a_call_is_owed_and_the_message_told_when_she_answers(
    me: UUID, phone: Actor, at: datetime
) -> None:
    prefer(me, "phone", at)
    message = write(me, at)
    assert actions.deliver_due(by=SYSTEM, at=at) == 0
    [owed] = queries.list_call_backs(by=phone, at=at)
    assert (owed.message, owed.number) == (message.id, "+6591234567")
    actions.note_call(call_back=owed.id, reached=True, by=phone, at=at)
    assert queries.get_message(message.id, by=SYSTEM).state is DeliveryState.DELIVERED


def test_by_post_it_waits_for_the_print_house_with_her_needs(
    me: UUID, officer: Actor, phone: Actor, at: datetime
) -> None:
    prefer(me, "post", at, access_needs=["large_print"])
    message = write(me, at)
    [item] = queries.list_to_print(by=phone, at=at)
    assert (item.address, item.access_needs, item.title) == ("1 Harbour Road", ("large_print",), TITLE["en"])
    assert [actions.mark_printed(messages=[message.id], by=phone, at=at) for _ in range(2)] == [1, 0]
    assert queries.list_to_print(by=phone, at=at) == []
    with pytest.raises(NotAllowed):
        queries.list_to_print(by=replace(officer, permissions=frozenset({"contact.read"})), at=at)


def test_one_case_may_take_another_channel(me: UUID, citizen: Actor, stranger: Actor, at: datetime) -> None:
    case = uuid4()
    prefer(me, "post", at)
    with scoped(citizen):
        actions.choose_case_channel(customer=me, case=case, channel=Channel.EMAIL, by=citizen, at=at)
    assert [write(me, at, case=case).channel, write(me, at).channel] == ["email", "post"]
    actions.choose_case_channel(customer=me, case=case, channel=None, by=SYSTEM, at=at)
    assert write(me, at, case=case).channel == "post"
    with scoped(stranger), pytest.raises(NotAllowed):
        actions.choose_case_channel(customer=me, case=case, channel=None, by=stranger, at=at)


def test_an_answer_by_email_finds_its_thread(me: UUID, at: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transports, "_reply_address", [])
    transports.register_reply_address(lambda message, thread: f"reply+{thread.hex}@harbour.example")
    prefer(me, "email", at)
    case = uuid4()
    first = write(me, at, case=case)
    actions.deliver_due(by=SYSTEM, at=at)
    assert mail.outbox[0].reply_to == [f"reply+{first.id.hex}@harbour.example"]
    answer = actions.receive_message(
        customer=me, text="Which donation?", channel=Channel.EMAIL, thread=first.id, by=SYSTEM, at=at
    )
    second = write(me, at + timedelta(minutes=1), thread=answer.id)
    actions.deliver_due(by=SYSTEM, at=at + timedelta(minutes=1))
    assert (answer.thread, second.thread, second.case) == (first.id, first.id, case)
    assert str(first.id) in mail.outbox[1].extra_headers["References"]
    assert [one.id for one in queries.list_thread(first.id, by=SYSTEM)] == [first.id, answer.id, second.id]


@pytest.mark.parametrize("title", ["Hello\r\nBcc: all@city.example", "Hello\x00", "Hello\u2028there"])
def test_no_title_forges_a_header(me: UUID, title: str, at: datetime) -> None:
    with pytest.raises(Invalid):
        actions.send_message(customer=me, title={"en": title}, body=BODY, by=SYSTEM, at=at)
    with pytest.raises(Invalid):
        actions.receive_message(customer=me, title=title, text="Hello", by=SYSTEM, at=at)
    assert Message.objects.count() == 0
