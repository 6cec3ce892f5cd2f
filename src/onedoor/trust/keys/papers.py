"""The house's seal on papers: PAdES (ETSI EN 319 142-1), which any reader of PDFs checks by itself.

The key is one of the ring with a certificate signed by itself, or what ``PAPER_SEAL_FILE`` holds. With
``PAPER_TIMESTAMP_URL`` a seal also carries a time stamp (RFC 3161): baseline B-T, otherwise B-B.
"""

import io
import logging
from datetime import datetime
from typing import Any

from asn1crypto import keys as asn1_keys
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import serialization
from django.conf import settings
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import validation
from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter
from pyhanko.sign.general import SigningError
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, SimpleSigner
from pyhanko.sign.timestamps import HTTPTimeStamper
from pyhanko.sign.timestamps.common_utils import TimestampRequestError
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.registry import SimpleCertificateStore

from onedoor.trust.keys.sealers import get_sealer, list_certificates
from onedoor.trust.types import KeysUnavailable, PaperSeal

log = logging.getLogger(__name__)
FIELD = "Seal"


def seal_paper(pdf: bytes, *, at: datetime) -> bytes | None:
    """The same PDF with the house's seal over all of it; None where it is no PDF. Raises KeysUnavailable
    where the seal's file cannot be opened or the time stamp cannot be had."""
    try:
        unsealed = IncrementalPdfFileWriter(io.BytesIO(pdf))
    except PdfError:
        return None
    signer = _signer()
    about = PdfSignatureMetadata(
        field_name=FIELD, md_algorithm="sha256", subfilter=SigSeedSubFilter.PADES, name=signer.subject_name,
        certify=True, docmdp_permissions=MDPPerm.NO_CHANGES,
    )  # fmt: skip
    stamper = HTTPTimeStamper(settings.PAPER_TIMESTAMP_URL) if settings.PAPER_TIMESTAMP_URL else None
    try:
        sealed = _DatedSigner(about, signer, stamper, at).sign_pdf(unsealed)
    except (SigningError, TimestampRequestError, OSError) as error:
        raise KeysUnavailable(
            f"A letter could not be sealed: {error}. Is PAPER_TIMESTAMP_URL reachable? Nothing was changed."
        ) from error
    return bytes(sealed.getbuffer())


def check_paper(pdf: bytes) -> PaperSeal | None:
    """What the last seal on a PDF says, ours or somebody else's; None where there is none to be read.
    Whether it is intact is said of the bytes; whom to trust beside ourselves, of nobody."""
    try:
        signatures = PdfFileReader(io.BytesIO(pdf), strict=False).embedded_regular_signatures
        return _read_seal(signatures[-1]) if signatures else None
    except Exception:  # bytes from anybody: the library fails in many ways on what is no PDF
        log.info("a paper could not be read")
        return None


def _read_seal(seal: Any) -> PaperSeal:
    trusted = ValidationContext(trust_roots=[seal.signer_cert], moment=seal.self_reported_timestamp)
    status = validation.validate_pdf_signature(seal, signer_validation_context=trusted)
    whole = status.coverage is validation.SignatureCoverageLevel.ENTIRE_FILE
    stamp = status.timestamp_validity
    return PaperSeal(
        by=seal.signer_cert.subject.native.get("common_name", ""),
        ours=seal.signer_cert.dump() in {_der(one) for one in list_certificates()},
        intact=bool(status.intact and status.valid and whole),
        sealed_at=stamp.timestamp if stamp else seal.self_reported_timestamp,
        stamped=bool(stamp and stamp.intact and stamp.valid),
    )


class _DatedSigner(PdfSigner):
    """Says the house's time in the seal, not the machine's: they differ in a demo city."""

    def __init__(self, about: PdfSignatureMetadata, signer: SimpleSigner, stamper: Any, at: datetime) -> None:
        super().__init__(about, signer, timestamper=stamper)
        self._at = at

    def init_signing_session(self, pdf_out: Any, existing_fields_only: bool = False) -> Any:
        session = super().init_signing_session(pdf_out, existing_fields_only)
        session.system_time = self._at
        return session


def _signer() -> SimpleSigner:
    key, certificate, above = get_sealer()
    inside = key.private_bytes(
        serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    known: Any = SimpleCertificateStore()  # type: ignore[no-untyped-call]
    known.register_multiple(_load(one) for one in above)
    return SimpleSigner(_load(certificate), asn1_keys.PrivateKeyInfo.load(inside), known)


def _load(certificate: x509.Certificate) -> asn1_x509.Certificate:
    return asn1_x509.Certificate.load(_der(certificate))


def _der(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(serialization.Encoding.DER)
