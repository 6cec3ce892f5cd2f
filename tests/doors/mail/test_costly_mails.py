"""A mail made to cost a parser hours costs the door a moment, and hides nothing of what is written."""

import time

import pytest

from onedoor.doors.mail.bounds import LONGEST_PAGE, cut_page
from onedoor.doors.mail.reading import Unreadable, read_mail

HEAD = b"From: ada@mail.example\r\nMessage-ID: <1@mail.example>\r\n"
SECONDS = 8.0  # hours, and 100 seconds for the page, without the bounds


def read(raw: bytes) -> str:
    began = time.process_time()
    try:
        return read_mail(raw).text
    except Unreadable:
        return "unreadable"
    finally:
        assert time.process_time() - began < SECONDS


@pytest.mark.parametrize("name", [b"To", b"Cc", b"Subject", b"Content-Type", b"Content-Disposition"])
@pytest.mark.parametrize("sign", [b'"', b"\\"])
def test_a_head_of_quotation_marks(name: bytes, sign: bytes) -> None:
    read(HEAD + name + b": " + sign * 100_000 + b"\r\n\r\nhello")


def test_thousands_of_receivers() -> None:
    read(HEAD + b"To: you@mail.example\r\n" * 20_000 + b"\r\nhello")


@pytest.mark.parametrize("sign", [b"<!--", b"<a b='", b'<a b="', b"<", b"</a ", b"<![", b"&#x"])
def test_a_page_of_what_never_ends(sign: bytes) -> None:
    read(HEAD + b"Content-Type: text/html\r\n\r\n<p>hello</p>" + sign * (300_000 // len(sign)))


@pytest.mark.parametrize("charset", [b"punycode", b"idna"])
def test_a_charset_that_takes_the_square_of_the_time(charset: bytes) -> None:
    assert read(HEAD + b"Content-Type: text/plain; charset=" + charset + b"\r\n\r\na-" + b"b9" * 150_000)


def test_what_a_comment_hides_is_not_read_and_the_rest_is() -> None:
    assert cut_page("<p>one</p><!-- hidden --><p>two</p><!-- <b>open") == "<p>one</p><p>two</p>"
    assert len(cut_page("x" * (LONGEST_PAGE + 1))) == LONGEST_PAGE


def test_tags_lose_all_but_their_names() -> None:
    page = "<!DOCTYPE html><p class='a'>1 < 2</p><br/><a href=\"x\">go</a>"
    assert cut_page(page) == "<p>1 &lt; 2</p><br><a>go</a>"


def test_the_nearest_of_many_references_is_kept() -> None:
    many = b" ".join(b"<%d@mail.example>" % number for number in range(500))
    mail = read_mail(HEAD + b"References: " + many + b"\r\n\r\nhello")
    assert mail.answers[0] == "<499@mail.example>"


def test_a_name_in_quotation_marks_is_still_a_name() -> None:
    mail = read_mail(b'From: "Tan, Ada" <ada@mail.example>\r\nTo: a@b.example\r\n\r\nhello')
    assert (mail.sender, mail.sender_name) == ("ada@mail.example", "Tan, Ada")
