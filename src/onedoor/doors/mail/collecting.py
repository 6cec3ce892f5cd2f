"""A mailbox emptied over IMAP: each mail is dealt with, then put into the folder of those dealt with.

A mail leaves the inbox only after what it brought is written. What cannot be read is put aside and waits
for a person; what breaks for another reason is tried again, and put aside after a few times: one mail never
keeps the next one waiting.
"""

import hashlib
from collections import Counter
from dataclasses import dataclass, field, replace
from typing import Any

import structlog
from django.conf import settings
from django.db import close_old_connections
from imap_tools import BaseMailBox, MailBox, MailBoxUnencrypted

from onedoor.doors.mail.hearing import hear, set_aside
from onedoor.doors.mail.reading import Mail, Unreadable, read_mail
from onedoor.kernel import clock

LARGEST, BEGINNING = 40_000_000, 200_000
TRIES = 3
log = structlog.get_logger()


def open_mailbox() -> BaseMailBox:
    """The mailbox of the settings, signed in, its two folders made. Raises what IMAP raises."""
    host, _colon, port = settings.MAIL_IMAP.rpartition(":")
    kind = MailBox if settings.MAIL_TLS else MailBoxUnencrypted
    box: BaseMailBox = kind(host, int(port), timeout=30)
    box.login(settings.MAIL_USER, settings.MAIL_PASSWORD)
    for folder in (settings.MAIL_DONE, settings.MAIL_ASIDE):
        if not box.folder.exists(folder):
            box.folder.create(folder)
    return box


@dataclass(slots=True)
class Collector:
    """``box`` stands at the inbox; ``tried`` counts what broke, by UID."""

    box: BaseMailBox
    tried: Counter[str] = field(default_factory=Counter)

    def collect(self) -> int:
        """Deal with all that lies there, in its order; how many left the inbox."""
        return sum(self._deal_with(uid) for uid in self.box.uids("ALL"))

    def _deal_with(self, uid: str) -> bool:
        raw, size = self._fetch(uid)
        if raw is None:
            return False  # another program took it meanwhile
        folder = settings.MAIL_DONE
        try:
            outcome = hear(_shorten(raw, size), at=clock.now())
            log.info("mail.heard", outcome=outcome)
        except Unreadable:
            folder = self._put_aside(raw, size)
        except Exception as error:  # the next mail must be heard whatever is wrong with this one
            log.error("mail.broke", error=type(error).__name__)
            close_old_connections()
            self.tried[uid] += 1
            if self.tried[uid] < TRIES:
                return False
            folder = self._put_aside(raw, size)
        self.box.move(uid, folder)
        return True

    def _fetch(self, uid: str) -> tuple[bytes | None, int]:
        """The octets of a mail, of a huge one the beginning, without marking it as read."""
        size = _find_size(self.box.client.uid("FETCH", uid, "(RFC822.SIZE)")[1])
        if size is None:
            return None, 0
        what = "(BODY.PEEK[])" if size <= LARGEST else f"(BODY.PEEK[]<0.{BEGINNING}>)"
        answer = self.box.client.uid("FETCH", uid, what)[1]
        return next((part[1] for part in answer if isinstance(part, tuple)), None), size

    def _put_aside(self, raw: bytes, size: int) -> str:
        set_aside(size=size, key=hashlib.sha256(raw).hexdigest(), at=clock.now())
        log.warning("mail.put_aside", size=size)
        return str(settings.MAIL_ASIDE)


def _shorten(raw: bytes, size: int) -> Mail:
    """The mail; of one that is too large what its beginning says, and that its files were left out."""
    mail = read_mail(raw)
    if size <= LARGEST:
        return mail
    return replace(mail, files=(), left_out=mail.left_out + 1)


def _find_size(answer: Any) -> int | None:
    for part in answer:
        line = part[0] if isinstance(part, tuple) else part
        if isinstance(line, bytes) and b"RFC822.SIZE" in line:
            return int(line.split(b"RFC822.SIZE", 1)[1].split(b")")[0].split()[0])
    return None
