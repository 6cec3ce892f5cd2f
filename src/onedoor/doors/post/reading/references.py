"""References in what was read from a page, allowing for characters that look alike."""

import re
from collections.abc import Iterator
from itertools import combinations, product

from onedoor.kernel.ids import find_number

PREFIXES = ("HC", "HL", "PL", "PF")
_ALIKE = {
    "0": "QD", "O": "Q0D", "Q": "0O", "D": "0", "1": "7", "I": "1T", "L": "1", "5": "S", "S": "5", "8": "B",
    "B": "8", "2": "Z", "Z": "2", "6": "G", "G": "6", "4": "A", "A": "4", "V": "Y", "Y": "V", "M": "N",
    "K": "X", "X": "K", "7": "1", "T": "7", "C": "G", "U": "V",
}  # fmt: skip
_SHAPE = re.compile(
    r"(?<![A-Z0-9])([A-Z0-9]{2})\s?[-–—~_.]\s?([A-Z0-9]{4})\s?[-–—~_.]\s?([A-Z0-9]{4})\s?[-–—~_.]\s?([A-Z0-9])"
    r"(?![A-Z0-9])"
)
_LOOSE = re.compile(
    r"(?<![A-Z0-9])[A-Z0-9]{1,4}[-–—~_.][A-Z0-9]{3,6}[-–—~_.][A-Z0-9]{3,6}(?:[-–—~_.][A-Z0-9]{1,2})?(?![A-Z0-9])"
)
_PREFIX_ALIKE = {"H0": "HC", "HG": "HC", "HE": "HC", "NC": "HC", "MC": "HC", "H1": "HL", "HI": "HL",
                 "P1": "PL", "PI": "PL", "PE": "PF", "FL": "PL"}  # fmt: skip
SLIPS = 2


def list_references(text: str) -> list[set[str]]:
    """For each thing on the page that looks like a reference, the numbers that it may be: what it says,
    and what differs in at most two look-alikes, of those whose check agrees. An empty
    set is one that cannot be made out: whoever indexes must not act as if it were not there."""
    found: list[set[str]] = []
    read = text.upper()
    made_out = []
    for match in _SHAPE.finditer(read):
        prefix = _PREFIX_ALIKE.get(match[1], match[1])
        if prefix not in PREFIXES:
            continue
        made_out.append(match.span())
        symbols = match[2] + match[3] + match[4]
        exact = find_number(f"{prefix}-{symbols}")
        found.append({*_near(prefix, symbols), *([exact] if exact else [])})
    for match in _LOOSE.finditer(read):  # a character too many or too few: seen, not made out
        if not any(start < match.end() and match.start() < end for start, end in made_out):
            found.append(set())
    return found


def _near(prefix: str, symbols: str) -> Iterator[str]:
    places = [place for place, symbol in enumerate(symbols) if symbol in _ALIKE]
    for count in range(1, SLIPS + 1):
        for chosen in combinations(places, count):
            for replaced in product(*(_ALIKE[symbols[place]] for place in chosen)):
                letters = list(symbols)
                for place, symbol in zip(chosen, replaced, strict=True):
                    letters[place] = symbol
                if number := find_number(f"{prefix}-{''.join(letters)}"):
                    yield number
