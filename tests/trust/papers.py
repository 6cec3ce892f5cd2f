"""What checks and stamps the house's seal in tests: OpenSSL, and a time-stamping authority made of it."""

import io
import subprocess
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, make_server

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from pypdf import PdfReader

_DAYS = timedelta(days=1)
_AUTHORITY = """
[ tsa ]
default_tsa = ours
[ ours ]
serial = {folder}/serial
signer_cert = {folder}/tsa.pem
certs = {folder}/tsa.pem
signer_key = {folder}/tsa.key
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256, sha384, sha512
"""


def take_apart(sealed: bytes, folder: Path) -> tuple[Path, Path, Path]:
    """The bytes that a seal covers, its CMS message and its certificate, as files."""
    seal = PdfReader(io.BytesIO(sealed)).get_fields()["Seal"]["/V"]
    begin, length, again, rest = seal["/ByteRange"]
    (covered := folder / "covered").write_bytes(sealed[begin : begin + length] + sealed[again : again + rest])
    (message := folder / "seal.der").write_bytes(bytes(seal["/Contents"].original_bytes))
    certificate = folder / "seal.pem"
    printed = ["openssl", "pkcs7", "-inform", "DER", "-in", message, "-print_certs", "-out", certificate]
    subprocess.run(printed, check=True, capture_output=True)
    return covered, message, certificate


def openssl_verifies(covered: Path, message: Path, certificate: Path, at: datetime) -> bool:
    """Whether OpenSSL finds the message to be a signature over exactly these bytes."""
    command = ["openssl", "cms", "-verify", "-inform", "DER", "-in", message, "-content", covered, "-binary",
               "-CAfile", certificate, "-purpose", "any", "-out", "/dev/null",
               "-attime", str(round(at.timestamp()))]  # fmt: skip
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


def given_seal(folder: Path, name: str, at: datetime) -> tuple[str, str]:
    """A PKCS #12 file as a trust service provider hands it over, and its passphrase."""
    key, certificate = _make_certificate(name, at)
    locked = serialization.BestAvailableEncryption(b"open")
    content = pkcs12.serialize_key_and_certificates(name.encode(), key, certificate, None, locked)
    (path := folder / f"{name}.p12").write_bytes(content)
    return str(path), "open"


@contextmanager
def authority(folder: Path) -> Iterator[str]:
    """The address of an RFC 3161 authority: OpenSSL behind a small web server."""
    key, certificate = _make_certificate("Clock House", datetime.now(UTC), for_time=True)
    (folder / "tsa.pem").write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    plain = serialization.NoEncryption()
    (folder / "tsa.key").write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)
    )
    (folder / "tsa.cnf").write_text(_AUTHORITY.format(folder=folder))

    def answer(environ: dict[str, Any], start: Any) -> Iterable[bytes]:
        (folder / "query").write_bytes(environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"])))
        command = ["openssl", "ts", "-reply", "-config", folder / "tsa.cnf", "-queryfile", folder / "query"]
        stamped = subprocess.run(command, capture_output=True, check=True).stdout
        start("200 OK", [("Content-Type", "application/timestamp-reply")])
        return [stamped]

    with make_server("127.0.0.1", 0, answer, handler_class=_Silent) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


class _Silent(WSGIRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:
        pass


def _make_certificate(
    name: str, at: datetime, *, for_time: bool = False
) -> tuple[rsa.RSAPrivateKey, x509.Certificate]:
    key = rsa.generate_private_key(65537, 2048)
    title = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    uses = [ExtendedKeyUsageOID.TIME_STAMPING if for_time else ExtendedKeyUsageOID.CLIENT_AUTH]
    builder = (
        x509.CertificateBuilder().subject_name(title).issuer_name(title).public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(at - _DAYS).not_valid_after(at + 365 * _DAYS)
        .add_extension(x509.KeyUsage(True, True, *[False] * 7), critical=True)
        .add_extension(x509.ExtendedKeyUsage(uses), critical=for_time)
    )  # fmt: skip
    return key, builder.sign(key, hashes.SHA256())
