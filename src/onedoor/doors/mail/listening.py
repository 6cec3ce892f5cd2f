"""Hears e-mail."""

import threading


def listen(stop: threading.Event) -> None:
    """Returns when ``stop`` is set, or at once where nothing is configured."""
