"""A village agent's device, without a browser: it packs as the kit does. For the demo city and for tests."""

import base64
import hashlib
import hmac
import json
import secrets
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from onedoor.dialogue import actions, queries
from onedoor.dialogue.types import KitContent
from onedoor.kernel.actors import Actor

FORMAT = "onedoor-packet-1"
SLIP = "7K3MQ9TD4ABC"
AWAY = timedelta(days=2)
LAMP = {
    "what": {"kind": "street_light"},
    "where": {"place": {"address": "60 Lighthouse Lane"}, "ground": "street"},
    "more": {"description": "Dark since the storm. 暴雨后一直不亮。"},
}
FAMILY = {"family": {"other_parent_here": "no", "stays": "yes"}, "cover": {"cover_now": "none"}}


class Device:
    """Holds what the kit's file holds, and nothing of the house."""

    def __init__(self, content: KitContent) -> None:
        self.kit = str(content.kit.id)
        self.house = ec.EllipticCurvePublicKey.from_encoded_point(
            ec.SECP256R1(), base64.b64decode(content.public)
        )
        self.secret = base64.b64decode(content.secret)
        self.entries: list[dict[str, Any]] = []

    def fill(self, at: datetime, *, service: str, version: str = "2025.1", **content: Any) -> dict[str, Any]:
        """One person is done: her entry is sealed at once."""
        said = {"service": service, "version": version, "word": True, "slip": SLIP, "answers": {}} | content
        entry = {"id": str(uuid4()), "place": len(self.entries) + 1, "filled_at": at.isoformat()}
        self.entries.append(self.seal(entry, said))
        return self.entries[-1]

    def seal(self, entry: dict[str, Any], said: Any) -> dict[str, Any]:
        """The entry with its contents, for the house alone."""
        aad = "\n".join([FORMAT, self.kit, entry["id"], str(entry["place"]), entry["filled_at"]]).encode()
        own, nonce = ec.generate_private_key(ec.SECP256R1()), secrets.token_bytes(12)
        shared = own.exchange(ec.ECDH(), self.house)
        key = HKDF(SHA256(), 32, salt=b"", info=f"{FORMAT}\n{self.kit}".encode()).derive(shared)
        point = own.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        box = AESGCM(key).encrypt(nonce, json.dumps(said).encode(), aad)
        sealed = [_text(point), _text(nonce), _text(box)]
        mac = self._mac(aad + b"\n" + "\n".join(sealed).encode())
        return entry | dict(zip(("key", "nonce", "box"), sealed, strict=True)) | {"mac": mac}

    def pack(self, at: str = "2025-03-12T08:00:00+00:00", **changed: Any) -> bytes:
        """The file that the agent brings; ``changed`` is what somebody wrote into it afterwards."""
        lines = [FORMAT, self.kit, at, *(entry["mac"] for entry in self.entries)]
        mac = self._mac("\n".join(lines).encode())
        packet = {"format": FORMAT, "kit": self.kit, "made_at": at, "entries": self.entries, "mac": mac}
        return json.dumps(packet | changed).encode()

    def _mac(self, text: bytes) -> str:
        return _text(hmac.digest(self.secret, text, hashlib.sha256))


def pack_two_days(agent: Actor, *, at: datetime) -> bytes:
    """What ``agent`` has with her then: a dark lamp, a family's form, and one without her word."""
    left_at = at - AWAY
    kit = actions.take_kit(services=["street-issue", "health-cover"], by=agent, at=left_at)
    device = Device(queries.get_kit_content(kit.id, by=agent, at=left_at))
    versions = dict(kit.services)
    slip = "".join(secrets.choice("0123456789ABCDEFGHJKMNPQRSTVWXYZ") for _ in range(len(SLIP)))
    for hours, service, said in (
        (5, "street-issue", {"answers": LAMP}),
        (6, "health-cover", {"answers": FAMILY, "slip": slip}),
        (26, "health-cover", {"answers": FAMILY, "word": False}),
    ):
        moment = left_at + timedelta(hours=hours)
        device.fill(moment, service=service, version=versions[service], **said)
    return device.pack(at.isoformat())


def _text(content: bytes) -> str:
    return base64.b64encode(content).decode()
