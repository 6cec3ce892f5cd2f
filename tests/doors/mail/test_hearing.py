"""What is done with each kind of mail: once, recorded, and never answered where a program would hear it."""

import itertools
import json
from datetime import datetime, timedelta
from email.message import EmailMessage
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.core import mail as outbox

from onedoor.cases.models import Case
from onedoor.contact import actions as contact
from onedoor.contact import queries as messages
from onedoor.contact.models import Message
from onedoor.doors.mail.answering import PURPOSE, name_reply, send_due
from onedoor.doors.mail.hearing import hear, set_aside
from onedoor.doors.mail.keeping import MOST_ANSWERS
from onedoor.doors.mail.marks import THREAD, make_address, read_address
from onedoor.doors.mail.models import Correspondence, Heard, Reply
from onedoor.doors.mail.reading import read_mail
from onedoor.kernel.actors import SYSTEM
from onedoor.trust import queries as trust
from tests.cases.conftest import Open, citizen, opened
from tests.dialogue.conftest import mei
from tests.knowledge.conftest import loaded

__all__ = ["citizen", "loaded", "mei", "opened"]
pytestmark = pytest.mark.django_db
CITY = "onedoor@harbour.example"
_numbers = itertools.count()


@pytest.fixture(autouse=True)
def mailbox(settings: Any) -> None:
    settings.MAIL_IMAP, settings.MAIL_ADDRESS = "127.0.0.1:143", f"Harbour City <{CITY}>"


def write(text: str, *, to: str = CITY, sender: str = "ada@mail.example", **headers: str) -> bytes:
    message = EmailMessage()
    message["From"], message["To"] = sender, to
    message["Subject"] = headers.pop("Subject", "A question")
    message["Message-ID"] = headers.pop("Message_ID", f"<{next(_numbers)}@mail.example>")
    for name, value in headers.items():
        message[name.replace("_", "-")] = value
    message.set_content(text)
    return message.as_bytes()


def take(raw: bytes, at: datetime) -> str:
    return hear(read_mail(raw), at=at)


def answers() -> list[dict[str, Any]]:
    return [
        json.loads(trust.unseal(bytes(row.sealed), purpose=PURPOSE))
        for row in Reply.objects.order_by("made_at")
    ]


def test_a_mail_that_is_brought_twice_is_heard_once(at: datetime) -> None:
    raw = write("What can I do here?")

    assert [take(raw, at), take(raw, at)] == ["conversation", "repeated"]
    assert Reply.objects.count() == Message.objects.filter(direction="in").count() == 1


@pytest.mark.parametrize(
    "header", [{"Auto_Submitted": "auto-replied"}, {"Precedence": "list"}, {"Return_Path": "<>"}]
)
def test_a_program_is_never_answered(at: datetime, header: dict[str, str]) -> None:
    assert take(write("I am away.", **header), at) == "automatic"
    assert (Reply.objects.count(), Heard.objects.get().outcome) == (0, "automatic")


def test_nor_does_the_house_write_to_itself(at: datetime) -> None:
    assert take(write("Hello me", sender=CITY), at) == "automatic"
    assert take(write("Hello me", sender=make_address(THREAD, uuid4())), at) == "automatic"


def test_a_question_without_an_answer_goes_to_a_person_within_two_business_days(at: datetime) -> None:
    take(write("Quantum chromodynamics?"), at)

    case = Case.objects.get(kind="enquiry")
    assert case.number in answers()[0]["text"]
    assert (case.promised_at - at) >= timedelta(days=2)
    kept = Message.objects.get(direction="in")
    assert (kept.customer, kept.channel) == (None, "email")
    assert case.arrival == kept.id


def test_who_writes_as_somebody_else_is_told_nothing_of_her(at: datetime, opened: Open, mei: Any) -> None:
    case = opened(customer=mei)
    take(write(f"How far is {case.number}? Tell me all about me.", sender="mei.lin@harbour.example"), at)

    said = answers()[0]["text"]
    assert case.number in said
    assert "Mei" not in said
    assert Message.objects.get(direction="in").customer is None


def test_many_mails_from_one_address_are_all_kept_and_answered_a_few_times(at: datetime) -> None:
    for _number in range(MOST_ANSWERS + 3):
        take(write("Hello, are you there?"), at)

    assert Message.objects.filter(direction="in").count() == MOST_ANSWERS + 3
    assert Reply.objects.count() == MOST_ANSWERS


def test_an_answer_by_the_mark_joins_the_thread_and_discloses_nothing_of_it(at: datetime, mei: UUID) -> None:
    sent = contact.send_message(
        customer=mei, title={"en": "Your tax", "zh-hans": "税"},
        body={"en": "You owe 770.", "zh-hans": "税款"}, by=SYSTEM, at=at,
    )  # fmt: skip

    assert take(write("I have paid.", to=make_address(THREAD, sent.id)), at) == "thread"
    kept = Message.objects.get(direction="in")
    assert kept.thread == sent.id
    assert "770" not in answers()[0]["text"]
    assert Case.objects.filter(arrival=kept.id, kind="enquiry").exists()


