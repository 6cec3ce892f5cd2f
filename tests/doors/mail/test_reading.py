"""Whatever is sent as a mail is read, or said to be none; nothing else happens."""

import contextlib
import email.message
from email.message import EmailMessage

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onedoor.doors.mail.reading import MOST_FILES, Unreadable, read_mail
from onedoor.doors.mail.words import cut_history


def make(text: str = "Hello", **headers: str) -> EmailMessage:
    message = EmailMessage()
    message["From"] = headers.pop("From", "Ada <ada@mail.example>")
    message["To"] = "onedoor@harbour.example"
    for name, value in headers.items():
        message[name.replace("_", "-")] = value
    message.set_content(text)
    return message


def test_who_what_and_which_it_answers() -> None:
    mail = read_mail(make(Subject="A  question", In_Reply_To="<b@x>", References="<a@x> <b@x>").as_bytes())

    assert (mail.sender, mail.sender_name, mail.subject, mail.text) == (
        "ada@mail.example", "Ada", "A question", "Hello"
    )  # fmt: skip
    assert mail.answers == ("<b@x>", "<a@x>")
    assert not mail.is_automatic


@pytest.mark.parametrize("charset", ["gb18030", "big5", "utf-16", "no-such-charset", "us-ascii"])
def test_a_wrong_charset_is_guessed(charset: str) -> None:
    try:
        octets = "请问进度".encode(charset)
    except (LookupError, UnicodeError):
        octets = "请问进度".encode()
    raw = (
        b"From: ada@mail.example\r\nContent-Type: text/plain; charset="
        + charset.encode()
        + b"\r\n\r\n"
        + octets
    )

    assert "请问进度" in read_mail(raw).text


def test_a_page_alone_is_read_without_its_marks() -> None:
    message = make()
    message.set_content(
        "<html><head><style>p{}</style><script>x()</script></head><body><p>How far &amp; when?</p>"
        "<blockquote>old words</blockquote></body></html>",
        subtype="html",
    )

    assert read_mail(message.as_bytes()).text == "How far & when?"


@pytest.mark.parametrize(
    ("written", "new"),
    [
        ("Yes\n\nOn Mon, 3 Mar 2025, City <c@x> wrote:\n> old", "Yes"),
        ("Yes\nOn Mon, 3 Mar 2025, City\n<c@x> wrote:\n> old", "Yes"),
        ("好的\n\n在 2025年3月3日，城市 写道：\n> 旧", "好的"),
        ("Yes\n-----Original Message-----\nFrom: c", "Yes"),
        ("好\n发件人：城市\n发送时间：今天\n旧", "好"),
        ("Yes\n-- \nAda\nHarbour Road", "Yes"),
        ("> only a quote", "only a quote"),
        ("On time is what I wrote about", "On time is what I wrote about"),
    ],
)
def test_what_is_answered_is_cut_off(written: str, new: str) -> None:
    assert cut_history(written) == new


@pytest.mark.parametrize(
    ("header", "value"),
    [
        ("Auto-Submitted", "auto-replied"), ("Precedence", "bulk"), ("X-Autoreply", "yes"),
        ("List-Id", "<l.example>"), ("Return-Path", "<>"),
    ],
)  # fmt: skip
def test_what_a_program_sent_is_known_as_that(header: str, value: str) -> None:
    assert read_mail(make(**{header: value}).as_bytes()).is_automatic


def test_two_senders_are_none_and_so_is_a_name_with_a_line_break() -> None:
    assert read_mail(b"From: a@x.example, b@x.example\r\n\r\nHi").sender == ""
    assert read_mail(b"From: =?utf-8?q?a=0ABcc=3A_x?= <a@x.example>\r\n\r\nHi").sender_name in (
        "",
        "a Bcc: x",
    )


def test_a_bounce_says_of_which_mail() -> None:
    raw = (
        b"From: MAILER-DAEMON@mx.example\r\nContent-Type: multipart/report; report-type=delivery-status; "
        b"boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nSorry\r\n--b\r\nContent-Type: "
        b"message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example\r\n\r\nFinal-Recipient: rfc822; "
        b"ada@mail.example\r\nAction: failed\r\nStatus: 5.1.1\r\n\r\n--b\r\nContent-Type: "
        b"text/rfc822-headers\r\n\r\nMessage-ID: <m@harbour.example>\r\n\r\n--b--\r\n"
    )
    bounce = read_mail(raw).bounce

    assert bounce
    assert (bounce.message_id, bounce.action, bounce.status) == ("<m@harbour.example>", "failed", "5.1.1")


def test_many_files_and_a_thousand_parts_are_bounded() -> None:
    message = make("Files")
    for number in range(1_000):
        message.add_attachment(b"%PDF-1.4", maintype="application", subtype="pdf", filename=f"{number}.pdf")
    mail = read_mail(message.as_bytes())

    assert (mail.text, len(mail.files)) == ("Files", MOST_FILES)
    assert mail.left_out > 0


def test_parts_in_parts_without_end_are_no_mail_or_an_empty_one() -> None:
    nested = email.message.Message()
    nested.set_payload("deep")
    raw = b"".join(
        b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (depth, depth)
        for depth in range(3_000)
    )
    with contextlib.suppress(Unreadable):
        assert read_mail(b"From: a@x.example\r\n" + raw).text == ""


@given(st.binary(max_size=400))
def test_any_octets_are_a_mail_or_unreadable(octets: bytes) -> None:
    for raw in (octets, b"From: a@x.example\r\nSubject: x\r\n" + octets, b"From: " + octets + b"\r\n\r\nHi"):
        try:
            mail = read_mail(raw)
        except Unreadable:
            continue
        assert "\n" not in mail.subject + mail.sender
