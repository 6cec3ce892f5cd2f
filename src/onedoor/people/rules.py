"""Identifiers of Harbour City, and how names are folded for finding them again.

No identifier here can be a real person's: all begin with the area prefix 990, which no country has.

    HC 990 19850312 0042 7     person: birth date, serial of that day, check digit
    990B 00004217 3            business: serial, check digit (990C charity, 990G agency)

The check digit is Damm's (2004) over all digits and the kind: it finds every wrong digit and every
two neighbours that changed places, and is always a digit, so it can be said on the phone.
"""

import re
import unicodedata
from collections.abc import Iterator
from datetime import date

import numpy as np
import numpy.typing as npt

from onedoor.people.holdings import declare as declare  # these are given to other rooms from here
from onedoor.people.holdings import describe as describe
from onedoor.people.holdings import hang as hang
from onedoor.people.holdings import holdings_of as holdings_of
from onedoor.people.phones import find_phone as find_phone
from onedoor.people.retention.declaring import KeepRule as KeepRule
from onedoor.people.retention.declaring import aged as aged
from onedoor.people.retention.declaring import back as back
from onedoor.people.retention.declaring import basis_years as basis_years
from onedoor.people.retention.declaring import keep as keep
from onedoor.people.retention.declaring import list_rules as list_rules
from onedoor.people.retention.declaring import period_of as period_of
from onedoor.people.rights.opening import INDEX as INDEX
from onedoor.people.rights.opening import PROOF as PROOF
from onedoor.people.rights.opening import SECRET as SECRET
from onedoor.people.rights.opening import file_of as file_of
from onedoor.people.rights.opening import open_fields as open_fields
from onedoor.people.rights.opening import sealed_text as sealed_text
from onedoor.people.rights.opening import withheld as withheld
from onedoor.people.types import IdentifierKind

PREFIX = "990"
_DAMM = (
    (0, 3, 1, 7, 5, 9, 8, 6, 4, 2),
    (7, 0, 9, 2, 1, 5, 4, 8, 6, 3),
    (4, 2, 0, 6, 8, 7, 1, 3, 5, 9),
    (1, 7, 5, 0, 9, 8, 3, 4, 2, 6),
    (6, 1, 2, 3, 0, 4, 5, 9, 7, 8),
    (3, 6, 7, 4, 2, 0, 9, 5, 8, 1),
    (5, 8, 6, 9, 7, 2, 0, 1, 3, 4),
    (8, 9, 4, 5, 3, 6, 2, 0, 1, 7),
    (9, 4, 3, 8, 6, 1, 7, 2, 0, 5),
    (2, 5, 8, 1, 4, 3, 6, 7, 9, 0),
)
_DAMM_ARRAY = np.array(_DAMM, dtype=np.int8)
_KIND_OF_LETTER = {"B": IdentifierKind.BUSINESS, "C": IdentifierKind.CHARITY, "G": IdentifierKind.AGENCY}
_LETTER_OF_KIND = {kind: letter for letter, kind in _KIND_OF_LETTER.items()}
_SEED = {
    IdentifierKind.PERSON: 0,
    IdentifierKind.BUSINESS: 1,
    IdentifierKind.CHARITY: 2,
    IdentifierKind.AGENCY: 3,
}
_PERSON = re.compile(r"HC990(\d{4})(\d{2})(\d{2})\d{4}\d", re.ASCII)
_ORGANISATION = re.compile(r"990([BCG])\d{8}\d", re.ASCII)
_IN_TEXT = re.compile(r"\b(?:HC ?990[\d ]{13,18}|990[BCG] ?\d{8} ?\d)\b", re.ASCII | re.IGNORECASE)
_NOT_IN_NAMES = re.compile(r"[^a-z0-9]+")
_UNHEARD = str.maketrans("", "", "'`’")
SERIALS_A_DAY = 10_000
ORGANISATION_SERIALS = 100_000_000


def make_identifier(birth_date: date, serial: int) -> str:
    """The person's identifier: ``serial`` (0-9999) counts the people born that day."""
    if not 0 <= serial < SERIALS_A_DAY:
        raise ValueError(f"serial {serial} is not between 0 and {SERIALS_A_DAY - 1}")
    digits = f"{PREFIX}{birth_date:%Y%m%d}{serial:04}"
    if birth_date.year < 1000:  # strftime does not pad years on every platform
        raise ValueError("a birth year has four digits")
    return f"HC{digits}{_check_digit(digits, IdentifierKind.PERSON)}"


def make_organisation_identifier(kind: str, serial: int) -> str:
    """The identifier of a business, charity or agency; ``serial`` is 0-99999999."""
    if not 0 <= serial < ORGANISATION_SERIALS:
        raise ValueError(f"serial {serial} is not between 0 and {ORGANISATION_SERIALS - 1}")
    known = IdentifierKind(kind)
    digits = f"{serial:08}"
    return f"{PREFIX}{_LETTER_OF_KIND[known]}{digits}{_check_digit(PREFIX + digits, known)}"


