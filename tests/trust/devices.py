"""A device that keeps passkeys: it makes them and signs with them as WebAuthn says (level 2, section 6),
and can be told to misbehave."""

import hashlib
import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import AttestationObject, AttestedCredentialData, AuthenticatorData, CollectedClientData

PRESENT, VERIFIED, SYNCED, ATTESTED = 0x01, 0x04, 0x08, 0x40


@dataclass
class Device:
    """One telephone with one passkey; ``counts`` moves on with each use, or stays at nought when synced."""

    site: str = "localhost"
    origin: str = "http://localhost:8000"
    counts: bool = True
    uses: int = 0
    verifies: bool = True
    owner: bytes = b""
    id: bytes = field(default_factory=lambda: secrets.token_bytes(16))
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))

    def make(self, options: Mapping[str, Any]) -> str:
        """A new passkey, in answer to what the site asked."""
        asked = json.loads(json.dumps(dict(options), default=_plain))
        self.owner = _bytes(asked["user"]["id"])
        credential = AttestedCredentialData.create(
            b"\0" * 16, self.id, ES256.from_cryptography_key(self.key.public_key())
        )
        client = self._client("webauthn.create", asked["challenge"])
        data = AuthenticatorData.create(self._site_hash(), self._flags() | ATTESTED, self.uses, credential)
        return self._sent(clientDataJSON=client, attestationObject=AttestationObject.create("none", data, {}))

    def prove(self, options: Mapping[str, Any], **other: Any) -> str:
        """A proof, in answer to what the site asked."""
        asked = json.loads(json.dumps(dict(options), default=_plain))
        if self.counts:
            self.uses += 1
        client = self._client("webauthn.get", other.get("challenge", asked["challenge"]))
        data = AuthenticatorData.create(self._site_hash(), self._flags(), self.uses)
        signature = self.key.sign(bytes(data) + client.hash, ec.ECDSA(SHA256()))
        return self._sent(
            clientDataJSON=client, authenticatorData=data, signature=signature, userHandle=self.owner
        )

    def _client(self, kind: str, challenge: str) -> CollectedClientData:
        return CollectedClientData.create(kind, challenge, self.origin)

    def _site_hash(self) -> bytes:
        return hashlib.sha256(self.site.encode()).digest()

    def _flags(self) -> int:
        return PRESENT | (VERIFIED if self.verifies else 0) | (0 if self.counts else SYNCED)

    def _sent(self, **response: bytes) -> str:
        name = websafe_encode(self.id)
        parts = {key: websafe_encode(bytes(value)) for key, value in response.items()}
        return json.dumps({"id": name, "rawId": name, "type": "public-key", "response": parts})


def _bytes(text: str) -> bytes:
    from fido2.utils import websafe_decode

    return websafe_decode(text)


def _plain(value: Any) -> Any:
    return websafe_encode(value) if isinstance(value, bytes) else dict(value)
