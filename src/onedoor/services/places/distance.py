"""Distances on the ground, and the box around a place within which the near ones lie. Pure."""

from dataclasses import dataclass
from math import asin, cos, radians, sin, sqrt

EARTH_RADIUS = 6_371_008.8  # metres; the mean of IUGG
METRES_A_DEGREE = 111_195.08


@dataclass(frozen=True, slots=True)
class Box:
    """Degrees between which a place may lie."""

    south: float
    west: float
    north: float
    east: float


def metres_between(lat: float, long: float, other_lat: float, other_long: float) -> float:
    """The great-circle distance (haversine)."""
    across = sin(radians(other_lat - lat) / 2) ** 2
    along = sin(radians(other_long - long) / 2) ** 2
    share = across + cos(radians(lat)) * cos(radians(other_lat)) * along
    return 2 * EARTH_RADIUS * asin(min(1.0, sqrt(share)))


def box_around(lat: float, long: float, metres: float) -> Box:
    """Everything within ``metres`` lies in it; not everything in it does."""
    high = metres / METRES_A_DEGREE * 1.001
    wide = high / max(cos(radians(lat)), 0.01)
    return Box(lat - high, long - wide, lat + high, long + wide)
