"""The city's map as ``catalogue/places.yaml`` draws it: bounds, streets, landmarks, districts.

An address is found by the name of its street, in either language; the house number says how far
along the street it lies. This is enough to find a broken lamp, and needs no map of anybody else's.
"""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.conf import settings
from pydantic import Field as Described

from onedoor.kernel.documents import read_yaml
from onedoor.kernel.text import Text
from onedoor.services.files.words import Code, Shape, Words
from onedoor.services.places.distance import Box

Corner = tuple[float, float]
_NUMBER = re.compile(r"\d{1,4}")


class Street(Shape):
    """A street: its corners as (lat, long) from its lowest house number to its highest."""

    name: Words
    line: tuple[Corner, ...] = Described(min_length=2)
    numbers: int = Described(60, ge=1, description="The highest house number.")


class Landmark(Shape):
    """A place with a name of its own."""

    name: Words
    at: Corner


class Area(Shape):
    """Water or a park, drawn as a patch."""

    name: Words
    kind: str
    corners: tuple[Corner, ...] = Described(min_length=3)


class District(Shape):
    """A part of the city, as those know it who work there: a patch of the map."""

    name: Words
    corners: tuple[Corner, ...] = Described(min_length=3)


class CityMap(Shape):
    """All that is drawn, and all that can be found."""

    south: float
    west: float
    north: float
    east: float
    streets: dict[Code, Street]
    landmarks: dict[Code, Landmark] = {}
    areas: tuple[Area, ...] = ()
    districts: dict[Code, District] = {}

    @property
    def box(self) -> Box:
        """The bounds of the city."""
        return Box(self.south, self.west, self.north, self.east)


@dataclass(frozen=True, slots=True)
class Spot:
    """A place that an address names."""

    lat: float
    long: float
    address: Text


def has_city() -> bool:
    """Whether the catalogue has a map."""
    return (Path(settings.CATALOGUE) / "places.yaml").is_file()


def get_city() -> CityMap:
    """The catalogue's map. ValidationError names what is wrong in the file."""
    return load_city(Path(settings.CATALOGUE) / "places.yaml")


@cache
def load_city(path: Path) -> CityMap:
    """The map in ``path``, read once."""
    return CityMap.model_validate(read_yaml(path).data)


def in_city(lat: float, long: float) -> bool:
    """Whether the place lies within the city's bounds."""
    box = get_city().box
    return box.south <= lat <= box.north and box.west <= long <= box.east


def find_address(text: str) -> Spot | None:
    """Where the address lies: a landmark's name, or a street's with a house number."""
    plain = _plain(text)
    city = get_city()
    for landmark in city.landmarks.values():
        if any(_plain(name) in plain for name in landmark.name.values()):
            return Spot(*landmark.at, landmark.name)
    for street in city.streets.values():
        if any(_plain(name) in plain for name in street.name.values()):
            number = _NUMBER.search(plain)
            return _along(street, int(number.group()) if number else street.numbers // 2)
    return None


def find_district(lat: float, long: float) -> str:
    """The code of the district in which the place lies; empty where it lies in none. Of two that share a
    border the first in the file has it."""
    for code, district in get_city().districts.items():
        if _holds(district.corners, lat, long):
            return code
    return ""


def _holds(corners: tuple[Corner, ...], lat: float, long: float) -> bool:
    """Whether a ray from the place crosses the border an odd number of times."""
    inside = False
    for (south, west), (north, east) in zip(corners, (*corners[1:], corners[0]), strict=True):
        if (south > lat) != (north > lat) and long < (east - west) * (lat - south) / (north - south) + west:
            inside = not inside
    return inside


def find_address_id(id: str) -> Spot | None:
    """Where ``lighthouse-lane/12`` or a landmark's code lies."""
    code, _, number = id.partition("/")
    city = get_city()
    if code in city.landmarks and not number:
        return Spot(*city.landmarks[code].at, city.landmarks[code].name)
    if code in city.streets and _NUMBER.fullmatch(number):
        return _along(city.streets[code], int(number))
    return None


def _along(street: Street, number: int) -> Spot:
    """The house ``number``; a number beyond the end is the last house."""
    share = min(number, street.numbers) / street.numbers * (len(street.line) - 1)
    corner = min(int(share), len(street.line) - 2)
    part = share - corner
    (lat, long), (next_lat, next_long) = street.line[corner], street.line[corner + 1]
    spot_lat, spot_long = lat + (next_lat - lat) * part, long + (next_long - long) * part
    address = {
        "en": f"{number} {street.name['en']}",
        "zh-hans": f"{street.name['zh-hans']}{number}号",
    }
    return Spot(round(spot_lat, 6), round(spot_long, 6), address)


def _plain(text: str) -> str:
    return " ".join(text.lower().split())
