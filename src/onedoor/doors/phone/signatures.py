"""Whether a webhook was sent by our carrier: X-Twilio-Signature over the address and the fields."""

import base64
import hashlib
import hmac
from collections.abc import Iterable, Mapping

HEADER = "X-Twilio-Signature"


def sign(token: str, address: str, fields: Mapping[str, Iterable[str]]) -> str:
    """HMAC-SHA1, keyed by the account's token, over the whole address and then every field's name and
    values, sorted: https://www.twilio.com/docs/usage/security"""
    text = address + "".join(name + value for name in sorted(fields) for value in sorted(set(fields[name])))
    return base64.b64encode(hmac.digest(token.encode(), text.encode(), hashlib.sha1)).decode()


def is_signed(token: str, address: str, fields: Mapping[str, Iterable[str]], signature: str) -> bool:
    """Compared in constant time; nothing is signed where no token is set."""
    return bool(token) and hmac.compare_digest(sign(token, address, fields).encode(), signature.encode())
