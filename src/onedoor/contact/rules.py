"""Pure rules of contact: the code on a letter, and the bytes that are signed."""

import json
import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from onedoor.kernel.clock import local

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


# When each preference lets us write by a door that makes a noise, in hours of the city's day.
MAY_RING: Mapping[str, tuple[tuple[int, int], ...]] = {
    "any": ((8, 21),),
    "morning": ((8, 12),),
    "afternoon": ((12, 18),),
    "evening": ((18, 21),),
    "night": ((0, 8), (21, 24)),
}
RETRY_AFTER = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=30), timedelta(hours=2))
"""How long to wait after each failed try; there is one more try than waits."""


def ring_at(at: datetime, hours: str, *, urgent: bool) -> datetime:
    """The first moment from ``at`` on at which she may be disturbed; urgent news may always come."""
    windows = MAY_RING.get(hours, MAY_RING["any"])
    here = local(at)
    if urgent or any(first <= here.hour < last for first, last in windows):
        return at
    openings = (
        here.replace(hour=first, minute=0, second=0, microsecond=0) + timedelta(days=day)
        for day in (0, 1)
        for first, _last in windows
    )
    return min(opening for opening in openings if opening > here)
