"""ClamAV's protocol, spoken with a daemon of our own that answers as the real one does."""

import socketserver
import struct
import threading
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest

from onedoor.kernel.actors import Actor
from onedoor.kernel.files.scanning import CHUNK, ClamAV, check_harmless, get_scanner
from onedoor.services.applications.types import ApplicationView
from onedoor.services.forms.unusable import Unusable
from tests.services.stall import save, upload

TEST_VIRUS = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


class Daemon(socketserver.BaseRequestHandler):
    """What clamd(8) says of INSTREAM: chunks behind their lengths, a nought, and one answer."""

    def handle(self) -> None:
        command = self._take(10)
        assert command == b"zINSTREAM\0", command
        stream = b""
        while length := struct.unpack("!I", self._take(4))[0]:
            assert length <= CHUNK
            stream += self._take(length)
        if b"ERROR" in stream:
            answer = b"INSTREAM size limit exceeded. ERROR\0"
        elif b"EICAR" in stream:
            answer = b"stream: Eicar-Test-Signature FOUND\0"
        else:
            answer = b"stream: OK\0"
        self.request.sendall(answer[:6])
        self.request.sendall(answer[6:])

    def _take(self, count: int) -> bytes:
        taken = b""
        while len(taken) < count:
            taken += self.request.recv(count - len(taken))
        return taken


@pytest.fixture
def address() -> Iterator[str]:
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Daemon) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"127.0.0.1:{server.server_address[1]}"
        server.shutdown()


def test_what_is_harmless_passes(address: str) -> None:
    assert ClamAV(address).find_threat(bytes(3 * CHUNK + 5)) == ""


def test_a_threat_is_named(address: str) -> None:
    assert ClamAV(address).find_threat(bytes(CHUNK - 10) + TEST_VIRUS) == "Eicar-Test-Signature"


@pytest.mark.parametrize("content", [TEST_VIRUS, b"ERROR"])
def test_a_threat_or_a_doubt_is_not_let_in(address: str, content: bytes) -> None:
    with pytest.raises(Unusable, match="not taken"):
        check_harmless(content, ClamAV(address))


def test_a_daemon_that_is_away_lets_nothing_in() -> None:
    with pytest.raises(Unusable, match="Send it again in a few minutes"):
        check_harmless(b"hello", ClamAV("127.0.0.1:1", seconds=1))


def test_a_house_without_a_daemon_says_so_to_nobody(settings: Any) -> None:
    settings.CLAMAV = ""
    check_harmless(TEST_VIRUS, get_scanner())


def test_a_file_with_a_virus_is_sent_back_with_its_question(
    address: str, settings: Any, stall: ApplicationView, citizen: Actor, at: datetime
) -> None:
    from tests.services.stall import picture

    settings.CLAMAV = address
    sick = picture() + TEST_VIRUS

    saved = save(stall.number, "stall", citizen, at, files={"photo": upload(sick)}, spot="by the pump")

    assert "virus" in dict(saved.page.errors)["photo"]["en"]
    assert saved.application.files == ()