def make_identifiers(birth_ordinals: npt.ArrayLike, serials: npt.ArrayLike) -> npt.NDArray[np.str_]:
    """``make_identifier`` for arrays: days as ``date.toordinal`` counts them, and serials."""
    days = (np.asarray(birth_ordinals, dtype=np.int64) - date(1970, 1, 1).toordinal()).astype("datetime64[D]")
    serial = np.asarray(serials, dtype=np.int64)
    if serial.size and (serial.min() < 0 or serial.max() >= SERIALS_A_DAY):
        raise ValueError(f"serials are between 0 and {SERIALS_A_DAY - 1}")
    months = days.astype("datetime64[M]")
    year = days.astype("datetime64[Y]").astype(np.int64) + 1970
    month = months.astype(np.int64) % 12 + 1
    day = (days - months.astype("datetime64[D]")).astype(np.int64) + 1
    number = int(PREFIX) * 10**12 + (year * 10_000 + month * 100 + day) * 10_000 + serial
    check = np.full(number.shape, _SEED[IdentifierKind.PERSON], dtype=np.int8)
    for place in range(14, -1, -1):
        check = _DAMM_ARRAY[check, number // 10**place % 10]
    return np.char.add("HC", (number * 10 + check).astype(np.str_))


def check_identifier(text: str) -> bool:
    """Whether ``text`` is an identifier of any kind: form, check digit, and a real birth date."""
    return identifier_kind(text) is not None


def find_identifiers(text: str) -> list[str]:
    """The identifiers that somebody wrote in a letter, each once, as they are kept."""
    found = (normalise_identifier(match[0]) for match in _IN_TEXT.finditer(text))
    return [plain for plain in dict.fromkeys(found) if check_identifier(plain)]


def identifier_kind(text: str) -> IdentifierKind | None:
    """What ``text`` names, or None when it is no identifier."""
    plain = normalise_identifier(text)
    if match := _PERSON.fullmatch(plain):
        kind, digits = IdentifierKind.PERSON, plain[2:]
        if not _is_date(*match.groups()):
            return None
    elif match := _ORGANISATION.fullmatch(plain):
        kind, digits = _KIND_OF_LETTER[match[1]], plain[:3] + plain[4:]
    else:
        return None
    return kind if _check_digit(digits[:-1], kind) == int(digits[-1]) else None


def identifier_birth_date(text: str) -> date | None:
    """The birth date in a person's identifier."""
    plain = normalise_identifier(text)
    if identifier_kind(plain) is not IdentifierKind.PERSON:
        return None
    return date(int(plain[5:9]), int(plain[9:11]), int(plain[11:13]))


def normalise_identifier(text: str) -> str:
    """As it is kept: half-width capitals without spaces and hyphens."""
    return re.sub(r"[\s\-\u2010-\u2015.]", "", unicodedata.normalize("NFKC", text)).upper()


def mask_identifier(text: str) -> str:
    """Enough to recognise one's own: prefix and last four."""
    plain = normalise_identifier(text)
    return f"{plain[:4]}{'•' * max(len(plain) - 8, 3)}{plain[-4:]}" if len(plain) > 8 else "•" * len(plain)


def fold_name(text: str) -> str:
    """A name without capitals, accents and punctuation, in half-width letters, single spaces."""
    if text.isascii():
        return " ".join(_NOT_IN_NAMES.sub(" ", text.lower().translate(_UNHEARD)).split())
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text)).casefold()
    letters = (
        "" if unicodedata.combining(c) or ord(c) in _UNHEARD else c if c.isalnum() else " " for c in plain
    )
    return " ".join("".join(letters).split())


def search_terms(name: str, name_zh: str) -> set[str]:
    """What a customer is found by: every tail of the name that begins at a word, and every tail of
    the Chinese name, so that the beginning of a term is any word, or any characters inside a name."""
    words = fold_name(name).split()
    terms = {" ".join(words[start:]) for start in range(len(words))}
    characters = fold_name(name_zh).replace(" ", "")
    return terms | {characters[start:] for start in range(len(characters))}


def find_phrases(text: str) -> list[str]:
    """The parts of a query that must each be found: words together, Chinese characters together."""
    return [part.strip() for part in _runs(fold_name(text)) if part.strip()]


def sort_key(name: str, name_zh: str) -> str:
    """Latin names by their letters; Chinese ones by GB 18030, whose common characters follow pinyin."""
    return fold_name(name) or name_zh.encode("gb18030", "replace").hex()


def _runs(text: str) -> Iterator[str]:
    for match in re.finditer(
        r"[\u3400-\u9fff\U00020000-\U0003ffff]+|[^\u3400-\u9fff\U00020000-\U0003ffff]+", text
    ):
        yield match[0]


def _check_digit(digits: str, kind: IdentifierKind) -> int:
    check = _SEED[kind]
    for digit in digits:
        check = _DAMM[check][int(digit)]
    return check


def _is_date(year: str, month: str, day: str) -> bool:
    try:
        date(int(year), int(month), int(day))
    except ValueError:
        return False
    return True
