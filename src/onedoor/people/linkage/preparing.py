"""What is said of somebody, brought into the form in which it is compared.

Names are compared whatever their script and order: characters are read as pinyin, and the spellings
that families brought from elsewhere (Tan, Lim, Wong) as the pinyin of the same character.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import combinations

from onedoor.people.phones import find_phone
from onedoor.people.types import Arrival

_FAMILIES = {
    "tan": "chen", "chan": "chen", "lim": "lin", "lam": "lin", "wong": "huang", "ong": "wang", "ng": "huang",
    "lee": "li", "goh": "wu", "teo": "zhang", "cheung": "zhang", "tay": "zheng", "cheng": "zheng",
    "chua": "cai", "tsai": "cai", "koh": "xu", "low": "liu", "lau": "liu", "yeo": "yang", "yeung": "yang",
    "sim": "shen", "ho": "he", "chew": "zhou", "chow": "zhou", "toh": "zhuo", "ang": "hong", "hung": "hong",
    "foo": "fu", "leong": "liang", "leung": "liang", "kwok": "guo", "quek": "guo", "chia": "xie",
    "tse": "xie", "seah": "xie", "phua": "pan", "poon": "pan", "tang": "deng", "yap": "ye", "yip": "ye",
    "soh": "su", "heng": "wang", "chong": "zhang", "sng": "sun", "neo": "liang", "kwan": "guan",
}  # fmt: skip
_POSTCODE = re.compile(r"\d{4,6}")
_SHORT = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """Somebody as comparisons read her; what is not known is empty."""

    tokens: frozenset[str] = frozenset()
    spelled: str = ""
    hanzi: str = ""
    birth: str = ""
    swapped: str = ""
    sex: str = ""
    street: str = ""
    places: frozenset[str] = frozenset()
    phones: frozenset[str] = frozenset()
    emails: frozenset[str] = frozenset()
    numbers: frozenset[str] = frozenset()


def prepare(arrival: Arrival) -> Prepared:
    """One who arrives."""
    phone = find_phone(arrival.phone) or "" if arrival.phone else ""
    return prepare_known(
        name=arrival.name, name_zh=arrival.name_zh, birth_date=arrival.birth_date, sex=arrival.sex,
        addresses=[arrival.address], phones=[phone], emails=[arrival.email], numbers=arrival.identifiers,
    )  # fmt: skip


def prepare_known(
    *, name: str, name_zh: str, birth_date: date | None, sex: str = "", addresses: Iterable[str] = (),
    phones: Iterable[str] = (), emails: Iterable[str] = (), numbers: Iterable[str] = (),
) -> Prepared:  # fmt: skip
    """One who is known, with all her addresses, phones, e-mails and numbers."""
    from onedoor.people.rules import fold_name, normalise_identifier

    hanzi = "".join(c for c in fold_name(name_zh or name).replace(" ", "") if c > "\u2fff")
    latin = [word for word in fold_name(name).split() if word.isascii()]
    tokens = frozenset(_FAMILIES.get(word, word) for word in (latin or _pinyin(hanzi)))
    street = next((fold_name(text) for text in addresses if text), "")
    return Prepared(
        tokens=tokens,
        spelled="".join(sorted(tokens)),
        hanzi=hanzi,
        birth=birth_date.isoformat() if birth_date else "",
        swapped=_swap(birth_date),
        sex=sex[:1].lower(),
        street=street,
        places=frozenset(street.split()),
        phones=frozenset(filter(None, phones)),
        emails=frozenset(text.strip().lower() for text in emails if text.strip()),
        numbers=frozenset(normalise_identifier(text) for text in numbers if text.strip()),
    )


def list_keys(known: Prepared) -> Iterator[str]:
    """Parts that two records of one person share even where one of them is wrong: who has one of these
    in common is compared. Day and month are in order, so that changed places do not part them."""
    words = sorted(word for word in known.tokens if len(word) > _SHORT - 1)
    year = known.birth[:4]
    if known.birth:
        yield "|".join(("born", year, *sorted((known.birth[5:7], known.birth[8:10]))))
    if year:
        yield from (f"year|{year}|{first}|{second}" for first, second in combinations(words[:4], 2))
    codes = _POSTCODE.findall(known.street)
    for code in codes[-1:]:
        yield from (f"place|{code}|{word}" for word in words[:4])
    if not codes and known.street:
        yield from (f"street|{known.street}|{word}" for word in words[:4])
    if len(words) > 1:
        yield "name|" + "|".join(words)


def _swap(day: date | None) -> str:
    return f"{day.year:04}-{day.day:02}-{day.month:02}" if day else ""


def _pinyin(characters: str) -> list[str]:
    if not characters:
        return []
    import pypinyin  # its tables take a while to load, and many arrivals need none

    return [str(word) for word in pypinyin.lazy_pinyin(characters)]
