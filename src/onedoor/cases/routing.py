"""Which agency leads what comes in without a number: a table that anybody can read, the first row that
fits counts, and the last one fits everything (首接负责制: whoever leads owns it until somebody else does)."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings

from onedoor.cases.types import Lane
from onedoor.kernel.calendars import Term, get_calendar
from onedoor.kernel.documents import Document, Fault, Faulty, read_yaml
from onedoor.kernel.errors import NotFound
from onedoor.kernel.text import LANGUAGES, Text
from onedoor.trust import queries as trust

DEMANDS = ("enquiry", "help", "complaint", "report", "suggestion", "thanks")
"""What somebody wants (the kinds of 12345 orders: 咨询、求助、投诉、举报、建议、感谢)."""
KNOWN = ("service", "demand", "place")
_NEEDED = {"title", "lead", "promise", "calendar", "like"}
LISTS = ("services", "demands", "place", "with")
_ALLOWED = _NEEDED | {"words", "services", "demands", "place", "with", "lane", "as"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    """What came in, as far as the door knows it. ``place`` is the district of an address or a point, which
    the caller looks up: this room knows no map."""

    text: str = ""
    service: str = ""
    demand: str = "enquiry"
    place: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """One row. ``like`` are examples in each language, with what the door knew of them in ``known``."""

    code: str
    title: Text
    lead: str
    cooperating: tuple[str, ...]
    lane: Lane
    promise: str
    calendar: str
    words: tuple[str, ...]
    services: tuple[str, ...]
    demands: tuple[str, ...]
    places: tuple[str, ...]
    like: Text
    known: Mapping[str, str]

    def why_not(self, matter: Matter) -> str:
        """Which condition does not hold: words, service, place or demand; empty where all do."""
        said = matter.text.casefold()
        if self.words and not any(word.casefold() in said for word in self.words):
            return "words"
        if self.services and matter.service not in self.services:
            return "service"
        if self.places and matter.place not in self.places:
            return "place"
        return "demand" if self.demands and matter.demand not in self.demands else ""

    @property
    def fits_everything(self) -> bool:
        """Whether it has no condition."""
        return not (self.words or self.services or self.demands or self.places)

    def list_examples(self) -> list[Matter]:
        """Its own examples, which must lead to it."""
        return [Matter(text=self.like[language], **self.known) for language in LANGUAGES]


@dataclass(frozen=True, slots=True)
class Routed:
    """The row that counts, and why each row above it did not."""

    row: Route
    passed: tuple[tuple[Route, str], ...]


def find_route(matter: Matter, rows: Collection[Route] | None = None) -> Routed:
    """Where it goes. Every matter goes somewhere: the last row has no condition."""
    passed: list[tuple[Route, str]] = []
    for row in get_routes() if rows is None else rows:
        reason = row.why_not(matter)
        if not reason:
            return Routed(row, tuple(passed))
        passed.append((row, reason))
    raise LookupError("the table has no last row")  # load_routes refuses such a table


def get_routes() -> tuple[Route, ...]:
    """The catalogue's table, in its order."""
    return load_routes(Path(settings.CATALOGUE) / "routing.yaml")


@cache
def load_routes(path: Path) -> tuple[Route, ...]:
    """Raises Faulty for every mistake: unknown keys and agencies, a last row with conditions, a row that
    its own example does not reach."""
    document = read_yaml(path)
    data = document.data if isinstance(document.data, dict) else {}
    faults: list[Fault] = []
    rows = tuple(
        row for code, written in _rows(data).items() if (row := _read(document, code, written, faults))
    )
    if not faults:
        faults += _check_order(document, rows)
    if faults:
        raise Faulty(faults)
    return rows


def _rows(data: dict[str, Any]) -> dict[str, Any]:
    rows = data.get("rows")
    return rows if isinstance(rows, dict) else {}


def _read(document: Document, code: str, row: Any, faults: list[Fault]) -> Route | None:
    keys = ("rows", code)
    if not isinstance(row, dict) or row.keys() - _ALLOWED or _NEEDED - row.keys():
        remedy = f"Give {', '.join(sorted(_NEEDED))}; also allowed: {', '.join(sorted(_ALLOWED - _NEEDED))}."
        faults.append(document.fault(keys, "This is no row.", remedy))
        return None
    before = len(faults)
    row = row | {"place": _as_list(row.get("place"))}
    words = row.get("words") or {}
    for name, text in (
        ("title", row["title"]),
        ("like", row["like"]),
        *([("words", words)] if words else []),
    ):
        if not isinstance(text, dict) or set(text) != set(LANGUAGES):
            faults.append(document.fault((*keys, name), "A language is missing.", "Write en and zh-hans."))
    agencies = {agency.code for agency in trust.list_agencies()}
    for agency in {row["lead"], *(row.get("with") or ())} - agencies:
        faults.append(document.fault(keys, f"There is no agency {agency}.", "Name one of agencies.yaml."))
    _check_known(document, keys, row, faults)
    if not all(isinstance(one, list) for one in (*words.values(), *filter(None, map(row.get, LISTS)))):
        faults.append(document.fault(keys, "This wants a list.", "Write [one, another]."))
        return None
    try:
        get_calendar(str(row["calendar"]))
        Term.parse(str(row["promise"]))
        lane = Lane(row.get("lane") or Lane.NORMAL)
    except (ValueError, LookupError, NotFound):
        faults.append(
            document.fault(keys, "The promise or the lane is unreadable.", "Write P2D, lane: urgent.")
        )
        return None
    if len(faults) > before:
        return None
    return Route(
        code=code, title=row["title"], lead=row["lead"], cooperating=tuple(row.get("with") or ()), lane=lane,
        promise=str(row["promise"]), calendar=row["calendar"], like=row["like"],
        words=tuple(word for one in words.values() for word in one),
        services=tuple(row.get("services") or ()), demands=tuple(row.get("demands") or ()),
        places=tuple(row.get("place") or ()), known=dict(row.get("as") or {}),
    )  # fmt: skip


def _check_known(document: Document, keys: tuple[str, ...], row: Any, faults: list[Fault]) -> None:
    """What is wanted, and what a door knows of the example, are things that there are."""
    if set(row.get("demands") or ()) - set(DEMANDS):
        faults.append(
            document.fault((*keys, "demands"), "A demand is unknown.", f"Use {', '.join(DEMANDS)}.")
        )
    if (row.get("as") or {}).keys() - set(KNOWN):
        remedy = f"Use {', '.join(KNOWN)}."
        faults.append(document.fault((*keys, "as"), "A door knows no such thing.", remedy))


def _as_list(written: Any) -> Any:
    """One word may stand without the brackets of a list."""
    return [written] if isinstance(written, str) else written


def _check_order(document: Document, rows: tuple[Route, ...]) -> list[Fault]:
    if not rows or not rows[-1].fits_everything:
        return [
            document.fault(("rows",), "The last row has conditions.", "End with a row that fits everything.")
        ]
    faults = []
    for row in rows[:-1]:
        if row.fits_everything:
            faults.append(document.fault(("rows", row.code), "No row below counts.", "Give it a condition."))
    for row in rows:
        for example in row.list_examples():
            found = find_route(example, rows).row
            if found is not row:
                says = f"Its example “{example.text}” goes to {found.code}."
                faults.append(
                    document.fault(("rows", row.code, "like"), says, "Move the row up, or mend it.")
                )
    return faults
