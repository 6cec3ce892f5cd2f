"""The list of postcodes, where the catalogue has one: ``postcodes.csv`` with the columns postcode,
street and building. Who writes her postcode need not write the rest."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.conf import settings


@dataclass(frozen=True, slots=True)
class Place:
    """What a postcode stands for."""

    street: str
    building: str


def find_place(postcode: str) -> Place | None:
    """The street and building of a postcode; None where the list does not know it, or there is none."""
    return _list_places(Path(settings.CATALOGUE) / "postcodes.csv").get(postcode) if postcode else None


def has_places() -> bool:
    """Whether postcodes can be looked up."""
    return bool(_list_places(Path(settings.CATALOGUE) / "postcodes.csv"))


@lru_cache(maxsize=4)
def _list_places(path: Path) -> Mapping[str, Place]:
    if not path.is_file():
        return {}
    with path.open(encoding="utf-8-sig", newline="") as file:
        return {
            row["postcode"].strip(): Place(row["street"].strip(), (row.get("building") or "").strip())
            for row in csv.DictReader(file)
        }
