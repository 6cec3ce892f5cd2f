"""A mailbox is emptied in the same way whichever server holds it: the demo city's, and Dovecot."""

import imaplib
import itertools
import select
from collections.abc import Iterator
from email.message import EmailMessage
from typing import Any

import pytest
from django.db import connection
from imap_tools import BaseMailBox

from onedoor.contact.models import Message
from onedoor.doors.mail import collecting
from onedoor.doors.mail.collecting import TRIES, Collector, open_mailbox
from onedoor.doors.mail.listening import _idles
from onedoor.doors.mail.models import Heard
from tests.doors.mail import dovecot
from tests.doors.mail.conftest import CITY, PASSWORD

pytestmark = pytest.mark.django_db
NEEDS_DOVECOT = pytest.mark.skipif(
    dovecot.PROGRAM is None, reason="Dovecot is not installed (apt install dovecot-imapd)"
)
_numbers = itertools.count()


@pytest.fixture(scope="module")
def dovecot_port() -> Iterator[int]:
    with dovecot.running(PASSWORD) as port:
        yield port


@pytest.fixture(params=["pymap", pytest.param("dovecot", marks=NEEDS_DOVECOT)])
def box(request: pytest.FixtureRequest, settings: Any) -> Iterator[BaseMailBox]:
    """The house's mailbox at a server, empty."""
    port = request.getfixturevalue("dovecot_port") if request.param == "dovecot" else None
    port = port or request.getfixturevalue("provider").imap
    settings.MAIL_IMAP, settings.MAIL_TLS = f"127.0.0.1:{port}", False
    settings.MAIL_USER, settings.MAIL_PASSWORD, settings.MAIL_ADDRESS = "onedoor", PASSWORD, CITY
    with open_mailbox() as box:
        for folder in (settings.MAIL_DONE, settings.MAIL_ASIDE, "INBOX"):
            box.folder.set(folder)
            box.delete(box.uids("ALL"))
        yield box


def put(raw: bytes, settings: Any) -> None:
    """A mail comes while the house is signed in elsewhere."""
    host, _colon, port = settings.MAIL_IMAP.partition(":")
    with imaplib.IMAP4(host, int(port), timeout=10) as other:
        other.login("onedoor", PASSWORD)
        other.append("INBOX", "", "", raw)


def write(text: str, **headers: str) -> bytes:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "ada@mail.example", CITY, "问题 of a kite"
    mail["Message-ID"] = headers.get("name", f"<{next(_numbers)}.servers@mail.example>")
    mail.set_content(text)
    return mail.as_bytes()


def count(box: BaseMailBox, folder: str) -> int:
    return int(box.folder.status(folder, ["MESSAGES"])["MESSAGES"])


def test_each_mail_is_taken_once_and_put_where_it_belongs(box: BaseMailBox, settings: Any) -> None:
    again = write("Twice the same", name=f"<{next(_numbers)}.again@mail.example>")
    for raw in (write("Good morning"), again, b"\r\nno head and no mail\r\n", again):
        put(raw, settings)

    assert Collector(box).collect() == 4
    assert [count(box, name) for name in ("INBOX", settings.MAIL_DONE, settings.MAIL_ASIDE)] == [0, 3, 1]
    assert sorted(row.outcome for row in Heard.objects.all()) == [
        "conversation",
        "conversation",
        "unreadable",
    ]
    assert Message.objects.filter(direction="in").count() == 2


def test_what_breaks_stays_and_keeps_nothing_waiting(
    box: BaseMailBox, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = collecting.hear

    def hear(mail: Any, *, at: Any) -> str:
        if "breaks" in mail.text:
            raise RuntimeError(connection.vendor)
        return real(mail, at=at)

    monkeypatch.setattr(collecting, "hear", hear)
    monkeypatch.setattr(collecting, "close_old_connections", lambda: None)
    put(write("this breaks"), settings)
    put(write("this does not"), settings)
    collector = Collector(box)

    assert [collector.collect() for _time in range(TRIES)] == [1, 0, 1]
    assert [count(box, name) for name in ("INBOX", settings.MAIL_DONE, settings.MAIL_ASIDE)] == [0, 1, 1]


def test_word_of_a_new_mail_comes_without_asking(box: BaseMailBox, settings: Any) -> None:
    assert _idles(box)
    with box.idle:
        put(write("Are you there?"), settings)
        assert select.select([box.client.sock], [], [], 10.0)[0]
    assert Collector(box).collect() == 1
