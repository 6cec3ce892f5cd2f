"""A message that comes twice is one; whoever nobody knows is heard; files are looked into."""

import io
import threading
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection
from PIL import Image

from onedoor.contact import actions, queries
from onedoor.contact.models import Message, MessageFile
from onedoor.contact.types import Channel, MessageView, SentFile
from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.kernel.errors import Conflict, Invalid, NotFound
from onedoor.kernel.scope import scoped


def draw_pdf() -> bytes:
    page = io.BytesIO()
    Image.new("RGB", (9, 9)).save(page, "PDF")
    return page.getvalue()


PDF = draw_pdf()


def receive(at: datetime, **more: Any) -> MessageView:
    facts: dict[str, Any] = {"customer": None, "text": "My street light is broken", "channel": Channel.EMAIL}
    return actions.receive_message(**facts | more, by=SYSTEM, at=at)


def test_the_same_message_twice_is_one(db: None, at: datetime) -> None:
    first = receive(at, external_id="<1@mail>")
    assert receive(at, external_id="<1@mail>", text="Changed on the way") == first
    assert receive(at, external_id="<1@mail>", channel=Channel.TEXT).id != first.id


@pytest.mark.django_db(transaction=True)
def test_two_doors_that_bring_it_at_once_keep_one(at: datetime) -> None:
    found: list[UUID] = []
    together = threading.Barrier(4)

    def bring() -> None:
        together.wait()
        with scoped(SYSTEM):
            found.append(receive(at, external_id="<2@mail>").id)
        connection.close()

    threads = [threading.Thread(target=bring) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(found), len(set(found)), Message.objects.count()) == (4, 1, 1)


def test_a_sender_whom_nobody_knows_is_heard_and_her_address_is_sealed(
    phone: Actor, stranger: Actor, at: datetime
) -> None:
    message = receive(at, address="somebody@mail.example", language="zh-hans")
    assert (message.customer, list(message.body)) == (None, ["zh-hans"])
    assert b"somebody" not in bytes(Message.objects.get().address or b"")
    with scoped(phone):
        assert queries.get_sender(message.id, by=phone) == "somebody@mail.example"
    with scoped(stranger), pytest.raises(NotFound):
        queries.get_message(message.id, by=stranger)


def test_nobody_takes_up_the_thread_of_another(
    me: UUID, citizen: Actor, stranger: Actor, at: datetime
) -> None:
    hers = receive(at, customer=me, case=uuid4(), external_id="<3@mail>")
    with scoped(stranger):
        with pytest.raises(NotFound):
            actions.receive_message(
                customer=stranger.customer, text="Me too", thread=hers.id, by=stranger, at=at
            )
        with pytest.raises(Conflict):
            actions.receive_message(
                customer=stranger.customer, text="x", channel=Channel.EMAIL, external_id="<3@mail>",
                by=stranger, at=at,
            )  # fmt: skip
    elsewhere = receive(at, customer=uuid4(), thread=hers.id, language="en")
    assert (elsewhere.thread, elsewhere.case) == (elsewhere.id, None)
    with scoped(citizen):
        mine = actions.receive_message(customer=me, text="More", thread=hers.id, by=citizen, at=at)
    assert (mine.thread, mine.case) == (hers.id, hers.case)


def test_a_file_is_what_it_is_and_only_its_readers_open_it(
    me: UUID, citizen: Actor, stranger: Actor, at: datetime
) -> None:
    sent = [SentFile(name="../../etc/bill\u202efdp.exe", content=PDF), SentFile(name="bill.pdf", content=PDF)]
    message = receive(at, customer=me, attachments=sent)
    names = [file.name for file in message.files]
    assert (len(set(names)), all(name.endswith(".pdf") and "/" not in name for name in names)) == (2, True)
    with scoped(citizen):
        assert queries.get_file(message.files[0].id, by=citizen)[1].startswith(b"%PDF")
    with scoped(stranger), pytest.raises(NotFound):
        queries.get_file(message.files[0].id, by=stranger)
    assert b"%PDF" not in bytes(MessageFile.objects.all()[0].content)


@pytest.mark.parametrize(
    "files",
    [
        [SentFile(name="big.pdf", content=b"%PDF-1.4" + bytes(25 * 1024 * 1024))],
        [SentFile(name="large.pdf", content=b"%PDF-1.4" + bytes(11 * 1024 * 1024))],
        [SentFile(name="photo.jpg", content=b"MZ\x90\x00 a program")],
        [SentFile(name="empty.pdf", content=b"")],
        [SentFile(name="a.pdf", content=PDF)] * 11,
    ],
)
def test_what_cannot_be_taken_leaves_nothing_half_written(
    files: list[SentFile], db: None, at: datetime
) -> None:
    with pytest.raises(Invalid) as refused:
        receive(at, attachments=files)
    assert (refused.value.field, bool(str(refused.value.message)), Message.objects.count()) == (
        "files",
        True,
        0,
    )


def test_nothing_and_too_much_are_refused_and_hidden_signs_dropped(db: None, at: datetime) -> None:
    for text in (" ", "\x00", "x" * 20_001):
        with pytest.raises(Invalid):
            receive(at, text=text)
    assert receive(at, text="one\x00\r\ntwo\x1b[2J", language="en").body == {"en": "one\ntwo[2J"}
