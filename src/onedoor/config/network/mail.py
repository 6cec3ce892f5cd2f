"""The demo city's mail provider: SMTP to everybody's mailbox at the city's domain, and IMAP to read it.

Whoever is written to has a mailbox; what follows a + in a name is a mark and no other mailbox. All
mailboxes of customers open with PASSWORD; the city's own with the password of the settings.
"""

import asyncio
import contextlib
import imaplib
import mailbox
import os
import re
import smtplib
import subprocess
import sys
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default as modern
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from pymap.backend.maildir.users import PasswordsFile, UsersFile
from pysasl.hashing import BuiltinHash

PASSWORD = "harbour"  # noqa: S105  # an invented city's
SERVES_WITHIN, LARGEST = 20.0, 60_000_000
CLIENT = "from pymap.main import main; main()"
_NAME = re.compile(r"[a-z0-9._-]{1,64}")


class Provider:
    """Serves on loopback until stopped; mail lies in Maildirs below ``folder``."""

    def __init__(self, folder: Path, *, smtp: int, imap: int, house: str, password: str) -> None:
        self._folder, self._house, self._password = folder, house, password
        self.smtp, self.imap = smtp, imap
        self._lock = threading.Lock()
        self._known: set[str] = set()
        self._controller = Controller(self, "127.0.0.1", smtp, data_size_limit=LARGEST)
        self._imap: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Returns once both ports answer. Raises TimeoutError."""
        self.open_mailbox(self._house)
        self._imap = subprocess.Popen(
            [
                sys.executable, "-c", CLIENT, "--no-service", "admin", "--host", "127.0.0.1",
                "--port", str(self.imap), "--no-tls", "maildir", str(self._folder),
            ],
            stderr=subprocess.DEVNULL,
        )  # fmt: skip
        self._controller.start()
        ends = time.monotonic() + SERVES_WITHIN
        while time.monotonic() < ends:
            with contextlib.suppress(OSError):
                imaplib.IMAP4("127.0.0.1", self.imap, timeout=5).shutdown()
                return
            time.sleep(0.05)
        raise TimeoutError("the IMAP server does not answer")

    def stop(self) -> None:
        self._controller.stop()
        if self._imap is not None:
            self._imap.terminate()
            self._imap.wait(10)

    def open_mailbox(self, name: str) -> None:
        """A mailbox of that name, with an account that opens it."""
        with self._lock:
            if name in self._known:
                return
            with ThreadPoolExecutor(1) as apart:  # whoever calls may have a loop of her own
                apart.submit(asyncio.run, _enrol(self._folder, name, self._password_of(name))).result()
            mailbox.Maildir(self._folder / name)
            self._known.add(name)

    async def handle_DATA(  # the library's name
        self, _server: Any, _session: Any, envelope: Any
    ) -> str:
        """Into each recipient's mailbox, as it came."""
        await asyncio.to_thread(self._deliver, list(envelope.rcpt_tos), bytes(envelope.content))
        return "250 Taken"

    def _deliver(self, recipients: list[str], content: bytes) -> None:
        """By APPEND, so that the IMAP server tells whoever waits for it."""
        for address in recipients:
            name = name_of(address)
            if not _NAME.fullmatch(name):
                continue
            self.open_mailbox(name)
            with imaplib.IMAP4("127.0.0.1", self.imap, timeout=20) as server:
                server.login(name, self._password_of(name))
                server.append("INBOX", "", "", b"Delivered-To: " + address.encode() + b"\r\n" + content)

    def _password_of(self, name: str) -> str:
        return self._password if name == self._house else PASSWORD


async def _enrol(folder: Path, name: str, password: str) -> None:
    async with UsersFile.with_write(str(folder)) as users, PasswordsFile.with_write(str(folder)) as secrets:
        users.set(users.build_record(name, name))
        secrets.set(secrets.build_record(name, BuiltinHash(rounds=1_000).hash(password)))


def name_of(address: str) -> str:
    """The mailbox of an address."""
    return address.rpartition("@")[0].partition("+")[0].lower()


def serve(stop: threading.Event) -> None:
    """Returns when ``stop`` is set, or at once where no ports are given."""
    smtp, imap = os.environ.get("DEMO_SMTP_PORT", ""), os.environ.get("DEMO_IMAP_PORT", "")
    if not (smtp and imap):
        return
    with tempfile.TemporaryDirectory(prefix="onedoor-mail-") as folder:
        provider = Provider(
            Path(folder), smtp=int(smtp), imap=int(imap), house=os.environ.get("MAIL_USER", "onedoor"),
            password=os.environ.get("MAIL_PASSWORD", ""),
        )  # fmt: skip
        provider.start()
        stop.wait()
        provider.stop()


def send(port: int, message: EmailMessage | bytes, *, sender: str, to: str) -> None:
    """Hand a mail to the provider, as anybody's program would. Raises OSError."""
    octets = message if isinstance(message, bytes) else message.as_bytes()
    with smtplib.SMTP("127.0.0.1", port, timeout=10) as server:
        server.sendmail(sender, [to], octets)


def read_box(port: int, address: str, *, password: str = PASSWORD) -> list[Any]:
    """The mails in a customer's inbox, the oldest first; none where there is no such mailbox yet."""
    with imaplib.IMAP4("127.0.0.1", port, timeout=10) as server:
        try:
            server.login(name_of(address), password)
        except imaplib.IMAP4.error:
            return []
        server.select(readonly=True)
        found = server.uid("SEARCH", "ALL")[1][0].split()
        answers = [server.uid("FETCH", uid.decode(), "(BODY.PEEK[])")[1] for uid in found]
        # word of a changed flag may come before the mail itself: that is no tuple
        octets = [part[1] for answer in answers for part in answer if isinstance(part, tuple)]
        return [message_from_bytes(one, policy=modern) for one in octets]


def wait_for(port: int, address: str, *, more_than: int, seconds: float = 15.0) -> list[Any]:
    """The inbox once it holds more than so many mails, or as it is after the time."""
    ends = time.monotonic() + seconds
    while len(found := read_box(port, address)) <= more_than and time.monotonic() < ends:
        time.sleep(0.1)
    return found
