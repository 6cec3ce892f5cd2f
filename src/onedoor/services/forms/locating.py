"""A place as a person writes it: two figures, an address, or both."""

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from onedoor.kernel.errors import Invalid
from onedoor.services.places.streets import Spot, find_address, in_city

LONGEST = 300
_OUTSIDE = (
    "This place is outside Harbour City. Check the two figures: latitude first, then longitude.",
    "该地点不在海港市范围内。请核对两个数字：先纬度，后经度。",
)
_UNREADABLE = (
    "Write the place as latitude and longitude, such as 5.2126, 105.0370, or give an address.",
    "请填写纬度和经度，例如 5.2126, 105.0370，或填写地址。",
)


class Nowhere(Invalid):
    """What was written is no place; ``text`` says why, in both languages."""

    def __init__(self, code: str, en: str, zh: str) -> None:
        super().__init__(code, en)
        self.text = {"en": en, "zh-hans": zh}


def read_place(written: Any) -> dict[str, Any]:
    """``{lat, long, address}``; an address that the map knows gets its figures. Raises Nowhere."""
    if isinstance(written, Mapping):
        address = _line(written.get("address"))
        lat, long = written.get("lat"), written.get("long")
        if lat in (None, "") and long in (None, ""):
            return _from_address(address)
        return _from_figures(lat, long, address)
    text = _line(written)
    parts = text.replace("，", ",").split(",")
    if len(parts) == 2 and all(_number(part) is not None for part in parts):
        return _from_figures(*parts, "")
    return _from_address(text)


def place_of(spot: Spot, language: str = "en") -> dict[str, Any]:
    """The value of a place that the map knows."""
    return {"lat": _six(spot.lat), "long": _six(spot.long), "address": spot.address[language]}


def _from_figures(lat: Any, long: Any, address: str) -> dict[str, Any]:
    north, east = _number(lat), _number(long)
    if north is None or east is None:
        raise Nowhere("place.unreadable", *_UNREADABLE)
    if not in_city(float(north), float(east)):
        raise Nowhere("place.outside", *_OUTSIDE)
    return {"lat": _six(north), "long": _six(east), "address": address}


def _from_address(address: str) -> dict[str, Any]:
    if not address:
        raise Nowhere("place.unreadable", *_UNREADABLE)
    spot = find_address(address)
    found = {"lat": _six(spot.lat), "long": _six(spot.long)} if spot else {}
    return {**found, "address": address}


def _number(written: Any) -> Decimal | None:
    if isinstance(written, bool) or not isinstance(written, str | int | float | Decimal):
        return None
    try:
        number = Decimal(str(written).strip())
    except InvalidOperation:
        return None
    return number if number.is_finite() and abs(number) <= 180 else None


def _six(figure: float | Decimal) -> Decimal:
    """Six decimals: eleven centimetres, finer than anybody points."""
    return Decimal(str(figure)).quantize(Decimal("0.000001"))


def _line(text: Any) -> str:
    return " ".join(str(text or "").replace("\x00", "").split())[:LONGEST]
