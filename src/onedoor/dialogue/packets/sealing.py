"""The keys of a kit, and opening what it packed.

Each entry is sealed to the house by a key of its own (ECDH on P-256, HKDF-SHA-256, AES-256-GCM, all of
which a browser has), so that the device itself cannot read it again. HMAC-SHA-256 with the kit's secret
says that this kit packed it, in this place, with this time.
"""

import base64
import binascii
import hashlib
import hmac
import json
import secrets
from dataclasses import dataclass
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from onedoor.dialogue.packets.shapes import EntryIn, PacketIn
from onedoor.dialogue.packets.types import FORMAT
from onedoor.trust import queries as trust

PURPOSE = "village-kit"
_SCALAR = 32


class Altered(Exception):
    """It is not what the kit packed."""


@dataclass(frozen=True, slots=True)
class KitKeys:
    """The house's private key for one kit, and the secret that the kit shares."""

    private: ec.EllipticCurvePrivateKey
    secret: bytes

    @property
    def public(self) -> bytes:
        """The point that the kit seals to, uncompressed."""
        return self.private.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def new_keys() -> KitKeys:
    return KitKeys(ec.generate_private_key(ec.SECP256R1()), secrets.token_bytes(32))


def seal_keys(keys: KitKeys) -> bytes:
    """As they are kept in the row of the kit."""
    scalar = keys.private.private_numbers().private_value.to_bytes(_SCALAR)
    return trust.seal_bytes(scalar + keys.secret, purpose=PURPOSE)


def open_keys(sealed: bytes | memoryview) -> KitKeys:
    opened = trust.unseal_bytes(bytes(sealed), purpose=PURPOSE)
    scalar = int.from_bytes(opened[:_SCALAR])
    return KitKeys(ec.derive_private_key(scalar, ec.SECP256R1()), opened[_SCALAR:])


def bound(kit: str, entry: EntryIn) -> bytes:
    """What of an entry lies open, and is bound to its contents."""
    return "\n".join([FORMAT, kit, str(entry.id), str(entry.place), entry.filled_at]).encode()


def digest_of(entry: EntryIn) -> str:
    """The same for the same entry, however often it comes."""
    text = "\n".join([str(entry.id), str(entry.place), entry.filled_at, entry.key, entry.nonce, entry.box])
    return hashlib.sha256(text.encode()).hexdigest()


def check_packet(keys: KitKeys, packet: PacketIn) -> None:
    """Raises Altered where the list of entries is not the one that the kit packed."""
    lines = [FORMAT, str(packet.kit), packet.made_at, *(entry.mac for entry in packet.entries)]
    _check(keys, "\n".join(lines).encode(), packet.mac)


def open_entry(keys: KitKeys, kit: str, entry: EntryIn) -> Any:
    """The contents of an entry as plain data. Raises Altered."""
    aad = bound(kit, entry)
    sealed = "\n".join([entry.key, entry.nonce, entry.box]).encode()
    _check(keys, aad + b"\n" + sealed, entry.mac)
    try:
        point = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), _bytes(entry.key))
        shared = keys.private.exchange(ec.ECDH(), point)
        key = HKDF(SHA256(), 32, salt=b"", info=f"{FORMAT}\n{kit}".encode()).derive(shared)
        return json.loads(AESGCM(key).decrypt(_bytes(entry.nonce), _bytes(entry.box), aad))
    except (ValueError, InvalidTag, RecursionError) as error:
        raise Altered from error


def mac_of(secret: bytes, text: bytes) -> str:
    return base64.b64encode(hmac.digest(secret, text, hashlib.sha256)).decode()


def _check(keys: KitKeys, text: bytes, given: str) -> None:
    if not hmac.compare_digest(mac_of(keys.secret, text).encode(), given.encode()):
        raise Altered


def _bytes(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except binascii.Error as error:
        raise Altered from error
