"""Pure rules of contact: the code on a letter, and the bytes that are signed."""

import json
import secrets
from collections.abc import Mapping
from typing import Any

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_HEARD_AS = str.maketrans("ILOU", "110V")
_CODE_LENGTH = 16


def new_verify_code() -> str:
    """80 random bits in four groups that can be read aloud: ``K7QF-9M2T-XW4H-03BD``."""
    symbols = "".join(secrets.choice(_ALPHABET) for _ in range(_CODE_LENGTH))
    return "-".join(symbols[start : start + 4] for start in range(0, _CODE_LENGTH, 4))


def find_verify_code(text: str) -> str | None:
    """The code as it is kept, from what somebody typed; None when it cannot be one."""
    symbols = "".join(text.upper().split()).replace("-", "").translate(_HEARD_AS)
    if len(symbols) != _CODE_LENGTH or any(symbol not in _ALPHABET for symbol in symbols):
        return None
    return "-".join(symbols[start : start + 4] for start in range(0, _CODE_LENGTH, 4))


def canonical(content: Mapping[str, Any]) -> bytes:
    """The same bytes for the same content, whatever the order of its keys."""
    return json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
