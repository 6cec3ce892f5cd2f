"""The city's map as a drawing: streets, water, parks and a pin for each report. No script, no tiles."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from math import cos, dist, radians
from typing import Any

from onedoor.services import queries as services

WIDTH, CLOSE = 1_000, (420, 320)


@dataclass(frozen=True, slots=True)
class Line:
    """Something drawn: ``points`` as SVG writes them, and where its name stands."""

    name: Any
    kind: str
    points: str
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Pin:
    """A report on the map; ``number`` also stands beside it in the list."""

    report: Any
    order: int
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Drawing:
    """All of it; ``box`` is the part that is shown, as SVG writes it."""

    box: str
    areas: tuple[Line, ...]
    streets: tuple[Line, ...]
    landmarks: tuple[Line, ...]
    pins: tuple[Pin, ...]


def draw_city(reports: Iterable[Any], *, close: bool = False) -> Drawing:
    """The city with these reports, in their order; ``close``: only what lies around the first."""
    city = services.get_city()
    narrow = cos(radians((city.south + city.north) / 2))
    scale = WIDTH / ((city.east - city.west) * narrow)

    def at(lat: float, long: float) -> tuple[float, float]:
        return round((long - city.west) * narrow * scale, 1), round((city.north - lat) * scale, 1)

    def line(name: Any, kind: str, corners: Any) -> Line:
        places = [at(*corner) for corner in corners]
        middle = _longest(places) if kind == "street" else _centre(places)
        return Line(name, kind, " ".join(f"{x},{y}" for x, y in places), *middle)

    pins = tuple(
        Pin(report, order, *at(report.lat, report.long))
        for order, report in enumerate(reports, 1)
        if report.lat is not None
    )
    height = round((city.north - city.south) * scale)
    around = pins[0] if close and pins else None
    areas = [list(area.name.values()) for area in city.areas]
    return Drawing(
        box=_around(around, height) if around else f"0 0 {WIDTH} {height}",
        areas=tuple(line(area.name, area.kind, area.corners) for area in city.areas),
        streets=tuple(line(street.name, "street", street.line) for street in city.streets.values()),
        landmarks=tuple(
            line(mark.name, "landmark", [mark.at])
            for mark in city.landmarks.values()
            if list(mark.name.values()) not in areas  # a park stands there by its own name
        ),
        pins=pins,
    )


def _around(pin: Pin, height: int) -> str:
    """A part of the city with the pin in its middle, as far as the edges allow."""
    left = min(max(pin.x - CLOSE[0] / 2, 0), WIDTH - CLOSE[0])
    top = min(max(pin.y - CLOSE[1] / 2, 0), height - CLOSE[1])
    return f"{left:.0f} {top:.0f} {CLOSE[0]} {CLOSE[1]}"


def _longest(places: list[tuple[float, float]]) -> tuple[float, float]:
    """The middle of the longest piece of a street, where its name has room."""
    pieces = list(pairwise(places))
    (x, y), (x2, y2) = max(pieces, key=lambda piece: dist(*piece))
    return round((x + x2) / 2, 1), round((y + y2) / 2, 1)


def _centre(places: list[tuple[float, float]]) -> tuple[float, float]:
    xs, ys = zip(*places, strict=True)
    return round(sum(xs) / len(xs), 1), round(sum(ys) / len(ys), 1)
