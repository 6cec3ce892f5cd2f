"""A place on the city's own map: an address that the map knows gets its two numbers, and numbers
outside the city are asked for again. Where the catalogue has no map, every place is taken as it is."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from onedoor.services.forms.unusable import Unusable
from onedoor.services.places.streets import find_address, has_city, in_city

_STEP = Decimal("0.000001")


def settle_place(place: Mapping[str, Any]) -> dict[str, Any]:
    """``{lat, long, address}`` as the map has it. Raises Unusable for a place outside the city."""
    if not has_city():
        return dict(place)
    if place["lat"] is None:
        spot = find_address(place["address"])
        return {**place, **({"lat": _six(spot.lat), "long": _six(spot.long)} if spot else {})}
    if not in_city(float(place["lat"]), float(place["long"])):
        raise Unusable(
            "This place is outside Harbour City. Check the two numbers: latitude first, then longitude.",
            "该地点不在海港市范围内。请核对两个数字：先纬度，后经度。",
        )
    return dict(place)


def _six(figure: float) -> Decimal:
    return Decimal(str(figure)).quantize(_STEP)
