"""Hears letters and fax: what the scanner and the fax put into their folder, what the print house says."""

import threading
from pathlib import Path

import structlog
from django.conf import settings
from django.db import close_old_connections

from onedoor.doors.post import folders
from onedoor.doors.post.reading.languages import REMEDY
from onedoor.doors.post.reading.writing import find_languages
from onedoor.kernel import clock

EVERY_SECONDS = 2.0
log = structlog.get_logger()


def listen(stop: threading.Event) -> None:
    """Returns when ``stop`` is set, or at once where nothing is configured."""
    if not folders.is_configured():
        log.info("post.not_configured", needs="POST_IN, POST_OUT")
        return
    if settings.POST_IN and find_languages() is None:
        log.warning("post.words_not_read", remedy=REMEDY)
    while not stop.is_set():
        close_old_connections()
        if settings.POST_IN:
            folders.take_scans(Path(settings.POST_IN), at=clock.now())
        if settings.POST_OUT:
            folders.exchange_batches(Path(settings.POST_OUT), at=clock.now())
        stop.wait(EVERY_SECONDS)