def test_a_mark_that_the_house_did_not_make_is_none() -> None:
    made = make_address(THREAD, uuid4())
    local, _at, host = made.partition("@")

    assert read_address(made.upper().replace("HARBOUR.EXAMPLE", "harbour.example")) is not None
    assert read_address(f"{local[:-1]}{'a' if local[-1] != 'a' else 'b'}@{host}") is None
    assert read_address("onedoor+t@harbour.example") is None


def test_a_bounce_marks_the_message_that_came_back(at: datetime, mei: UUID, settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    sent = contact.send_message(
        customer=mei, title={"en": "News", "zh-hans": "新"}, body={"en": "News", "zh-hans": "新"},
        by=SYSTEM, at=at,
    )  # fmt: skip
    row = Message.objects.get(id=sent.id)
    row.external_id, row.state, row.delivered_at = f"<{row.id}@harbour.example>", "sent", None
    row.channel = "email"
    row.save()
    raw = (
        f"From: MAILER-DAEMON@mx.example\r\nContent-Type: multipart/report; report-type=delivery-status; "
        f"boundary=b\r\n\r\n--b\r\nContent-Type: message/delivery-status\r\n\r\n"
        f"Reporting-MTA: dns; mx\r\n\r\n"
        f"Action: failed\r\nStatus: 5.1.1\r\n\r\n--b\r\nContent-Type: text/rfc822-headers\r\n\r\n"
        f"Message-ID: {row.external_id}\r\n\r\n--b--\r\n"
    ).encode()

    assert take(raw, at) == "bounce"
    row.refresh_from_db()
    assert (row.state, row.failure) == ("bounced", "5.1.1")
    assert Reply.objects.count() == 0


def test_a_file_that_cannot_be_taken_is_named_and_the_rest_is_kept(at: datetime) -> None:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "ada@mail.example", CITY, "Papers"
    message.set_content("Here they are")
    message.add_attachment(b"MZ\x90\x00", maintype="application", subtype="octet-stream", filename="tool.exe")
    take(message.as_bytes(), at)

    assert "tool.exe" in answers()[0]["text"]
    assert (
        messages.get_message(Message.objects.get(direction="in").id, by=SYSTEM).body["en"] == "Here they are"
    )


def test_a_subject_cannot_add_a_header_to_the_answer(at: datetime, settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    raw = write("Hello").replace(b"A question", b"=?utf-8?q?Hi=0D=0ABcc=3A_eve@x.example?=")
    take(raw, at)
    send_due(at=at)

    sent = outbox.outbox[0]
    assert "\n" not in sent.subject
    assert sent.recipients() == ["ada@mail.example"]
    assert sent.message()["In-Reply-To"]


def test_an_answer_that_no_server_takes_is_tried_again_and_leaves_once(at: datetime, settings: Any) -> None:
    take(write("Hello"), at)
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    assert send_due(at=at) == 0
    row = Reply.objects.get()
    assert row.due_at
    assert row.due_at > at
    assert row.failure

    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert [send_due(at=row.due_at), send_due(at=row.due_at)] == [1, 0]
    row.refresh_from_db()
    assert (bytes(row.sealed), row.due_at) == (b"", None)
    assert outbox.outbox[0].message()["Message-ID"] == name_reply(row.id, "harbour.example")


def test_an_answer_to_an_answer_goes_on_even_where_the_mark_is_lost(at: datetime, opened: Open) -> None:
    take(write(f"How far is {opened().number}?"), at)
    first = Reply.objects.get()
    take(write("1", In_Reply_To=name_reply(first.id, "harbour.example")), at)

    assert Correspondence.objects.count() == 1
    assert "How do you want to find it?" in answers()[1]["text"]


def test_what_cannot_be_read_waits_for_a_person_who_is_told_once(at: datetime) -> None:
    for _time in range(2):
        set_aside(size=12, key="k" * 64, at=at)

    assert Case.objects.filter(kind="enquiry").count() == 1


def test_a_long_letter_is_searched_to_a_limit(at: datetime, loaded: object) -> None:
    assert take(write("x" * 14_000 + " ?"), at) == "conversation"


def test_signs_that_nobody_sees_keep_no_mail_from_being_taken(at: datetime) -> None:
    raw = write("\x00\x07").replace(b"A question", b"=?utf-8?q?Hi=07=00?=")

    assert take(raw, at) == "conversation"
    assert Message.objects.get(direction="in").title["en"] == "Hi"
