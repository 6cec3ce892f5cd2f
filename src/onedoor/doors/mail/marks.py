"""The mark in a reply address, by which an answer finds what it answers: ``onedoor+t…@harbour.example``.

The letter says what is answered (t: a thread of messages, c: a conversation), then come the id and a
check that only the house can make. It opens nothing: whoever holds it may add to the thread, not read it.
"""

import base64
import binascii
import hmac
from email.utils import parseaddr
from uuid import UUID

from django.conf import settings

from onedoor.trust import queries as trust

THREAD, CONVERSATION = "t", "c"
PURPOSE = "mail-mark"
ID_LENGTH, CHECK_LENGTH = 26, 10


def own_address() -> str:
    """The mailbox's address, without a name; '' where no mailbox listens."""
    return parseaddr(settings.MAIL_ADDRESS)[1] if settings.MAIL_IMAP else ""


def make_thread_address(_message: UUID, thread: UUID) -> str:
    """Where an answer to a message of this thread goes; '' where no mailbox listens."""
    return make_address(THREAD, thread)


def make_address(kind: str, id: UUID) -> str:
    """The own address with the mark in it; '' where no mailbox listens."""
    local, _at, host = own_address().rpartition("@")
    if not local:
        return ""
    name = kind + _letters(id.bytes)[:ID_LENGTH]
    return f"{local}+{name}{_check(name)}@{host}"


def read_address(address: str) -> tuple[str, UUID] | None:
    """What a reply address stands for; None for one that the house did not make."""
    local = address.rpartition("@")[0].lower()
    mark = local.rpartition("+")[2]
    name, check = mark[: 1 + ID_LENGTH], mark[1 + ID_LENGTH :]
    if "+" not in local or len(check) != CHECK_LENGTH or name[0] not in (THREAD, CONVERSATION):
        return None
    if not hmac.compare_digest(check.encode(), _check(name).encode()):
        return None
    try:
        return name[0], UUID(bytes=base64.b32decode(name[1:].upper() + "======"))
    except (binascii.Error, ValueError):
        return None


def _check(name: str) -> str:
    return _letters(trust.blind_index(name, PURPOSE))[:CHECK_LENGTH]


def _letters(octets: bytes) -> str:
    return base64.b32encode(octets).decode().lower()
