"""Hears e-mail over IMAP, where a mailbox is set, and sends what is to be answered."""

import select
import threading

import structlog
from django.conf import settings
from django.db import close_old_connections
from imap_tools import BaseMailBox

from onedoor.doors.mail.answering import send_due
from onedoor.doors.mail.collecting import Collector, open_mailbox
from onedoor.kernel import clock

IDLE_SECONDS = 60
log = structlog.get_logger()


def listen(stop: threading.Event) -> None:
    """Returns when ``stop`` is set, or at once where nothing is configured. Raises when the connection
    breaks; whoever runs it begins again."""
    if not settings.MAIL_IMAP:
        return
    with open_mailbox() as box:
        log.info("mail.opened")
        collector = Collector(box)
        while not stop.is_set():
            close_old_connections()
            collector.collect()
            send_due(at=clock.now())
            _wait(box, stop)


def _wait(box: BaseMailBox, stop: threading.Event) -> None:
    """Until something comes, or a while is over; a server without IDLE (RFC 2177) is asked again."""
    if not settings.MAIL_IDLE or not _idles(box):
        stop.wait(settings.MAIL_SECONDS)
        return
    with box.idle:
        for _second in range(IDLE_SECONDS):
            if stop.is_set() or select.select([box.client.sock], [], [], 1.0)[0]:
                return


def _idles(box: BaseMailBox) -> bool:
    """Asked after signing in: before that, servers tell only a part of what they can do."""
    return any(
        b"IDLE" in line.upper().split() for line in box.client.capability()[1] if isinstance(line, bytes)
    )
