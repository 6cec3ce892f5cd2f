"""``onedoor network``: the demo city's mail, texts, print house, agencies, register and reading room."""

import importlib
import signal
import threading

import click

PARTS: tuple[str, ...] = ("mail", "post", "texts", "agencies", "registers", "reading_room")
"""The modules of ``onedoor.config.network`` that serve."""


@click.command()
def network() -> None:
    """Run the demo city's own networks until stopped; nothing leaves this machine."""
    stop = threading.Event()
    for sign in (signal.SIGTERM, signal.SIGINT):
        signal.signal(sign, lambda _number, _frame: stop.set())
    threads = [
        threading.Thread(
            target=importlib.import_module(f"onedoor.config.network.{part}").serve,
            args=(stop,),
            name=f"network-{part}",
            daemon=True,
        )
        for part in PARTS
    ]
    for thread in threads:
        thread.start()
    stop.wait()
    for thread in threads:
        thread.join(timeout=5)
