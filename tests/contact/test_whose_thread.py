"""What somebody wrote is one agency's from its first moment: by its case, by the table, else the contact
centre's; no other agency reads it, at no address and in no list, and the database says so too."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, connection, transaction

from onedoor.cases import actions as cases
from onedoor.contact import actions, queries
from onedoor.contact.types import MessageView, SentFile, ThreadState
from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.kernel.errors import NotFound
from onedoor.kernel.scope import scoped
from tests.contact.test_receiving import PDF


@pytest.fixture
def hello(me: UUID, at: datetime) -> MessageView:
    """Words about nothing that a row of the table knows, with a file."""
    return actions.receive_message(
        customer=me, text="Hello, may I fly a kite?", language="en", address="lin.wei@mail.example",
        by=SYSTEM, at=at,
        attachments=[SentFile(name="kite.pdf", content=PDF)],
    )  # fmt: skip


@pytest.mark.parametrize(
    ("facts", "agency"),
    [
        ({"text": "May I fly a kite?"}, "CTC"),
        ({"text": "When do I have to file?", "service": "income-tax"}, "REV"),
        ({"text": "May my mother do it?", "service": "birth"}, "CIV"),
        ({"text": "I smell gas in front of my house"}, "CTY"),
        ({"text": "Look", "title": "A gas leak"}, "CTY"),
        ({"text": "The lamp is dark", "place": "estates"}, "HSG"),
        ({"text": "Hello", "service": "nothing-that-there-is"}, "CTC"),
    ],
)
def test_the_table_that_leads_an_enquiry_leads_a_message(
    me: UUID, facts: dict[str, str], agency: str, at: datetime
) -> None:
    assert actions.receive_message(customer=me, by=SYSTEM, at=at, **facts).agency == agency  # type: ignore[arg-type]


def test_a_case_that_she_names_gives_it_to_the_agency_that_leads_it(citizen: Actor, at: datetime) -> None:
    case = open_case(citizen.customer, "LAB", at)
    with scoped(citizen):
        sent = actions.receive_message(
            customer=citizen.customer, text="I smell gas", case=case, by=citizen, at=at
        )
    assert (sent.agency, sent.case) == ("LAB", case)


def test_a_case_of_somebody_else_is_no_case(citizen: Actor, at: datetime) -> None:
    for case in (open_case(uuid4(), "LAB", at), uuid4()):
        with scoped(citizen), pytest.raises(NotFound):
            actions.receive_message(customer=citizen.customer, text="Hi", case=case, by=citizen, at=at)


def test_her_word_on_what_the_platform_wrote_makes_the_thread_somebodys(
    me: UUID, officer: Actor, at: datetime
) -> None:
    told = {"en": "A passkey was added", "zh-hans": "已添加通行密钥"}
    warning = actions.send_message(customer=me, title=told, body=told, by=SYSTEM, at=at)
    answer = actions.receive_message(customer=me, text="Not by me!", thread=warning.id, by=SYSTEM, at=at)
    assert answer.agency == "CTC"
    with scoped(officer):
        assert queries.list_thread(warning.id, by=officer) == []


def test_the_platforms_own_word_is_the_agencys_that_answers_it_first(
    me: UUID, officer: Actor, elsewhere: Actor, at: datetime
) -> None:
    told = {"en": "You may act for her", "zh-hans": "您可代理"}
    news = actions.send_message(customer=me, title=told, body=told, by=SYSTEM, at=at)
    with scoped(officer):
        actions.answer_thread(thread=news.id, body={"en": "Mind the date."}, seen=news.id, by=officer, at=at)
    assert queries.get_message(news.id, by=SYSTEM).agency == "REV"
    with scoped(elsewhere):
        assert queries.list_thread(news.id, by=elsewhere) == []


def test_another_agency_writes_nothing_into_it(
    me: UUID, hello: MessageView, officer: Actor, at: datetime
) -> None:
    words = {"en": "From elsewhere", "zh-hans": "来自别处"}
    with scoped(officer), pytest.raises(NotFound):
        actions.send_message(customer=me, title=words, body=words, thread=hello.id, by=officer, at=at)
    assert len(queries.list_thread(hello.id, by=SYSTEM)) == 1


READS: dict[str, Callable[[MessageView, Actor], Any]] = {
    "message": lambda one, by: queries.get_message(one.id, by=by),
    "thread": lambda one, by: queries.list_thread(one.id, by=by),
    "file": lambda one, by: queries.get_file(one.files[0].id, by=by),
    "sender": lambda one, by: queries.get_sender(one.id, by=by),
    "waiting": lambda one, by: queries.list_threads(ThreadState.WAITING, by=by),
    "unanswered": lambda one, by: queries.list_unanswered(by=by),
    "counts": lambda one, by: sum(queries.count_threads(by=by).values()),
    "of the customer": lambda one, by: queries.list_messages(one.customer or uuid4(), by=by),
    "titles": lambda one, by: queries.list_titles([one.id], by=by),
    "readers": lambda one, by: queries.list_readers([one.id], by=by, at=one.created_at),
}


def found(read: Callable[[MessageView, Actor], Any], one: MessageView, by: Actor) -> Any:
    try:
        with scoped(by):
            return read(one, by)
    except NotFound:
        return None


@pytest.mark.parametrize("read", READS.values(), ids=READS)
def test_another_agency_finds_it_nowhere_and_the_contact_centre_everywhere(
    read: Callable[[MessageView, Actor], Any],
    hello: MessageView,
    officer: Actor,
    phone: Actor,
    at: datetime,
) -> None:
    with scoped(phone):
        actions.note_reading(thread=hello.id, by=phone, at=at)
        actions.note_reading(thread=hello.id, by=replace(phone, account=uuid4()), at=at)
    assert not found(read, hello, officer)
    assert found(read, hello, phone) is not None
    with scoped(phone):
        actions.hand_over_thread(thread=hello.id, agency="REV", by=phone, at=at)
        actions.note_reading(thread=hello.id, by=phone, at=at)
    assert found(read, hello, officer)


def test_the_house_by_the_database_alone_shows_it_to_no_other_agency(
    hello: MessageView, officer: Actor, phone: Actor, stranger: Actor, citizen: Actor, at: datetime
) -> None:
    with scoped(phone):
        actions.note_reading(thread=hello.id, by=phone, at=at)
    seen = {
        name: [count_rows(table, by) for table in ("message", "messagefile", "threadreader")]
        for name, by in {"centre": phone, "other": officer, "stranger": stranger, "hers": citizen}.items()
    }
    assert seen == {"centre": [1, 1, 1], "other": [0, 0, 0], "stranger": [0, 0, 0], "hers": [1, 1, 0]}


def test_the_database_takes_no_word_of_a_customer_that_is_nobodys(hello: MessageView) -> None:
    nobodys = "update contact_message set agency = '' where id = %s"
    with (
        pytest.raises(IntegrityError, match="message_in_has_agency"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(nobodys, [hello.id])


def count_rows(table: str, by: Actor) -> int:
    with transaction.atomic(), scoped(by), connection.cursor() as cursor:
        cursor.execute(f"select count(*) from contact_{table}")
        return int(cursor.fetchone()[0])


def open_case(customer: UUID | None, agency: str, at: datetime) -> UUID:
    return cases.open_case(
        kind="question", customer=customer, agency=agency, service="income-tax",
        subject={"en": "A question", "zh-hans": "咨询"}, promise="P5D", calendar="working-days", by=SYSTEM,
        at=at,
    ).id  # fmt: skip
