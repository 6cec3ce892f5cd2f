"""Signatures of the house: Ed25519, with the id of the key, so that anybody can check them."""

import hashlib

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from onedoor.trust.keys.ring import get_ring
from onedoor.trust.models import TrustKey
from onedoor.trust.types import PublicKey, Signature


def sign(message: bytes) -> Signature:
    """Our signature over exactly these bytes."""
    ring = get_ring()
    number = ring.active["sign"]
    key = Ed25519PrivateKey.from_private_bytes(ring.keys[number])
    return Signature(_key_id(number, key.public_key().public_bytes_raw()), key.sign(message))


def sign_header(message: bytes) -> str:
    """The same for a header of a call: the key's name and the signature in hex."""
    signature = sign(message)
    return f"{signature.key_id}:{bytes(signature.value).hex()}"


def verify(message: bytes, signature: Signature) -> bool:
    """Whether one of our keys, active or retired, signed exactly these bytes."""
    for key in list_public_keys():
        if key.key_id == signature.key_id:
            return _holds(key.value, message, signature.value)
    return False


def list_public_keys() -> list[PublicKey]:
    """Every key that ever signed for the house, oldest first."""
    rows = TrustKey.objects.filter(purpose="sign").order_by("number")
    return [
        PublicKey(_key_id(row.number, bytes(row.public)), bytes(row.public), row.active_from, row.active_to)
        for row in rows
        if row.public is not None
    ]


def _holds(public: bytes, message: bytes, value: bytes) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(value, message)
    except (InvalidSignature, ValueError):
        return False
    return True


def _key_id(number: int, public: bytes) -> str:
    return f"{number}-{hashlib.sha256(public).hexdigest()[:12]}"
