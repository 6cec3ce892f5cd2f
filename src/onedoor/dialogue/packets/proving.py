"""Who an entry is from: only who gives her PIN is somebody. A name or number alone is nobody."""

from dataclasses import replace
from datetime import datetime

from onedoor.dialogue.packets.shapes import Who
from onedoor.dialogue.packets.types import VILLAGE
from onedoor.dialogue.steps.identifying import find_whom
from onedoor.kernel.actors import ANONYMOUS, Actor
from onedoor.kernel.errors import Refused
from onedoor.trust import actions as trust

SOMEBODY = replace(ANONYMOUS, door=VILLAGE)


def find_person(who: Who, *, at: datetime) -> Actor | None:
    """She at this door, at level 2 at most; None without a PIN, or with one that is wrong or locked."""
    if not who.pin or not who.number:
        return None
    customer = find_whom(who.number, digits_only=False)
    try:
        return trust.sign_in_by_pin(customer=customer, pin=who.pin, door=VILLAGE, by=SOMEBODY, at=at)
    except Refused:
        return None
