"""The city's mail provider, and the door listening to it over real IMAP."""

import itertools
import threading
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from django.db import connections

from onedoor.config.network.mail import Provider, read_box, send, wait_for
from onedoor.doors.mail.listening import listen
from onedoor.kernel import clock

PASSWORD = "tide-42"
CITY = "onedoor@harbour.example"
_ports = itertools.count(21_000 + hash(threading.get_native_id()) % 5_000)


@pytest.fixture(scope="session")
def provider(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Provider]:
    """Serves on free ports of this machine."""
    provider = Provider(
        tmp_path_factory.mktemp("mail"),
        smtp=free_port(),
        imap=free_port(),
        house="onedoor",
        password=PASSWORD,
    )
    provider.start()
    yield provider
    provider.stop()


def free_port() -> int:
    import socket

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def mailbox(provider: Provider, settings: Any) -> Provider:
    """The house is told where its mailbox is."""
    settings.MAIL_IMAP, settings.MAIL_TLS = f"127.0.0.1:{provider.imap}", False
    settings.MAIL_USER, settings.MAIL_PASSWORD = "onedoor", PASSWORD
    settings.MAIL_ADDRESS = f"Harbour City <{CITY}>"
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", provider.smtp
    return provider


@pytest.fixture
def listener(mailbox: Provider, transactional_db: Any, tmp_path: Path, at: Any) -> Iterator[threading.Event]:
    """The door's listener in a thread, as ``onedoor listen`` runs it, on the city's morning."""
    clock.set_demo_clock(tmp_path / "clock", at)
    clock.use_demo_clock(tmp_path / "clock")
    stop = threading.Event()

    def run() -> None:
        try:
            listen(stop)
        finally:
            connections.close_all()

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    yield stop
    stop.set()
    thread.join(timeout=20)
    clock.use_demo_clock(None)
    assert not thread.is_alive()


class Writer:
    """Somebody with a mailbox at the city's provider."""

    def __init__(self, provider: Provider, name: str) -> None:
        self.address = f"{name}@mail.example"
        self._provider = provider

    def write(self, text: str, *, subject: str = "A question", answering: Any = None, **headers: str) -> Any:
        """Send it and wait for the answer."""
        before = len(self.read())
        to = str(answering["Reply-To"]) if answering else CITY
        message = EmailMessage()
        message["From"], message["To"], message["Subject"] = self.address, to, subject
        message["Message-ID"] = f"<{next(_ports)}.{self.address}>"
        if answering:
            message["In-Reply-To"] = str(answering["Message-ID"])
        for name, value in headers.items():
            message[name.replace("_", "-")] = value
        message.set_content(text)
        send(self._provider.smtp, message, sender=self.address, to=to)
        return wait_for(self._provider.imap, self.address, more_than=before)[before:]

    def read(self) -> list[Any]:
        return read_box(self._provider.imap, self.address)
