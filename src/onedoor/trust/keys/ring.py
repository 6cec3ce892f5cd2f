"""The ring: data keys as they lie in the database, opened with the master key and remembered."""

import hashlib
import hmac
import secrets
import threading
import time
from dataclasses import dataclass
from datetime import datetime

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from onedoor.trust.keys.certificates import make_certificate, p256_key
from onedoor.trust.keys.master import find_master, fingerprint
from onedoor.trust.models import TrustKey
from onedoor.trust.types import KeysUnavailable

PURPOSES = ("seal", "index", "pseudonym", "sign", "paper", "token")
_REMEMBERED_FOR = 300.0  # seconds; a key rotated elsewhere is in use everywhere by then
_NONCE = 12


@dataclass(frozen=True, slots=True)
class Ring:
    """Opened keys by number, and the number that is active for each purpose."""

    keys: dict[int, bytes]
    active: dict[str, int]

    def of(self, purpose: str) -> bytes:
        """The active key for ``purpose``."""
        return self.keys[self.active[purpose]]


_lock = threading.Lock()
_ring: Ring | None = None
_read_at = 0.0


def get_ring(*, holding: int | None = None) -> Ring:
    """The opened ring; read anew when it is old or does not hold key ``holding``."""
    global _ring, _read_at
    ring = _ring
    fresh = ring is not None and time.monotonic() - _read_at < _REMEMBERED_FOR
    if ring is not None and fresh and (holding is None or holding in ring.keys):
        return ring
    with _lock:
        _ring, _read_at = _open_ring(), time.monotonic()
        return _ring


def forget_ring() -> None:
    """Read the keys from the database at next use."""
    global _ring
    _ring = None


def new_key(purpose: str, master: bytes, at: datetime) -> TrustKey:
    """A fresh data key, wrapped and saved as the active one; the one before it stays for reading."""
    TrustKey.objects.filter(purpose=purpose, active_to=None).update(active_to=at)
    secret = secrets.token_bytes(32)
    return TrustKey.objects.create(
        purpose=purpose,
        wrapped=wrap(secret, purpose, master),
        public=_public(secret, purpose, at),
        master=fingerprint(master),
        active_from=at,
    )


def _public(secret: bytes, purpose: str, at: datetime) -> bytes | None:
    """What others check with: the public key that signs, or the certificate that seals papers."""
    if purpose == "sign":
        return Ed25519PrivateKey.from_private_bytes(secret).public_key().public_bytes_raw()
    if purpose == "token":
        return p256_key(secret).public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    return make_certificate(secret, at) if purpose == "paper" else None


def wrap(secret: bytes, purpose: str, master: bytes) -> bytes:
    """``secret`` encrypted under the master key, bound to its purpose."""
    nonce = secrets.token_bytes(_NONCE)
    return nonce + AESGCM(master).encrypt(nonce, secret, purpose.encode())


def unwrap(row: TrustKey) -> bytes:
    """The key of ``row``, or KeysUnavailable when no master key that lies here wrapped it."""
    wrapped, master = bytes(row.wrapped), find_master(row.master)
    try:
        return AESGCM(master).decrypt(wrapped[:_NONCE], wrapped[_NONCE:], row.purpose.encode())
    except InvalidTag as error:
        raise KeysUnavailable(
            f"Key {row.number} of this database was altered. Restore it. Nothing was changed."
        ) from error


def derive(key: bytes, label: str) -> bytes:
    """A key for one use only, from ``key`` (HKDF-Expand of one block, RFC 5869)."""
    return hmac.digest(key, b"onedoor:" + label.encode() + b"\x01", hashlib.sha256)


def _open_ring() -> Ring:
    """The ring, read once more where the master key was changed between reading its keys and opening them."""
    try:
        return _read_ring()
    except KeysUnavailable:
        return _read_ring()


def _read_ring() -> Ring:
    rows = list(TrustKey.objects.order_by("number"))
    missing = set(PURPOSES) - {row.purpose for row in rows if row.active_to is None}
    if missing:
        raise KeysUnavailable(
            f"This database has no key for {', '.join(sorted(missing))}: run the migrations first."
        )
    return Ring(
        {row.number: unwrap(row) for row in rows},
        {row.purpose: row.number for row in rows if row.active_to is None},
    )
