"""Hears text messages and USSD over SMPP, where a message centre is set."""

import threading

from django.conf import settings

from onedoor.doors.text.smpp import Bound


def listen(stop: threading.Event) -> None:
    """Returns when ``stop`` is set, or at once where nothing is configured. Raises when the connection
    breaks; whoever runs it begins again."""
    if not settings.TEXT_SMPP:
        return
    host, _colon, port = settings.TEXT_SMPP.rpartition(":")
    bound = Bound(
        host,
        int(port),
        system_id=settings.TEXT_SMPP_ID,
        password=settings.TEXT_SMPP_PASSWORD,
        own_number=settings.TEXT_NUMBER,
    )
    bound.run(stop)
