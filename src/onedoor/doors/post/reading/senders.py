"""What a letter says of whoever wrote it: name, address, day of birth. A guess, for a person to judge."""

import re
from collections.abc import Iterator
from datetime import date, datetime

from onedoor.kernel.text import has_chinese
from onedoor.people.rules import find_identifiers, find_phone
from onedoor.people.types import Arrival

MOST_READ = 20_000
NEAR_THE_END, AT_THE_TOP = 4, 6  # lines in which a sender stands
_BYE = re.compile(r"(yours|sincerely|faithfully|regards|respectfully|此致|敬礼|敬上|谨启|谨上)", re.I)
_NAME = re.compile(r"[A-Z][A-Za-z'’-]+(?:,? [A-Z][A-Za-z'’-]+){1,3}")
_NAME_ZH = re.compile(r"[\u4e00-\u9fff]{2,4}")
_LABELLED = re.compile(r"^(?:name|from|sender|姓名|寄件人|申请人)\s*[:：]\s*(.+)$", re.I)
_ADDRESS = re.compile(
    r"\b(street|road|lane|avenue|quay|drive|close|crescent|way|walk|place|square)\b|[路街巷道号]", re.I
)
_MAIL = re.compile(r"[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)+")
_PHONE = re.compile(r"\+?\d[\d \-]{6,16}\d")
_BIRTH = re.compile(r"(born|birth|出生|生日)[^\d]{0,24}", re.I)
_ISO, _CHINESE_DAY = (
    re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})"),
    re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日"),
)
_WORDS = re.compile(r"(\d{1,2})(?:st|nd|rd|th)? ([A-Z][a-z]{2,8}) (\d{4})")


def read_sender(text: str) -> Arrival:
    """Whoever wrote these words, as far as they tell; empty where they do not. Never sure: what was read
    may be misread, and a letter may name others."""
    text = text[:MOST_READ]
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    name = next(_names(lines), "")
    mail, phone = _MAIL.search(text), next(_phones(text), "")
    return Arrival(
        name="" if has_chinese(name) else name[:160],
        name_zh=name[:80] if has_chinese(name) else "",
        birth_date=_birth_date(text),
        address=next((line[:200] for line in lines if _is_address(line)), ""),
        phone=phone,
        email=mail[0] if mail else "",
        identifiers=tuple(find_identifiers(text))[:3],
    )


def _names(lines: list[str]) -> Iterator[str]:
    """What is said to be a name, what stands under the greeting at the end, what stands at the top."""
    for line in lines:
        if (found := _LABELLED.match(line)) and (name := _as_name(found[1])):
            yield name
    for place, line in enumerate(lines):
        if _BYE.search(line):
            yield from filter(None, map(_as_name, lines[place + 1 : place + 1 + NEAR_THE_END]))
    yield from filter(None, map(_as_name, [*lines[:AT_THE_TOP], *reversed(lines[-NEAR_THE_END:])]))


def _as_name(words: str) -> str:
    """The words when they can be a person's name and nothing else."""
    words = words.strip(" ,.，。")
    if _BYE.search(words):
        return ""
    return words if _NAME.fullmatch(words) or _NAME_ZH.fullmatch(words) else ""


def _is_address(line: str) -> bool:
    return bool(re.search(r"\d", line) and _ADDRESS.search(line) and len(line) < 120)


def _phones(text: str) -> Iterator[str]:
    for found in _PHONE.finditer(text):
        if number := find_phone(found[0]):
            yield number


def _birth_date(text: str) -> date | None:
    for said in _BIRTH.finditer(text):
        day = _read_day(text[said.end() : said.end() + 30])
        if day is not None:
            return day
    return None


def _read_day(text: str) -> date | None:
    if (found := _ISO.match(text) or _CHINESE_DAY.match(text)) is not None:
        return _make_day(int(found[1]), int(found[2]), int(found[3]))
    if (found := _WORDS.match(text)) is not None:
        for form in ("%d %B %Y", "%d %b %Y"):
            try:
                return datetime.strptime(f"{found[1]} {found[2]} {found[3]}", form).date()  # noqa: DTZ007  # a day
            except ValueError:
                continue
    return None


def _make_day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
