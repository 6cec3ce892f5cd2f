"""The duty roster and the queues as the catalogue's files say them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings

from onedoor.cases.types import Lane, Queue
from onedoor.kernel.clock import local
from onedoor.kernel.documents import Document, Fault, Faulty, read_yaml
from onedoor.kernel.text import LANGUAGES

_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_HOURS = re.compile(r"(\d\d):(\d\d)-(\d\d):(\d\d)")
_MINUTES_A_DAY = 24 * 60


@dataclass(frozen=True, slots=True)
class Shift:
    """``first`` to ``last`` minute of some weekdays; a night shift ends on the day after it began.
    ``officers`` are e-mail addresses or role codes, in the order in which they are asked."""

    weekdays: frozenset[int]
    first: int
    last: int
    officers: tuple[str, ...]

    def covers(self, at: datetime) -> bool:
        """Whether the moment, as the city's clocks show it, falls into the shift."""
        here = local(at)
        minute, today = here.hour * 60 + here.minute, here.weekday()
        if self.first < self.last:
            return today in self.weekdays and self.first <= minute < self.last
        began_yesterday = minute < self.last and (today - 1) % 7 in self.weekdays
        return began_yesterday or (minute >= self.first and today in self.weekdays)


@dataclass(frozen=True, slots=True)
class Duty:
    """Who answers for one agency's urgent work: its shifts, then its supervisor."""

    agency: str
    shifts: tuple[Shift, ...]
    supervisor: str

    def asked_at(self, at: datetime) -> tuple[str, ...]:
        """E-mails or roles in the order in which they are asked, the supervisor last."""
        on_duty = [officer for shift in self.shifts if shift.covers(at) for officer in shift.officers]
        return (*dict.fromkeys(on_duty), self.supervisor)


@dataclass(frozen=True, slots=True)
class Roster:
    """``otherwise`` is the agency that answers for those without a roster of their own."""

    duties: Mapping[str, Duty]
    otherwise: str

    def asked_for(self, agency: str) -> list[Duty]:
        """The agency's own duty, then the one that answers for everybody."""
        return [self.duties[code] for code in dict.fromkeys((agency, self.otherwise)) if code in self.duties]


def get_roster() -> Roster:
    """The catalogue's duty roster."""
    return load_roster(Path(settings.CATALOGUE) / "duty-roster.yaml")


def get_queues() -> tuple[Queue, ...]:
    """The catalogue's queues, in the order of the file."""
    return load_queues(Path(settings.CATALOGUE) / "queues.yaml")


@cache
def load_roster(path: Path) -> Roster:
    """Raises Faulty for every mistake, an hour of the week that nobody covers among them."""
    document = read_yaml(path)
    data = document.data if isinstance(document.data, dict) else {}
    faults: list[Fault] = []
    duties = {}
    for agency, row in (data.get("duty") or {}).items():
        shifts = [
            shift
            for index, written in enumerate(row.get("shifts") or ())
            if (shift := _read_shift(document, ("duty", agency, "shifts", index), written, faults))
        ]
        duties[agency] = Duty(agency, tuple(shifts), str(row.get("supervisor") or ""))
        if not row.get("supervisor"):
            faults.append(document.fault(("duty", agency), "Nobody is last.", "Name a supervisor."))
        if shifts and (gap := _find_gap(shifts)):
            faults.append(
                document.fault(("duty", agency), f"Nobody is on duty at {gap}.", "Cover every hour.")
            )
    if data.get("otherwise") not in duties:
        faults.append(document.fault(("otherwise",), "'otherwise' names no roster.", "Name an agency below."))
    if faults:
        raise Faulty(faults)
    return Roster(duties, data["otherwise"])


@cache
def load_queues(path: Path) -> tuple[Queue, ...]:
    """Raises Faulty for every mistake."""
    document = read_yaml(path)
    faults: list[Fault] = []
    queues = []
    for code, row in (document.data or {}).items():
        unknown = row.keys() - {"title", "agency", "kinds", "lanes"}
        if unknown or not row.get("agency"):
            remedy = "Use title, agency, kinds, lanes."
            faults.append(document.fault((code,), "The queue lacks an agency or has unknown keys.", remedy))
        if set(row.get("title") or ()) != set(LANGUAGES):
            faults.append(
                document.fault((code, "title"), "The title lacks a language.", "Write en and zh-hans.")
            )
        if set(row.get("lanes") or ()) - set(Lane):
            faults.append(document.fault((code, "lanes"), "A lane is unknown.", "Use urgent, fast, normal."))
        kinds, lanes = tuple(row.get("kinds") or ()), tuple(row.get("lanes") or ())
        queues.append(
            Queue(code=code, title=row.get("title") or {}, agency=row.get("agency"), kinds=kinds, lanes=lanes)
        )
    if faults:
        raise Faulty(faults)
    return tuple(queues)


def _read_shift(
    document: Document, keys: tuple[Any, ...], row: dict[str, Any], faults: list[Fault]
) -> Shift | None:
    first, _dash, last = str(row.get("days")).partition("-")
    hours = _HOURS.fullmatch(str(row.get("hours")))
    officers = tuple(map(str, row.get("officers") or ()))
    if first not in _WEEKDAYS or (last or first) not in _WEEKDAYS or not hours or not officers:
        remedy = "Write days: mon-fri, hours: 08:00-20:00, officers: [an e-mail or a role]."
        faults.append(document.fault(keys, "This is no shift.", remedy))
        return None
    h1, m1, h2, m2 = map(int, hours.groups())
    days = frozenset(range(_WEEKDAYS.index(first), _WEEKDAYS.index(last or first) + 1))
    return Shift(days, h1 * 60 + m1, h2 * 60 + m2, officers)


def _find_gap(shifts: list[Shift]) -> str:
    """The first quarter of an hour of the week that no shift covers."""
    monday = local(datetime.fromisoformat("2025-03-10T00:00+08:00"))
    for quarter in range(0, 7 * _MINUTES_A_DAY, 15):
        moment = monday + timedelta(minutes=quarter)
        if not any(shift.covers(moment) for shift in shifts):
            return f"{_WEEKDAYS[moment.weekday()]} {moment:%H:%M}"
    return ""
