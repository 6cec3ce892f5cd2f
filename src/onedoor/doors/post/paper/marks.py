"""The mark on every printed page: whose number it is, which page, and a check that only we can write.

It holds numbers of our own making only, never anything about a person:
``OD1/PL-7K3M-Q9TD-4/1/CHECK``, and on forms the service's version and the draft's reference too.
"""

from collections.abc import Callable
from dataclasses import dataclass

from onedoor.kernel.ids import find_number

Sign = Callable[[str], str]
BEGINS = "OD1"


@dataclass(frozen=True, slots=True)
class Mark:
    """What a mark says; ``number`` is that of the printed letter or form."""

    number: str
    page: int
    version: str = ""
    reference: str = ""


def write_mark(mark: Mark, sign: Sign) -> str:
    """The text of the mark, in the alphabet that a QR code holds best (capitals and figures)."""
    parts = [BEGINS, mark.number, str(mark.page)]
    if mark.version or mark.reference:
        parts += [mark.version.upper(), mark.reference]
    body = "/".join(parts)
    return f"{body}/{sign(body)}"


def read_mark(text: str, sign: Sign) -> Mark | None:
    """The mark, or None for anything that we did not print: another's code, a damaged or forged one."""
    body, _, check = text.strip().rpartition("/")
    parts = body.split("/")
    if parts[0] != BEGINS or len(parts) not in (3, 5) or sign(body) != check:
        return None
    number = find_number(parts[1])
    if number is None or not parts[2].isdecimal() or len(parts[2]) > 3:
        return None
    version, reference = parts[3:5] if len(parts) == 5 else ("", "")
    return Mark(number, int(parts[2]), version, reference)
