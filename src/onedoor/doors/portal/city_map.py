"""The city's map as a drawing: streets, water, parks and a pin for each report. No script, no tiles."""

from collections.abc import Iterable
from dataclasses import dataclass
from math import cos, radians
from typing import Any

from onedoor.services import queries as services

WIDTH = 1_000


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
    """All of it, in a box of ``width`` by ``height``."""

    width: int
    height: int
    areas: tuple[Line, ...]
    streets: tuple[Line, ...]
    landmarks: tuple[Line, ...]
    pins: tuple[Pin, ...]


def draw_city(reports: Iterable[Any]) -> Drawing:
    """The city with these reports, in their order."""
    city = services.get_city()
    narrow = cos(radians((city.south + city.north) / 2))
    scale = WIDTH / ((city.east - city.west) * narrow)

    def at(lat: float, long: float) -> tuple[float, float]:
        return round((long - city.west) * narrow * scale, 1), round((city.north - lat) * scale, 1)

    def line(name: Any, kind: str, corners: Any) -> Line:
        places = [at(*corner) for corner in corners]
        middle = places[len(places) // 2] if kind == "street" else _centre(places)
        return Line(name, kind, " ".join(f"{x},{y}" for x, y in places), *middle)

    return Drawing(
        width=WIDTH,
        height=round((city.north - city.south) * scale),
        areas=tuple(line(area.name, area.kind, area.corners) for area in city.areas),
        streets=tuple(line(street.name, "street", street.line) for street in city.streets.values()),
        landmarks=tuple(line(mark.name, "landmark", [mark.at]) for mark in city.landmarks.values()),
        pins=tuple(
            Pin(report, order, *at(report.lat, report.long))
            for order, report in enumerate(reports, 1)
            if report.lat is not None
        ),
    )


def _centre(places: list[tuple[float, float]]) -> tuple[float, float]:
    xs, ys = zip(*places, strict=True)
    return round(sum(xs) / len(xs), 1), round(sum(ys) / len(ys), 1)
