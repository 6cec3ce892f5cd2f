"""The receipt of a consent: its fields after ISO/IEC TS 27560:2023, signed as a JWS (RFC 7515, Ed25519).

Nothing in it names the person: she is a pseudonym of her own for the agency that asked. It is made anew
from the rows each time, so its events are those up to the moment at which it was issued.
"""

import base64
import binascii
import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from onedoor.exchange.agreed import ConsentView
from onedoor.exchange.fingerprints import notice
from onedoor.exchange.registers import get_rulebook
from onedoor.trust import queries as trust
from onedoor.trust.types import Signature

SCHEMA = "ISO/IEC TS 27560:2023"
FORMAT = "onedoor-consent-receipt/1"
LARGEST = 64 * 1024


def write(view: ConsentView, *, at: datetime) -> dict[str, Any]:
    """What the receipt of ``view`` says at ``at``."""
    book = get_rulebook()
    agreement = book.agreements[view.agreement]
    names = dict(view.receivers)
    live = set(view.live_shares)
    receiver = agreement.receiver
    return {
        "schema_version": SCHEMA,
        "record_id": str(view.id),
        "issued_at": at.isoformat(),
        "pii_principal_id": trust.pseudonym(view.customer, receiver),
        "pii_controllers": [{"id": receiver, "name": dict(names.get(receiver, {}))}],
        "processing": {
            "services": list(agreement.services),
            "purposes": [{"id": view.purpose, "text": dict(view.purpose_title)}],
            "lawful_basis": agreement.basis,
            "privacy_assessment": agreement.privacy_assessment,
            "pii_information": [
                {
                    "register": share.register,
                    "attribute": share.attribute,
                    "text": dict(title),
                    "class": book.registers[share.register].attributes[share.attribute].sensitivity.value,
                    "withdrawn": share not in live,
                }
                for share, title in view.shares
            ],
            "recipients": [
                {"id": code, "name": dict(name), "withdrawn": code not in view.live_receivers}
                for code, name in view.receivers
            ],
            "storage": {"retention": "P7Y", "after": "withdrawal"},
            "jurisdictions": ["Harbour City"],
        },
        "notice": {
            "reference": view.agreement,
            "hash_algorithm": "SHA-256",
            "hash": view.fingerprint,
            "shown": notice(book, agreement) if view.reason.value != "changed" else None,
        },
        "valid_until": view.until.isoformat() if view.until else None,
        "events": list(_events(view)),
    }


def sign(content: dict[str, Any]) -> dict[str, Any]:
    """``content`` as a flattened JWS; its payload is the receipt."""
    payload = _encode(json.dumps(content, ensure_ascii=False, sort_keys=True).encode())
    key = trust.sign(b"").key_id  # the header that is signed names the key that signs
    protected = _encode(json.dumps({"alg": "EdDSA", "kid": key, "typ": FORMAT}).encode())
    signature = trust.sign(f"{protected}.{payload}".encode())
    return {"payload": payload, "protected": protected, "signature": _encode(bytes(signature.value))}


def check(written: str) -> dict[str, Any] | None:
    """The receipt in ``written``; None when none of our keys signed exactly this."""
    try:
        content = json.loads(written[:LARGEST])
        header = json.loads(_decode(content["protected"]))
        signed = f"{content['protected']}.{content['payload']}".encode()
        signature = Signature(str(header["kid"]), _decode(content["signature"]))
        known = header["alg"] == "EdDSA" and header["typ"] == FORMAT
        if not known or not trust.verify(signed, signature):
            return None
        found = json.loads(_decode(content["payload"]))
    except (KeyError, ValueError, TypeError, AttributeError, RecursionError, binascii.Error):
        return None
    return found if isinstance(found, dict) else None


def _events(view: ConsentView) -> Iterator[dict[str, str]]:
    yield {"at": view.given_at.isoformat(), "state": "given"}
    for one in view.removals:
        part = {"attribute": one.share.attribute} if one.share else {"recipient": one.receiver}
        yield {"at": one.removed_at.isoformat(), "state": "withdrawn in part", **part}
    if view.withdrawn_at:
        yield {"at": view.withdrawn_at.isoformat(), "state": "withdrawn"}
    for sent in view.notices:
        if sent.answered_at:
            yield {"at": sent.answered_at.isoformat(), "state": sent.state.value, "recipient": sent.receiver}


def _encode(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def _decode(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
