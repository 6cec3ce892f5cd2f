"""Sealed fields (AES-256-GCM, one key a record), blind indexes and pseudonyms (HMAC-SHA256).

A sealed field is: version (1 byte), number of the ring's key (4), salt (16), nonce (12), ciphertext
and tag. The record's key is derived from the ring's key, the purpose and the salt, so no key ever
meets the limit on random nonces, and a field sealed for one purpose does not open for another.
"""

import base64
import functools
import hashlib
import hmac
import secrets
from collections.abc import Iterable
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from onedoor.trust.keys.ring import derive, get_ring
from onedoor.trust.types import SealBroken

_VERSION = b"\x01"
_HEADER, _SALT, _NONCE, _TAG = 5, 16, 12, 16
_FIXED = _HEADER + _SALT + _NONCE
INDEX_SIZE = 16


def seal(text: str, *, purpose: str = "record") -> bytes:
    """``text`` encrypted for ``purpose``; each call gives other bytes."""
    return seal_many((text,), purpose=purpose)[0]


def seal_many(texts: Iterable[str], *, purpose: str = "record") -> list[bytes]:
    """``seal`` for many texts, in order."""
    return _seal((text.encode() for text in texts), purpose)


def seal_bytes(content: bytes, *, purpose: str = "record") -> bytes:
    """``content``, such as a file, encrypted for ``purpose``."""
    return _seal((content,), purpose)[0]


def seal_mark() -> bytes:
    """How everything begins that is sealed now: what begins otherwise was sealed with an earlier key."""
    return _VERSION + get_ring().active["seal"].to_bytes(4)


def reseal(sealed: bytes, *, purpose: str) -> bytes:
    """The same content sealed with the key that seals now, or SealBroken."""
    return seal_bytes(unseal_bytes(sealed, purpose=purpose), purpose=purpose)


def _seal(contents: Iterable[bytes], purpose: str) -> list[bytes]:
    ring, header = get_ring(), seal_mark()
    bound = header + purpose.encode()
    parent = derive(ring.of("seal"), purpose)
    sealed = []
    for content in contents:
        random = secrets.token_bytes(_SALT + _NONCE)
        key = hmac.digest(parent, random[:_SALT], hashlib.sha256)
        sealed.append(header + random + AESGCM(key).encrypt(random[_SALT:], content, bound))
    return sealed


def unseal(sealed: bytes, *, purpose: str = "record") -> str:
    """The text, or SealBroken when the bytes were altered or sealed for another purpose."""
    return unseal_bytes(sealed, purpose=purpose).decode()


def unseal_bytes(sealed: bytes, *, purpose: str = "record") -> bytes:
    """What ``seal_bytes`` sealed, or SealBroken."""
    sealed = bytes(sealed)
    if len(sealed) < _FIXED + _TAG or sealed[:1] != _VERSION:
        raise SealBroken("not a sealed field")
    number = int.from_bytes(sealed[1:_HEADER])
    ring = get_ring(holding=number)
    if number not in ring.keys:
        raise SealBroken(f"sealed with key {number}, which this database does not have")
    salt, nonce = sealed[_HEADER : _HEADER + _SALT], sealed[_HEADER + _SALT : _FIXED]
    key = hmac.digest(derive(ring.keys[number], purpose), salt, hashlib.sha256)
    try:
        return AESGCM(key).decrypt(nonce, sealed[_FIXED:], sealed[:_HEADER] + purpose.encode())
    except InvalidTag as error:
        raise SealBroken("the sealed field was altered or sealed for another purpose") from error


def blind_index(text: str, kind: str) -> bytes:
    """16 bytes by which an equal ``text`` of the same ``kind`` is found again, and nothing learned."""
    return blind_indexes((text,), kind)[0]


def blind_indexes(texts: Iterable[str], kind: str) -> list[bytes]:
    """``blind_index`` for many texts, in order."""
    key = _derived(get_ring().of("index"), kind)
    return [hmac.digest(key, text.encode(), hashlib.sha256)[:INDEX_SIZE] for text in texts]


def pseudonym(customer: UUID, agency: str) -> str:
    """The customer's name at one agency: two agencies' names cannot be joined without the key."""
    key = _derived(get_ring().of("pseudonym"), agency)
    digest = hmac.digest(key, customer.bytes, hashlib.sha256)
    return f"{agency}-{base64.b32encode(digest[:10]).decode()}"


@functools.lru_cache(maxsize=256)
def _derived(key: bytes, label: str) -> bytes:
    return derive(key, label)
