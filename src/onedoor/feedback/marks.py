"""The mark of an invitation to rate, short enough to be typed from paper: ``K3MQ9TD4-7XPA22BC``.

Its first half is random and stands for one row; its second half can be written by the house alone, so that
nobody finds an invitation by trying. It opens the one page on which that matter is rated, and tells nothing.
"""

import hmac
import secrets

from onedoor.trust import queries as trust

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # as in numbers: no I, L, O, U
HALF = 8
KIND = "rating-mark"
_READ_AS = str.maketrans("ILO", "110")


def new_code() -> str:
    """A random first half."""
    return "".join(secrets.choice(ALPHABET) for _ in range(HALF))


def write_mark(code: str) -> str:
    """The whole mark of a first half."""
    return f"{code}-{_check(code)}"


def read_mark(mark: str) -> str | None:
    """The first half, or None for a mark that the house did not write; letters that look alike are read as
    the one that there is."""
    symbols = "".join(mark.upper().split()).replace("-", "").translate(_READ_AS)
    code, check = symbols[:HALF], symbols[HALF:]
    if len(symbols) != 2 * HALF or any(symbol not in ALPHABET for symbol in symbols):
        return None
    return code if hmac.compare_digest(check, _check(code)) else None


def _check(code: str) -> str:
    bits = int.from_bytes(trust.blind_index(code, KIND)[:5])
    return "".join(ALPHABET[bits >> 5 * place & 31] for place in range(HALF))
