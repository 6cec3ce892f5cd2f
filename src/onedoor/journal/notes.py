"""Tree heads as signed notes: C2SP signed-note, tlog-checkpoint and tlog-cosignature. Pure.

A head's signature covers the note's text: the record's name, the size, the root, and one line more with
the moment. Any witness or monitor that speaks these formats reads it.
"""

from base64 import b64encode
from collections.abc import Iterable
from datetime import UTC, datetime
from hashlib import sha256

HEAD_KEY, WITNESS_KEY = b"\x01", b"\x04"  # Ed25519, and Ed25519 for cosignature/v1


def head_message(origin: str, size: int, root: bytes, at: datetime) -> bytes:
    """The bytes that a head's signature covers. Without an origin: as they were before heads were notes."""
    moment = at.astimezone(UTC).isoformat(timespec="microseconds")
    if not origin:
        return f"onedoor-journal\n{size}\n{root.hex()}\n{moment}\n".encode()
    return f"{origin}\n{size}\n{b64encode(root).decode()}\n{moment}\n".encode()


def write_key(name: str, public: bytes, algorithm: bytes = HEAD_KEY) -> str:
    """A public key as it is handed out: name, hash, and the algorithm with the key."""
    return f"{name}+{_number(name, public, algorithm).hex()}+{b64encode(algorithm + public).decode()}"


def signature_line(name: str, public: bytes, signature: bytes) -> str:
    """The house's line below a head."""
    return f"— {name} {b64encode(_number(name, public, HEAD_KEY) + signature).decode()}"


def cosignature_line(name: str, number: bytes, moment: int, signature: bytes) -> str:
    """A witness's line below a head."""
    return f"— {name} {b64encode(number + moment.to_bytes(8) + signature).decode()}"


def write_note(message: bytes, lines: Iterable[str]) -> str:
    """The signed note: what was signed, a blank line, and the signatures."""
    return message.decode() + "\n" + "".join(f"{line}\n" for line in lines)


def _number(name: str, public: bytes, algorithm: bytes) -> bytes:
    return sha256(name.encode() + b"\n" + algorithm + public).digest()[:4]
