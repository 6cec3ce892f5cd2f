"""How answers of several boxes are said in one line."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from onedoor.kernel.text import Text

SAID = frozenset({"name", "address", "location"})


def say_value(type: str, value: Any) -> Text:
    """A name, an address or a place in one line, in both languages; empty where there is none."""
    return _SAY[type](value) if type in SAID and isinstance(value, Mapping) else {}


def _name(value: Mapping[str, Any]) -> Text:
    latin, chinese = value.get("latin") or "", value.get("chinese") or ""
    both = f"{latin} {chinese}".strip()
    return {"en": both, "zh-hans": f"{chinese} {latin}".strip() if chinese else both}


def _address(value: Mapping[str, Any]) -> Text:
    unit = f"#{value['unit'].lstrip('#')}" if value.get("unit") else ""
    order = (value.get("street"), unit, value.get("building"), value.get("postcode"))
    parts = [part for part in order if part]
    return {"en": ", ".join(parts), "zh-hans": "，".join(parts)}


def _location(value: Mapping[str, Any]) -> Text:
    lat, long, address = value.get("lat"), value.get("long"), value.get("address") or ""
    if lat is None or long is None:
        return {"en": address, "zh-hans": address} if address else {}
    pair = f"{lat}, {long}"
    if not address:
        return {"en": pair, "zh-hans": pair}
    return {"en": f"{address} ({pair})", "zh-hans": f"{address}（{pair}）"}


_SAY = {"name": _name, "address": _address, "location": _location}


def breach_key(breach: UUID, customer: UUID | None = None) -> str:
    """Under which a notice of a breach is written once; without a customer, how all of a breach begin."""
    return f"breach/{breach}/{customer or ''}"
