"""What agencies did with persons' data, by month and agency, for everybody to see."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.utils.translation import gettext, gettext_lazy

from onedoor.cases import queries as cases
from onedoor.exchange import queries as exchange
from onedoor.exchange.types import Incident
from onedoor.kernel import clock
from onedoor.kernel.errors import NotFound
from onedoor.kernel.text import pick
from onedoor.look.small_counts import suppress, suppress_total
from onedoor.trust import queries as trust

QUESTIONS = ("data-use-question", "data-use-objection")
MONTHS = 24
MEASURES = ("disclosed", "refused", "looked", "asked", "answered", "in_time")
HEADS = {
    "disclosed": gettext_lazy("Told to the agency"),
    "refused": gettext_lazy("Refused"),
    "looked": gettext_lazy("Pages opened by officers"),
    "asked": gettext_lazy("Asked about by the person"),
    "answered": gettext_lazy("Answered"),
    "in_time": gettext_lazy("Answered in time"),
}
Counts = dict[tuple[str, str], dict[str, int]]


@dataclass(frozen=True, slots=True)
class Line:
    """A month of an agency; None where a count is too small to be shown."""

    month: str
    agency: str
    agency_name: str
    counts: tuple[int | None, ...]
    agreements: int


@dataclass(frozen=True, slots=True)
class Report:
    """``totals`` are those of the journal and of the cases in the same time, where not too small;
    ``withheld`` of them are not shown to their persons yet, because a law says so."""

    lines: tuple[Line, ...]
    totals: tuple[int | None, ...]
    since: datetime
    withheld: int | None = 0
    incidents: tuple[Incident, ...] = ()


def read_report(*, at: datetime) -> Report:
    """The last two years, newest month first, up to ``at``."""
    since = _begin(clock.local(at).date())
    counts = _count(since, at)
    order = sorted(counts, key=lambda key: (-int(key[0].replace("-", "")), key[1]))
    columns = [[counts[key].get(measure, 0) for key in order] for measure in MEASURES]
    shown = [suppress(column) for column in columns]
    return Report(
        lines=tuple(
            Line(
                month, agency, _name(agency), tuple(column[place] for column in shown),
                _agreements(agency, month, at),
            )
            for place, (month, agency) in enumerate(order)
        ),
        totals=tuple(suppress_total(column) for column in columns),
        since=since,
        incidents=tuple(exchange.list_incidents(since=since)),
        withheld=suppress([exchange.count_withheld(since=since, until=at, at=at)])[0],
    )  # fmt: skip


def rows_of(report: Report) -> Iterator[list[str]]:
    """The same as a table of words, its head first."""
    yield ["month", "agency", *MEASURES, "agreements"]
    for line in report.lines:
        yield [line.month, line.agency, *map(_written, line.counts), str(line.agreements)]
    yield ["total", "", *map(_written, report.totals), ""]
    if report.withheld != 0:
        yield ["withheld", "", _written(report.withheld), *[""] * len(MEASURES)]


def context_of(report: Report) -> Mapping[str, Any]:
    """For the page."""
    return {
        "heads": HEADS.values(),
        "lines": [(line, [_written(count) for count in line.counts]) for line in report.lines],
        "totals": [_written(count) for count in report.totals],
        "since": report.since,
        "withheld": _written(report.withheld),
        "incidents": [(one, _written(suppress([one.affected])[0])) for one in report.incidents],
    }


def _count(since: datetime, until: datetime) -> Counts:
    counts: Counts = {}
    for use in exchange.count_uses(since=since, until=until):
        counts[use.month, use.agency] = {
            "disclosed": use.disclosed, "refused": use.refused, "looked": use.looked,
        }  # fmt: skip
    for asked in cases.count_on_time("agency-month", at=until, since=since, kinds=QUESTIONS):
        month, _space, agency = asked.group.partition(" ")
        counts.setdefault((month, agency), {}).update(
            asked=asked.opened, answered=asked.closed, in_time=asked.in_time
        )
    return counts


def _agreements(agency: str, month: str, at: datetime) -> int:
    """In force at the month's last day, or now."""
    year, number = map(int, month.split("-"))
    last = date(year + number // 12, number % 12 + 1, 1) - timedelta(days=1)
    day = min(last, clock.local(at).date())
    return sum(one.receiver == agency and one.in_force(day) for one in exchange.list_agreements())


def _begin(today: date) -> datetime:
    months = today.year * 12 + today.month - MONTHS
    return datetime(months // 12, months % 12 + 1, 1, tzinfo=clock.ZONE)


def _name(agency: str) -> str:
    if not agency:
        return gettext("not noted")
    try:
        return pick(trust.get_agency(agency).name)
    except NotFound:
        return agency


def _written(count: int | None) -> str:
    return "<5" if count is None else str(count)
