"""The catalogue's offices: where, when and how many at once, and the letter of each counter queue."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from onedoor.contact.types import CounterQueue, Office
from onedoor.kernel.calendars import get_calendar
from onedoor.kernel.clock import local
from onedoor.kernel.documents import Document, Fault, Faulty, read_yaml
from onedoor.kernel.errors import NotFound
from onedoor.kernel.text import LANGUAGES

_KEYS = {"title", "address", "agency", "calendar", "minutes", "desks", "queues"}


@dataclass(frozen=True, slots=True)
class Place:
    """An office with what only this room needs."""

    office: Office
    calendar: str
    minutes: int
    desks: int


def get_places() -> Mapping[str, Place]:
    """Every office, by code."""
    return load_places(Path(settings.CATALOGUE) / "offices.yaml")


def get_place(office: str) -> Place:
    """The office of that code. Raises NotFound."""
    if place := get_places().get(office):
        return place
    raise NotFound("office.unknown", _("There is no such office. Choose one from the list."))


def get_queue(queue: str) -> tuple[Place, CounterQueue]:
    """The counter queue of that code and its office. Raises NotFound."""
    for place in get_places().values():
        for one in place.office.queues:
            if one.code == queue:
                return place, one
    raise NotFound("queue.unknown", _("There is no such counter queue. Choose one from the list."))


def list_starts(place: Place, day: date) -> Iterator[datetime]:
    """When slots start on a day: whole ones only, while the office's calendar is open."""
    calendar = get_calendar(place.calendar)
    length = timedelta(minutes=place.minutes)
    start = datetime.combine(day, time(), calendar.zone)
    end = start + timedelta(days=1)
    start = calendar.next_opening(start)
    while start < end:
        if calendar.elapsed(start, start + length) == length:
            yield start
            start = start + length
        else:
            start = calendar.next_opening(start + length)


def is_start(place: Place, at: datetime) -> bool:
    """Whether a slot of the office starts then."""
    return at in list_starts(place, local(at).date())


@cache
def load_places(path: Path) -> Mapping[str, Place]:
    """Raises Faulty for every mistake. Without the file there are no offices."""
    if not path.is_file():
        return {}
    document = read_yaml(path)
    faults: list[Fault] = []
    places: dict[str, Place] = {}
    letters: set[str] = set()
    for code, row in (document.data or {}).items():
        queues = row.get("queues") or {}
        if row.keys() != _KEYS or not queues or not (row["minutes"] > 0 < row["desks"]):
            faults.append(document.fault((code,), "The office is not whole.", f"Give {sorted(_KEYS)}."))
            continue
        faults += _find_faults(document, code, row, letters)
        titled = tuple(CounterQueue(code=q, letter=v["letter"], title=v["title"]) for q, v in queues.items())
        office = Office(
            code=code, title=row["title"], address=row["address"], agency=row["agency"], queues=titled
        )
        places[code] = Place(office, row["calendar"], row["minutes"], row["desks"])
    if faults:
        raise Faulty(faults)
    return places


def _find_faults(document: Document, code: str, row: dict[str, Any], letters: set[str]) -> Iterator[Fault]:
    """A letter belongs to one queue of the city, so that a number is never called twice in one hall."""
    named: list[tuple[tuple[str, ...], Any]] = [
        ((code, "title"), row["title"]),
        ((code, "address"), row["address"]),
    ]
    named += [((code, "queues", q), v.get("title")) for q, v in row["queues"].items()]
    for keys, text in named:
        if set(text or ()) != set(LANGUAGES):
            yield document.fault(keys, "A text lacks a language.", "Write en and zh-hans.")
    for queue, written in row["queues"].items():
        letter = str(written.get("letter"))
        if not (len(letter) == 1 and letter.isascii() and letter.isupper()) or letter in letters:
            yield document.fault(
                (code, "queues", queue), "The letter is wrong or taken.", "Give a free letter A-Z."
            )
        letters.add(letter)
