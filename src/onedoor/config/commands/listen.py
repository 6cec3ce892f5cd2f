"""``onedoor listen``: hears what comes in by e-mail, text message, telephone and post, until it is stopped.

Each door that has a ``listening`` module gets a thread of its own; a door whose settings are not given
says so and ends at once.
"""

import importlib
import signal
import threading

import click
import structlog

DOORS = ("mail", "text", "phone", "post")
AGAIN_AFTER = 5.0
log = structlog.get_logger()


@click.command()
@click.option(
    "--door", "doors", multiple=True, type=click.Choice(DOORS), help="Only this door; may be repeated."
)
def listen(doors: tuple[str, ...]) -> None:
    """Hear what comes in by e-mail, text message, telephone and post."""
    stop = threading.Event()
    for sign in (signal.SIGTERM, signal.SIGINT):
        signal.signal(sign, lambda _number, _frame: stop.set())
    threads = [
        threading.Thread(target=listen_at, args=(door, stop), name=f"listen-{door}", daemon=True)
        for door in doors or DOORS
    ]
    for thread in threads:
        thread.start()
    stop.wait()
    for thread in threads:
        thread.join(timeout=5)


def listen_at(door: str, stop: threading.Event) -> None:
    """Listen at one door; what breaks is said without a word of what was heard, and it begins again."""
    from django.db import close_old_connections

    hear = importlib.import_module(f"onedoor.doors.{door}.listening").listen
    while not stop.is_set():
        try:
            hear(stop)
            return
        except Exception as error:  # the next call must be heard whatever this one did
            log.error("listening.broke", door=door, error=type(error).__name__)
            close_old_connections()
            stop.wait(AGAIN_AFTER)
