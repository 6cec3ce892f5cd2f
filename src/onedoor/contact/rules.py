"""Pure rules of contact: a letter's code and signed bytes, by which channel, and at which hour."""

import json
import secrets
import unicodedata
from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from typing import Any

from onedoor.contact.types import Channel
from onedoor.kernel.clock import local

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_HEARD_AS = str.maketrans("ILOU", "110V")
_CODE_LENGTH = 16

WRONG_AT_MOST = 3  # wrong rounds of answers in one contact


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


_CHANNELS: Mapping[str, Channel] = {
    "portal": Channel.INBOX,
    "email": Channel.EMAIL,
    "text": Channel.TEXT,
    "phone": Channel.PHONE,
    "post": Channel.POST,
}
_NEEDS: Mapping[Channel, str] = {
    Channel.EMAIL: "email",
    Channel.TEXT: "phone",
    Channel.PHONE: "phone",
    Channel.POST: "post",
}
NO_CALLS = frozenset({"hearing", "sign_language"})
"""Whoever needs one of these is written to and never called."""


def choose_channel(
    wish: str, *, reachable: Collection[str], needs: Collection[str], override: str = ""
) -> Channel:
    """The channel of the case if she chose one, else her usual one; a text where she cannot hear a
    call; only the inbox where we have no such way to reach her."""
    channel = Channel(override) if override else _CHANNELS.get(wish, Channel.INBOX)
    if channel is Channel.PHONE and NO_CALLS & set(needs):
        channel = Channel.TEXT
    kind = _NEEDS.get(channel, "")
    return channel if not kind or kind in reachable else Channel.INBOX


def has_controls(text: str) -> bool:
    """Whether a title holds a line break or another control character, with which a header or a line of
    a printed list could be forged."""
    return any(unicodedata.category(sign) in ("Cc", "Zl", "Zp") for sign in text)


def without_controls(text: str) -> str:
    """A text without the control characters that nobody sees; lines and tabs stay."""
    return "".join(
        sign for sign in text.replace("\r\n", "\n") if sign in "\n\t" or unicodedata.category(sign) != "Cc"
    )


def answer_title(title: str) -> str:
    """The title of an answer: the one that is answered, marked once."""
    return title if title.lower().startswith("re:") else f"Re: {title}"


GIVE_UP_AFTER = 3
"""So often a call back is tried."""
CALL_AGAIN = timedelta(hours=2)


def ticket_number(letter: str, count: int) -> str:
    """``A012``."""
    return f"{letter}{count:03d}"
