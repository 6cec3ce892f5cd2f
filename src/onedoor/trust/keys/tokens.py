"""Keys of the tokens that the house gives to agencies' own services: ES256. The newest one signs; those
before it stay published until nothing that they signed is good any more."""

import hashlib
from datetime import datetime, timedelta

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat
from joserfc.jwk import ECKey, KeyParameters, KeySet

from onedoor.trust.keys.certificates import p256_key
from onedoor.trust.keys.ring import get_ring
from onedoor.trust.models import TrustKey

ALGORITHM = "ES256"
PUBLISHED_FOR = timedelta(days=1)  # after its last signature; a token is good for minutes


def signing_key() -> ECKey:
    """The key that signs now, with its id."""
    ring = get_ring()
    number = ring.active["token"]
    key = p256_key(ring.keys[number])
    point = key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    return ECKey.import_key(pem, _about(number, point))


def published_keys(at: datetime) -> KeySet:
    """The public keys with which anybody may check our tokens, newest first."""
    rows = TrustKey.objects.filter(purpose="token").order_by("-number")
    live = [row for row in rows if row.active_to is None or at < row.active_to + PUBLISHED_FOR]
    return KeySet([_public(row.number, bytes(row.public or b"")) for row in live])


def _public(number: int, point: bytes) -> ECKey:
    key = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point)
    pem = key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    return ECKey.import_key(pem, _about(number, point))


def _about(number: int, point: bytes) -> KeyParameters:
    return {"kid": f"{number}-{hashlib.sha256(point).hexdigest()[:12]}", "alg": ALGORITHM, "use": "sig"}
