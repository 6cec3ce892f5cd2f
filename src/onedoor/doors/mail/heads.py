"""The head of a mail: who says to have sent it, what it answers, and whether a program sent it. A header
that no parser reads is as good as none: the standard library's parsers raise many things on hostile ones."""

import email
from collections.abc import Iterator
from dataclasses import dataclass
from email.headerregistry import Address
from email.policy import default as modern
from itertools import islice
from typing import Any

LONGEST_HEADER, MOST_REFERENCES = 2_000, 50
AUTOMATIC = {"precedence": ("bulk", "junk", "list", "auto_reply"), "x-autoreply": (), "x-autorespond": ()}
LISTS = ("list-id", "list-unsubscribe", "list-post")
SERVERS = ("mailer-daemon", "postmaster", "noreply", "no-reply", "donotreply", "do-not-reply")


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounce:
    """What a mail server says of a mail of ours (RFC 3464)."""

    message_id: str
    action: str
    status: str


def read_header(whole: Any, name: str) -> str:
    """A header as text; one that no parser reads is as good as none."""
    try:
        return str(whole.get(name) or "")[:LONGEST_HEADER]
    except Exception:  # the standard library's header parsers raise many things on hostile headers
        return ""


def read_type(part: Any) -> str:
    try:
        return str(part.get_content_type())
    except Exception:  # the same
        return "application/octet-stream"


def find_sender(whole: Any) -> tuple[str, str]:
    try:
        found = [one for one in whole["from"].addresses if one.username and "." in one.domain]
    except Exception:  # no header, or none that is one
        return "", ""
    if len(found) != 1 or not _is_plain(found[0]):
        return "", ""
    return found[0].addr_spec, " ".join(found[0].display_name.split())[:100]


def _is_plain(address: Address) -> bool:
    return address.addr_spec.isascii() and address.addr_spec.isprintable() and len(address.addr_spec) <= 254


def list_addresses(whole: Any, *names: str) -> Iterator[str]:
    for name in names:
        for value in whole.get_all(name, [])[:20]:
            try:
                parsed = [one.addr_spec for one in value.addresses]
            except Exception:  # Delivered-To is no structured header, and others may be broken
                parsed = [str(value).strip(" <>")]
            yield from parsed[:50]


def list_answers(whole: Any) -> Iterator[str]:
    near = read_header(whole, "in-reply-to").split()
    far = str(whole.get("references") or "").split()[-MOST_REFERENCES:]
    yield from dict.fromkeys([*near[:5], *reversed(far)])


def is_automatic(whole: Any, sender: str) -> bool:
    """Whether a program sent it (RFC 3834), so that no answer may go back: two programs that answer each
    other never stop."""
    if read_header(whole, "auto-submitted").strip().lower() not in ("", "no"):
        return True
    for name, values in AUTOMATIC.items():
        said = read_header(whole, name).strip().lower()
        if said and (not values or said in values):
            return True
    if any(name in whole for name in LISTS) or read_header(whole, "return-path").strip() == "<>":
        return True
    return sender.partition("@")[0].lower() in SERVERS or read_type(whole) == "multipart/report"


def find_bounce(whole: Any) -> Bounce | None:
    if read_type(whole) != "multipart/report" or not whole.is_multipart():
        return None
    action = status = message_id = ""
    for part in islice(whole.iter_parts(), 10):
        kind = read_type(part)
        if kind == "message/delivery-status":
            for block in part.get_payload() if part.is_multipart() else []:
                action = action or read_header(block, "action").strip().lower()
                status = status or read_header(block, "status").strip()
        elif kind == "message/rfc822" and part.is_multipart():
            message_id = read_header(part.get_payload(0), "message-id").strip()
        elif kind == "text/rfc822-headers":
            message_id = read_header(
                email.message_from_string(part.get_content(), policy=modern), "message-id"
            ).strip()
    return Bounce(message_id=message_id, action=action, status=status) if message_id and action else None
