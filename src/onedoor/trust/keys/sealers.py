"""With what papers are sealed: a key and certificate of the ring, or what a trust service provider gave."""

from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.types import PrivateKeyTypes
from cryptography.hazmat.primitives.serialization import pkcs12
from django.conf import settings

from onedoor.trust.keys.certificates import p256_key
from onedoor.trust.keys.ring import get_ring
from onedoor.trust.models import TrustKey
from onedoor.trust.types import KeysUnavailable

Sealer = tuple[PrivateKeyTypes, x509.Certificate, list[x509.Certificate]]  # the last: those above it


def get_sealer() -> Sealer:
    """What seals now: what ``PAPER_SEAL_FILE`` holds, or the ring's own. Raises KeysUnavailable."""
    return _read_given() or _own_sealer()


def list_certificates() -> list[x509.Certificate]:
    """What seals or sealed for the house: the given one, and those of the ring, the newest first."""
    ring = TrustKey.objects.filter(purpose="paper").order_by("-number").values_list("public", flat=True)
    own = [x509.load_der_x509_certificate(bytes(der)) for der in ring if der is not None]
    given = _read_given()
    return [given[1], *own] if given else own


def _own_sealer() -> Sealer:
    ring = get_ring()
    public = TrustKey.objects.values_list("public", flat=True).get(number=ring.active["paper"]) or b""
    return p256_key(ring.of("paper")), x509.load_der_x509_certificate(bytes(public)), []


def _read_given() -> Sealer | None:
    if not settings.PAPER_SEAL_FILE:
        return None
    phrase = str(settings.PAPER_SEAL_PASSPHRASE).encode() or None
    try:
        content = Path(settings.PAPER_SEAL_FILE).read_bytes()
        key, certificate, above = pkcs12.load_key_and_certificates(content, phrase)
    except (OSError, ValueError) as error:
        raise KeysUnavailable(
            f"PAPER_SEAL_FILE {settings.PAPER_SEAL_FILE} cannot be opened: {error}. It is a PKCS #12 file,"
            " and PAPER_SEAL_PASSPHRASE its passphrase. No letter was sealed."
        ) from error
    if key is None or certificate is None:
        raise KeysUnavailable(
            f"PAPER_SEAL_FILE {settings.PAPER_SEAL_FILE} holds no key with its certificate."
            " No letter was sealed."
        )
    return key, certificate, above
