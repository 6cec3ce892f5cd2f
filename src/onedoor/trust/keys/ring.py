"""The ring: data keys as they lie in the database, opened with the master key and remembered."""

import hashlib
import hmac
import secrets
import threading
import time
from dataclasses import dataclass
from datetime import datetime

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from onedoor.trust.keys.master import fingerprint, get_master
from onedoor.trust.models import TrustKey
from onedoor.trust.types import KeysUnavailable

PURPOSES = ("seal", "index", "pseudonym", "sign", "token")
_REMEMBERED_FOR = 300.0  # seconds; a key rotated elsewhere is in use everywhere by then
_NONCE = 12
_P256_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551


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
    public = {"sign": _ed25519_public, "token": _p256_public}.get(purpose, lambda _secret: None)(secret)
    return TrustKey.objects.create(
        purpose=purpose,
        wrapped=wrap(secret, purpose, master),
        public=public,
        master=fingerprint(master),
        active_from=at,
    )


def wrap(secret: bytes, purpose: str, master: bytes) -> bytes:
    """``secret`` encrypted under the master key, bound to its purpose."""
    nonce = secrets.token_bytes(_NONCE)
    return nonce + AESGCM(master).encrypt(nonce, secret, purpose.encode())


def unwrap(row: TrustKey, master: bytes) -> bytes:
    """The key of ``row``, or KeysUnavailable when this master key did not wrap it."""
    wrapped = bytes(row.wrapped)
    try:
        if row.master != fingerprint(master):
            raise InvalidTag
        return AESGCM(master).decrypt(wrapped[:_NONCE], wrapped[_NONCE:], row.purpose.encode())
    except InvalidTag as error:
        raise KeysUnavailable(
            f"The master key (fingerprint {fingerprint(master)}) does not open key {row.number}, which was"
            f" wrapped by {row.master}. Give the master key that belongs to this database."
            " Nothing was changed."
        ) from error


def derive(key: bytes, label: str) -> bytes:
    """A key for one use only, from ``key`` (HKDF-Expand of one block, RFC 5869)."""
    return hmac.digest(key, b"onedoor:" + label.encode() + b"\x01", hashlib.sha256)


def p256_key(secret: bytes) -> ec.EllipticCurvePrivateKey:
    """The P-256 key that a token key's 32 bytes stand for."""
    return ec.derive_private_key(int.from_bytes(secret) % (_P256_ORDER - 1) + 1, ec.SECP256R1())


def _ed25519_public(secret: bytes) -> bytes:
    return Ed25519PrivateKey.from_private_bytes(secret).public_key().public_bytes_raw()


def _p256_public(secret: bytes) -> bytes:
    point = p256_key(secret).public_key()
    return point.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def _open_ring() -> Ring:
    rows = list(TrustKey.objects.order_by("number"))
    missing = set(PURPOSES) - {row.purpose for row in rows if row.active_to is None}
    if missing:
        raise KeysUnavailable(
            f"This database has no key for {', '.join(sorted(missing))}: run the migrations first."
        )
    master = get_master()
    return Ring(
        {row.number: unwrap(row, master) for row in rows},
        {row.purpose: row.number for row in rows if row.active_to is None},
    )
