"""What an officer writes goes back to whoever wrote, and how well it went comes back by a number."""

import itertools
from collections.abc import Callable
from datetime import datetime, timedelta
from email.message import EmailMessage
from typing import Any
from uuid import UUID

import pytest

from onedoor.cases import actions as cases
from onedoor.cases.models import Case
from onedoor.contact.models import Message
from onedoor.doors.mail.answering import compose, send_due
from onedoor.doors.mail.hearing import hear
from onedoor.doors.mail.marks import THREAD, make_address, read_address
from onedoor.doors.mail.models import Reply
from onedoor.doors.mail.news import on_noted
from onedoor.doors.mail.rating import read_stars
from onedoor.doors.mail.reading import read_mail
from onedoor.feedback.models import Rating
from onedoor.journal.queries import list_about
from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.kernel.scope import scoped
from tests.cases.conftest import Hire, citizen, hire, opened
from tests.dialogue.conftest import mei
from tests.doors.mail.test_hearing import CITY, answers, mailbox

__all__ = ["citizen", "hire", "mailbox", "mei", "opened"]
pytestmark = pytest.mark.django_db
Deliver = Callable[[], int]
QUESTION = "Qwzx plimf grooble?"  # nothing that an answer fits
_numbers = itertools.count()


def take(text: str, at: datetime, *, to: str = CITY, subject: str = "My kite", **headers: str) -> str:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "Ada <ada@mail.example>", to, subject
    message["Message-ID"] = f"<{next(_numbers)}.person@mail.example>"
    for name, value in headers.items():
        message[name.replace("_", "-")] = value
    message.set_content(text)
    return hear(read_mail(message.as_bytes()), at=at)


@pytest.fixture
def clerk(hire: Hire) -> Actor:
    return hire("Ng Bo", agency="CTC", role="supervisor")


@pytest.fixture
def enquiry(at: datetime) -> Case:
    assert take(QUESTION, at) == "conversation"
    return Case.objects.get()


def write_note(case: Case, clerk: Actor, at: datetime, **more: Any) -> None:
    with scoped(clerk):
        said = {"text": "You need no permit.", "audience": "citizen"} | more
        cases.add_note(case=case.id, by=clerk, at=at, **said)


def close(case: Case, clerk: Actor, at: datetime) -> None:
    with scoped(clerk):
        cases.take_case(case=case.id, by=clerk, at=at)
        cases.close_case(case=case.id, outcome="done", reason="Fly it by day.", by=clerk, at=at)


def test_a_subject_that_tells_leads_the_message_and_its_enquiry_alike(at: datetime) -> None:
    take(QUESTION, at, subject="Gas leak in my street")

    case = Case.objects.get()
    assert (case.agency, case.lane, Message.objects.get().agency) == ("CTY", "urgent", "CTY")


def test_what_an_officer_writes_leaves_once_to_whoever_wrote(
    enquiry: Case, clerk: Actor, at: datetime, deliver: Deliver, mailoutbox: list[Any]
) -> None:
    write_note(enquiry, clerk, at)
    deliver()
    deliver()
    send_due(at=at)

    word = mailoutbox[-1]
    assert (len(mailoutbox), word.to) == (2, ["ada@mail.example"])
    assert word.subject == f"Re: My kite [{enquiry.number}]"
    assert word.body.startswith("You need no permit.")
    assert read_address(word.reply_to[0]) == (THREAD, Message.objects.get().id)


def test_the_same_news_told_twice_is_one_mail(enquiry: Case, clerk: Actor, at: datetime) -> None:
    write_note(enquiry, clerk, at)
    entry = next(one for one in list_about(enquiry.id, by=SYSTEM) if one.event == "cases.case.noted")
    for _time in range(2):
        on_noted(entry)
    assert [one["text"][:8] for one in answers()][1:] == ["You need"]


def test_a_working_note_stays_inside(enquiry: Case, clerk: Actor, at: datetime, deliver: Deliver) -> None:
    write_note(enquiry, clerk, at, audience="officer")
    deliver()
    assert len(answers()) == 1


def test_nobody_is_told_what_is_a_customers(
    enquiry: Case, clerk: Actor, at: datetime, deliver: Deliver, mei: UUID
) -> None:
    Case.objects.update(customer=mei)
    write_note(enquiry, clerk, at)
    deliver()
    assert len(answers()) == 1


