"""References as they come in: written, spoken, or typed on keys that bear three letters each."""

from onedoor.cases import queries as cases
from onedoor.kernel.ids import find_number

PREFIX = "HC"
SYMBOLS = 9


def read_reference(typed: str, *, digits_only: bool) -> str | None:
    """The canonical reference, or None. Without ``HC`` it is understood too; on a keypad each sign is
    the key that bears it, and counts only where one case alone is meant."""
    plain = "".join(sign for sign in typed.upper() if sign.isalnum())
    if digits_only and plain.isdigit() and len(plain) == SYMBOLS:
        found = cases.find_numbers_by_keys(plain)
        return found[0] if len(found) == 1 else None
    if len(plain) == SYMBOLS:
        return find_number(f"{PREFIX}-{plain}")
    if len(plain) == SYMBOLS + len(PREFIX):
        return find_number(f"{plain[: len(PREFIX)]}-{plain[len(PREFIX) :]}")
    return None
