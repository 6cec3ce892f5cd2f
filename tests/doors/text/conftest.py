"""A telephone, the city's message centre, and the door bound to it by real SMPP."""

import threading
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connections

from onedoor.config.network.centre import Centre
from onedoor.doors.text.smpp import Bound
from onedoor.people import queries  # noqa: F401

PASSWORD = "tide-42"


@pytest.fixture
def centre() -> Iterator[Centre]:
    """Serves on a free port of this machine."""
    centre = Centre(port=0, system_id="onedoor", password=PASSWORD, code="1800")
    centre.start()
    yield centre
    centre.stop()


class Listener:
    """The door's listener in a thread, as ``onedoor listen`` runs it."""

    def __init__(self, centre: Centre) -> None:
        self.stop = threading.Event()
        self.broke: list[type[Exception]] = []
        self._centre = centre
        self.thread = threading.Thread(target=self._run, daemon=True)
        self.thread.start()

    def _run(self) -> None:
        bound = Bound(
            "127.0.0.1", self._centre.port, system_id="onedoor", password=PASSWORD, own_number="1800"
        )
        try:
            bound.run(self.stop)
        except Exception as error:
            self.broke.append(type(error))
        finally:
            connections.close_all()

    def end(self) -> None:
        self.stop.set()
        self.thread.join(timeout=10)


@pytest.fixture
def listener(centre: Centre, transactional_db: Any) -> Iterator[Listener]:
    listener = Listener(centre)
    assert centre.wait_until_bound(5)
    yield listener
    listener.end()
