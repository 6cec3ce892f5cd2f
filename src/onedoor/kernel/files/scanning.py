"""Asking a ClamAV daemon whether a file carries something bad; only where a setting names one.

The daemon's protocol (clamd(8)): ``zINSTREAM\\0``, then chunks with their length before them, then a
length of nought; the answer is ``stream: OK`` or ``stream: <name> FOUND``. Where the daemon cannot be
reached nothing is let in unscanned.
"""

import socket
import struct
from typing import Protocol

from django.conf import settings

from onedoor.kernel.files.upload import Unusable

CHUNK = 64 * 1024
SECONDS = 30


class Scanner(Protocol):
    """Looks into a file."""

    def find_threat(self, content: bytes) -> str:
        """The name of what was found; '' where nothing was. Raises OSError if it cannot tell."""


class ClamAV:
    """``address`` is ``host:port`` or the path of a socket."""

    def __init__(self, address: str, *, seconds: float = SECONDS) -> None:
        self.address = address
        self.seconds = seconds

    def find_threat(self, content: bytes) -> str:
        with self._connect() as daemon:
            daemon.sendall(b"zINSTREAM\0")
            for start in range(0, len(content), CHUNK):
                chunk = content[start : start + CHUNK]
                daemon.sendall(struct.pack("!I", len(chunk)) + chunk)
            daemon.sendall(struct.pack("!I", 0))
            answer = _read_all(daemon)
        if answer == "stream: OK":
            return ""
        if answer.startswith("stream: ") and answer.endswith(" FOUND"):
            return answer.removeprefix("stream: ").removesuffix(" FOUND")
        raise OSError(f"the scanner answered {answer[:80]!r}")

    def _connect(self) -> socket.socket:
        if self.address.startswith("/"):
            daemon = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
            daemon.settimeout(self.seconds)
            daemon.connect(self.address)
            return daemon
        host, _, port = self.address.rpartition(":")
        return socket.create_connection((host, int(port)), timeout=self.seconds)


def _read_all(daemon: socket.socket) -> str:
    answer = b""
    while not answer.endswith(b"\0") and (part := daemon.recv(4096)):
        answer += part
    return answer.rstrip(b"\0\n").decode("utf-8", "replace")


def get_scanner() -> Scanner | None:
    """The scanner of this house, if it has one."""
    return ClamAV(settings.CLAMAV) if settings.CLAMAV else None


def check_harmless(content: bytes, scanner: Scanner | None) -> None:
    """Raises Unusable where something bad was found, or where it could not be told."""
    if scanner is None:
        return
    try:
        threat = scanner.find_threat(content)
    except OSError:
        raise Unusable(
            "We could not check the file for viruses just now, so it was not taken. Send it again in a few "
            "minutes; your other answers are kept.",
            "暂时无法对文件进行病毒检查，因此未接收该文件。请几分钟后重新发送，其他填写内容均已保留。",
        ) from None
    if threat:
        raise Unusable(
            "The file carries a virus, so it was not taken. Check your device, or send a photo of the "
            "document instead.",
            "文件带有病毒，因此未接收。请检查您的设备，或改为发送文件的照片。",
        )
