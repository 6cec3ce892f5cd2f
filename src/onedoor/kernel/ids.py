"""Ids for machines (UUIDv7) and numbers for people (random, with a check symbol)."""

import secrets
import time
from datetime import UTC, datetime
from uuid import UUID

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford: no I, L, O, U
_CHECK = _ALPHABET + "*~$=U"
_CHECK_MODULUS = 37
_PAIRS = [first + second for first in _ALPHABET for second in _ALPHABET]
_LOW_62 = 2**62 - 1
_HEARD_AS = str.maketrans("ILO", "110")


def new_id() -> UUID:
    """A UUIDv7 (RFC 9562): sorts by the millisecond of its making."""
    milliseconds, chance = time.time_ns() // 1_000_000, secrets.randbits(74)
    return UUID(
        int=(milliseconds << 80) | (0x7 << 76) | (chance >> 62 << 64) | (0b10 << 62) | (chance & _LOW_62)
    )


def time_of(id: UUID) -> datetime | None:
    """When a UUIDv7 was made, by its own word, to the millisecond; None for ids of other kinds, and for one
    whose time no calendar holds."""
    if id.version != 7:
        return None
    try:
        return datetime.fromtimestamp((id.int >> 80) / 1000, UTC)
    except (OverflowError, ValueError, OSError):
        return None


def new_number(prefix: str) -> str:
    """A reference to read aloud, such as ``HC-7K3M-Q9TD-4``; random, so it tells nothing."""
    chance = secrets.randbits(40)
    one, two, three, four = (_PAIRS[chance >> shift & 1023] for shift in (30, 20, 10, 0))
    return f"{prefix}-{one}{two}-{three}{four}-{_check_of(chance)}"


def find_number(text: str) -> str | None:
    """The number in canonical form, or None when the check symbol does not agree."""
    prefix, _, rest = text.strip().upper().partition("-")
    symbols = rest.replace("-", "").replace(" ", "").translate(_HEARD_AS)
    if len(symbols) != 9 or any(s not in _CHECK for s in symbols):
        return None
    body, check = symbols[:8], symbols[8]
    if any(s not in _ALPHABET for s in body) or _check_symbol(body) != check:
        return None
    return f"{prefix}-{body[:4]}-{body[4:]}-{check}"


def _check_symbol(symbols: str) -> str:
    value = 0
    for symbol in symbols:
        value = value * 32 + _ALPHABET.index(symbol)
    return _check_of(value)


def _check_of(value: int) -> str:
    # Only the 32 plain symbols: '*' or '~' cannot be dictated over the phone.
    return _ALPHABET[value % _CHECK_MODULUS % 32]
