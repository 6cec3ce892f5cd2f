"""The key and the certificate that a secret of the ring makes, to seal papers with."""

import hashlib
from datetime import UTC, datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from django.conf import settings

_VALID_FOR = timedelta(days=3653)
_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551  # of P-256 (SEC 2, 2.4.2)


def p256_key(secret: bytes) -> ec.EllipticCurvePrivateKey:
    """The P-256 key of a 32-byte secret of the ring."""
    return ec.derive_private_key(int.from_bytes(secret) % (_ORDER - 1) + 1, ec.SECP256R1())


def make_certificate(secret: bytes, at: datetime) -> bytes:
    """The certificate (DER) of a key of the ring, for ten years."""
    key = p256_key(secret)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, settings.CITY_NAME[:64])])
    usage = x509.KeyUsage(
        digital_signature=True, content_commitment=True, key_encipherment=False, data_encipherment=False,
        key_agreement=False, key_cert_sign=False, crl_sign=False, encipher_only=False, decipher_only=False,
    )  # fmt: skip
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(int.from_bytes(hashlib.sha256(secret).digest()[:16]) | 1)
        .not_valid_before(at.astimezone(UTC))
        .not_valid_after((at + _VALID_FOR).astimezone(UTC))
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(usage, critical=True)
        .sign(key, hashes.SHA256())
    )
    return made.public_bytes(serialization.Encoding.DER)