def test_finished_it_asks_how_well_and_a_number_is_the_answer(
    enquiry: Case, clerk: Actor, at: datetime, deliver: Deliver
) -> None:
    close(enquiry, clerk, at)
    deliver()
    told = answers()[-1]
    assert told["text"].startswith("Fly it by day.")
    mark = make_address(THREAD, UUID(told["thread"]))

    assert take("5\nThank you", at, to=mark, subject=told["subject"]) == "rating"
    assert [(one.stars, one.comment, one.is_identified) for one in Rating.objects.all()] == [
        (5, "Thank you", False)
    ]
    assert answers()[-1]["text"].startswith("Thank you. You can change")
    assert take("It is still not clear", at, to=mark, subject=told["subject"]) == "thread"


@pytest.mark.parametrize("days", [0, 100])
def test_a_number_about_something_open_or_long_past_goes_to_a_person(
    enquiry: Case, clerk: Actor, at: datetime, days: int
) -> None:
    if days:
        close(enquiry, clerk, at)
    mark = make_address(THREAD, Message.objects.get().id)
    assert take("3", at + timedelta(days=days), to=mark, subject=f"Re: [{enquiry.number}]") == "thread"
    assert not Rating.objects.exists()


def test_an_answer_to_what_was_passed_on_keeps_the_thread(enquiry: Case, at: datetime) -> None:
    thread = Message.objects.get().id
    assert take("One more thing", at, to=make_address(THREAD, thread)) == "thread"
    row = Reply.objects.order_by("-made_at", "-id").first()
    assert row is not None
    mail = compose(row, answers()[-1])
    assert read_address(mail.reply_to[0]) == (THREAD, thread)


@pytest.mark.parametrize(
    ("text", "stars"),
    [
        ("5", 5), ("4 stars", 4), ("3/5.", 3), ("★★☆☆☆", 2), ("****", 4), ("五", None), ("2星\n谢谢", 2),
        ("15", None), ("0", None), ("6", None), ("5 people came", None), ("", None), ("******", None),
    ],
)  # fmt: skip
def test_stars_are_read_from_the_first_line_alone(text: str, stars: int | None) -> None:
    assert (read_stars(text) or (None,))[0] == stars


def test_a_rating_needs_no_thread_where_the_subject_names_what_is_finished(
    enquiry: Case, clerk: Actor, at: datetime
) -> None:
    assert take("4", at, subject=enquiry.number) == "conversation"  # it is not finished yet
    assert not Rating.objects.exists()

    close(enquiry, clerk, at)

    assert take("4\nQuick.", at, subject=enquiry.number) == "rating"
    rated = Rating.objects.get()
    assert (rated.number, rated.stars, rated.comment, rated.door) == (enquiry.number, 4, "Quick.", "mail")
    assert take("4", at, subject="HC-0000-0000-0") == "conversation"


def notes_inside(case: Case) -> list[str]:
    return [note.text for note in case.notes.order_by("written_at") if note.audience == "officer"]


def test_a_word_that_no_server_takes_is_told_in_the_case(
    enquiry: Case, clerk: Actor, at: datetime, deliver: Deliver, settings: Any
) -> None:
    write_note(enquiry, clerk, at)
    deliver()
    Reply.objects.filter(case=None).delete()  # the program's own answer
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    word = Reply.objects.get()
    while word.due_at:
        before = notes_inside(enquiry)
        assert not [one for one in before if "did not arrive" in one]
        send_due(at=word.due_at)
        word.refresh_from_db()
    [told] = [one for one in notes_inside(enquiry) if "did not arrive" in one]
    assert word.failure in told


def test_a_word_that_bounces_is_told_in_the_case_once(
    enquiry: Case, clerk: Actor, at: datetime, deliver: Deliver, mailoutbox: list[Any]
) -> None:
    write_note(enquiry, clerk, at)
    deliver()
    send_due(at=at)
    name = mailoutbox[-1].message()["Message-ID"]
    for number in range(2):
        raw = (
            f"From: MAILER-DAEMON@mx.example\r\nMessage-ID: <{number}.bounce@mx.example>\r\n"
            "Content-Type: multipart/report; report-type=delivery-status; boundary=b\r\n\r\n"
            "--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx\r\n\r\n"
            "Action: failed\r\nStatus: 5.1.1\r\n\r\n--b\r\nContent-Type: text/rfc822-headers\r\n\r\n"
            f"Message-ID: {name}\r\n\r\n--b--\r\n"
        ).encode()
        assert hear(read_mail(raw), at=at) == "bounce"
    [told] = [one for one in notes_inside(enquiry) if "did not arrive" in one]
    assert "5.1.1" in told
