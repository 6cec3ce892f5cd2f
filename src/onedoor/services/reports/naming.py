"""What a report is called, and what of it may be read by everybody. Pure."""

import re
from collections.abc import Mapping
from typing import Any

from onedoor.kernel.text import LANGUAGES, Text, pick
from onedoor.services.files.schema import ServiceFile

_EMAIL = re.compile(r"[^\s@<>()]+@[^\s@<>()]+\.[^\s@<>()]+")
_LONG_NUMBER = re.compile(r"(?<!\w)[A-Za-z]{0,2}\+?\d(?:[\s().-]?\d){6,}[A-Za-z]?(?!\w)")
LONGEST = 4000


def kind_of(file: ServiceFile, code: str) -> Text:
    """The words for a kind of report."""
    assert file.reports is not None
    choices = file.fields[file.reports.kind].choices
    return next((choice.text for choice in choices if choice.code == code), {"en": code, "zh-hans": code})


def subject_of(file: ServiceFile, values: Mapping[str, Any]) -> Text:
    """The service's title; for a report what it is, and where."""
    if file.reports is None:
        return file.title
    kind = kind_of(file, str(values.get(file.reports.kind)))
    return name_it(kind, hide_people(shown_place(values.get(file.reports.place) or {})))


def name_it(kind: Text, place: str) -> Text:
    """``Pothole, 12 Lighthouse Lane`` in every language."""
    between = {"en": ", ", "zh-hans": "，"}
    return {one: between[one].join(filter(None, (pick(kind, one), place))) for one in LANGUAGES}


def shown_place(place: Mapping[str, Any]) -> str:
    """The address, else the two figures."""
    if place.get("address"):
        return str(place["address"])
    return f"{place['lat']}, {place['long']}" if place.get("lat") is not None else ""


def hide_people(text: str) -> str:
    """``text`` as everybody may read it: without e-mail addresses, telephone and identity numbers."""
    return _LONG_NUMBER.sub("•••", _EMAIL.sub("•••", text[: 2 * LONGEST]))[:LONGEST]


def web_address(text: str) -> str:
    """``text`` where it is the address of a page or picture that can be linked to safely, else nothing."""
    plain = text.strip()
    safe = re.fullmatch(r"https?://[^\s<>\"'`\\]{3,2000}", plain, re.IGNORECASE)
    return plain if safe else ""
