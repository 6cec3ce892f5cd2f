"""A mail as it came, taken apart. Nothing in it is trusted, and nothing in it makes this fail but a mail
that is none."""

import codecs
import email
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import EmailMessage
from itertools import islice
from typing import Any

from onedoor.contact.rules import without_controls
from onedoor.contact.types import SentFile
from onedoor.doors.mail.bounds import COSTLY, Bounded, cut_page
from onedoor.doors.mail.heads import (
    Bounce,
    find_bounce,
    find_sender,
    is_automatic,
    list_addresses,
    list_answers,
    read_header,
    read_type,
)
from onedoor.doors.mail.words import cut_history, from_html

MOST_PARTS, DEEPEST, MOST_FILES = 300, 20, 10
LARGEST_FILES = 25_000_000
LONGEST_TEXT = 15_000
GUESSES = ("utf-8", "gb18030", "latin-1")


class Unreadable(Exception):
    """What came is no mail, or so nested that no program can have meant it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """``key`` is the same however often it is brought. ``sender`` is an address that proves nothing, ''
    where there is none. ``text`` is what was newly written. ``answers`` are the Message-IDs that it says
    it answers, the nearest first. ``left_out`` counts files that were too many or too large."""

    key: str
    message_id: str
    sender: str
    sender_name: str
    to: tuple[str, ...]
    subject: str
    text: str
    files: tuple[SentFile, ...]
    left_out: int
    answers: tuple[str, ...]
    is_automatic: bool
    bounce: Bounce | None


def read_mail(raw: bytes) -> Mail:
    """The mail in these octets. Raises Unreadable."""
    try:
        whole = email.message_from_bytes(raw, policy=Bounded())
        parts = list(islice(_leaves(whole, 0), MOST_PARTS))
    except (RecursionError, ValueError, IndexError, AssertionError) as error:
        raise Unreadable from error
    if not whole.keys():
        raise Unreadable
    message_id = read_header(whole, "message-id").strip()[:250]
    sender, name = find_sender(whole)
    files, left_out = _list_files(parts)
    return Mail(
        key=hashlib.sha256(message_id.encode(errors="replace") or raw).hexdigest(),
        message_id=message_id,
        sender=sender,
        sender_name=name,
        to=tuple(list_addresses(whole, "delivered-to", "x-original-to", "to", "cc")),
        subject=" ".join(without_controls(read_header(whole, "subject")).split())[:200],
        text=without_controls(cut_history(_find_text(parts))).strip()[:LONGEST_TEXT],
        files=files,
        left_out=left_out,
        answers=tuple(list_answers(whole)),
        is_automatic=is_automatic(whole, sender),
        bounce=find_bounce(whole),
    )


def _leaves(part: Any, depth: int) -> Iterator[Any]:
    """The parts that hold something, in their order; a mail inside a mail is one of them."""
    if depth > DEEPEST:
        return
    if part.is_multipart() and part.get_content_maintype() == "multipart":
        for inner in part.iter_parts():
            yield from _leaves(inner, depth + 1)
    else:
        yield part


def _find_text(parts: list[Any]) -> str:
    """The plain texts of the mail; where there are none, its pages without their marks."""
    plain = [_decode(part) for part in parts if read_type(part) == "text/plain" and not _is_file(part)]
    if any(text.strip() for text in plain):
        return "\n".join(plain)
    pages = [_decode(part) for part in parts if read_type(part) == "text/html" and not _is_file(part)]
    return "\n".join(from_html(cut_page(page)) for page in pages)


def _is_file(part: Any) -> bool:
    try:
        return part.get_content_disposition() == "attachment" or bool(part.get_filename())
    except Exception:  # a disposition that cannot be read
        return False


def _decode(part: EmailMessage) -> str:
    octets = part.get_payload(decode=True) or b""
    assert isinstance(octets, bytes)
    octets = octets[: 20 * LONGEST_TEXT]
    for charset in (str(part.get_content_charset() or ""), *GUESSES):
        try:
            if codecs.lookup(charset).name not in COSTLY:
                return octets.decode(charset)
        except (LookupError, ValueError):
            continue
    return octets.decode("utf-8", "replace")


def _list_files(parts: list[Any]) -> tuple[tuple[SentFile, ...], int]:
    files: list[SentFile] = []
    size = left_out = 0
    for part in parts:
        if not _is_file(part) and read_type(part).startswith(("text/", "message/", "multipart/")):
            continue
        content = part.get_payload(decode=True) or b""
        size += len(content)
        if len(files) == MOST_FILES or size > LARGEST_FILES:
            left_out += 1
        else:
            files.append(SentFile(name=str(part.get_filename() or "file")[:200], content=content))
    return tuple(files), left_out
