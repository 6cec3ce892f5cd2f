"""How long clocks may stand still and on which grounds more time is given, as the catalogue says it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings

from onedoor.cases.types import Ground, Lane, StopReason
from onedoor.kernel.calendars import Term, get_calendar
from onedoor.kernel.documents import Document, Fault, Faulty, read_yaml
from onedoor.kernel.text import LANGUAGES

_KEYS = {"title", "basis", "most", "times", "alone", "not_for", "services"}
_LIMITS = {"most", "times", "alone"}


@dataclass(frozen=True, slots=True)
class ClockLimits:
    """``stops`` in the order of the file; ``grounds`` with the limits of no particular service."""

    stops: Mapping[StopReason, Term]
    signing: Mapping[Lane, Term]
    grounds: Mapping[str, "_Declared"]


@dataclass(frozen=True, slots=True)
class _Declared:
    ground: Ground
    not_for: frozenset[str]
    services: Mapping[str, Ground]


def longest_stop(reason: StopReason) -> Term:
    """How long a clock may stand still for this reason."""
    return get_limits().stops[reason]


def sign_by(lane: Lane, came_at: datetime) -> datetime:
    """Until when an agency signs for an order of this lane that came to it at ``came_at``."""
    calendar = get_calendar("always" if lane is Lane.URGENT else "business-hours")
    return calendar.add(came_at, get_limits().signing[lane])


def list_grounds(service: str) -> list[Ground]:
    """The grounds on which a case of this service may get more time, each with the limits that hold."""
    return [
        declared.services.get(service, declared.ground)
        for declared in get_limits().grounds.values()
        if service not in declared.not_for
    ]


def find_ground(code: str, service: str) -> Ground | None:
    return next((ground for ground in list_grounds(service) if ground.code == code), None)


def get_limits() -> ClockLimits:
    """The catalogue's limits. Raises Faulty."""
    return load_limits(Path(settings.CATALOGUE) / "clocks.yaml")


@cache
def load_limits(path: Path) -> ClockLimits:
    """Raises Faulty for every mistake, a reason to stop without a limit among them."""
    document = read_yaml(path)
    data = document.data if isinstance(document.data, dict) else {}
    faults: list[Fault] = []
    written = data.get("stops") or {}
    if set(written) != set(StopReason):
        remedy = f"Give a longest time for each of {', '.join(StopReason)}, and for nothing else."
        faults.append(document.fault(("stops",), "The reasons to stop a clock are not these.", remedy))
    stops = {
        StopReason(code): _term(document, ("stops", code), text, faults)
        for code, text in written.items()
        if code in set(StopReason)
    }
    written = data.get("signing") or {}
    if set(written) != set(Lane):
        remedy = f"Give a term for each of {', '.join(Lane)}, and for nothing else."
        faults.append(document.fault(("signing",), "The lanes are not these.", remedy))
    signing = {
        Lane(lane): _term(document, ("signing", lane), text, faults)
        for lane, text in written.items()
        if lane in set(Lane)
    }
    grounds = {
        code: _declared(document, code, row, faults) for code, row in (data.get("extensions") or {}).items()
    }
    if faults:
        raise Faulty(faults)
    return ClockLimits(stops, signing, grounds)


def _declared(document: Document, code: str, row: dict[str, Any], faults: list[Fault]) -> _Declared:
    keys = ("extensions", code)
    if row.keys() - _KEYS:
        faults.append(
            document.fault(keys, "The ground has unknown keys.", f"Use {', '.join(sorted(_KEYS))}.")
        )
    for part in ("title", "basis"):
        if set(row.get(part) or ()) != set(LANGUAGES):
            faults.append(document.fault(keys, f"The {part} lacks a language.", "Write en and zh-hans."))
    special = row.get("services") or {}
    for service, limits in special.items():
        if not isinstance(limits, dict) or limits.keys() - _LIMITS:
            remedy = f"Use {', '.join(sorted(_LIMITS))}."
            faults.append(document.fault((*keys, "services", service), "These are no limits.", remedy))
    return _Declared(
        _ground(document, code, row, faults),
        frozenset(row.get("not_for") or ()),
        {
            service: _ground(document, code, row | limits, faults)
            for service, limits in special.items()
            if isinstance(limits, dict)
        },
    )


def _ground(document: Document, code: str, row: dict[str, Any], faults: list[Fault]) -> Ground:
    keys = ("extensions", code)
    times = row.get("times", 1)
    if not isinstance(times, int) or times < 1:
        faults.append(document.fault(keys, "'times' is no count.", "Write how often, from 1."))
    most = _term(document, (*keys, "most"), row.get("most"), faults)
    alone = _term(document, (*keys, "alone"), row["alone"], faults) if row.get("alone") else None
    if alone and (alone.days, alone.minutes) > (most.days, most.minutes):
        faults.append(document.fault(keys, "'alone' is more than 'most'.", "Make it shorter."))
    return Ground(
        code=code, title=row.get("title") or {}, basis=row.get("basis") or {}, most=most, times=times,
        alone=alone,
    )  # fmt: skip


def _term(document: Document, keys: tuple[str, ...], text: object, faults: list[Fault]) -> Term:
    try:
        term = Term.parse(str(text))
    except ValueError:
        faults.append(document.fault(keys, f"'{text}' is no term.", "Write P5D, PT4H or P2W."))
        return Term(days=1)
    return term
