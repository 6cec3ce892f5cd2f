"""Hears the telephone: calls that an Asterisk exchange puts into the application ``onedoor``."""

import threading
from pathlib import Path

import structlog
from django.conf import settings

from onedoor.doors.phone.ari import Asterisk
from onedoor.doors.phone.duty_ari import ring_all
from onedoor.doors.phone.speech import Synthesiser
from onedoor.doors.phone.switchboard import Switchboard
from onedoor.kernel.text import as_language

log = structlog.get_logger()


def listen(stop: threading.Event) -> None:
    """Returns when ``stop`` is set, or at once where no exchange or no voice is configured."""
    if not settings.PHONE_ARI:
        return
    if not settings.PHONE_SPEAK:
        log.error("phone.no_voice", remedy="set PHONE_SPEAK to a program that speaks")
        return
    exchange = Asterisk(settings.PHONE_ARI, settings.PHONE_ARI_USER, settings.PHONE_ARI_PASSWORD)
    speaker = make_speaker()
    board = Switchboard(exchange, speaker)
    rings = threading.Thread(
        target=ring_all, args=(exchange, speaker, board.send, stop), name="phone-rings", daemon=True
    )
    rings.start()
    try:
        board.serve(stop)
    finally:
        exchange.close()


def make_speaker() -> Synthesiser:
    """The program of PHONE_SPEAK with a voice a language."""
    voices = {as_language(pair.split("=")[0]): pair.split("=")[1] for pair in settings.PHONE_VOICES}
    folder = Path(settings.PHONE_SOUNDS)
    return Synthesiser(settings.PHONE_SPEAK, voices, folder, seen_as=settings.PHONE_SOUNDS_SEEN_AS)
