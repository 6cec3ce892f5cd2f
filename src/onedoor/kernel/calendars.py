"""Clocks that know opening hours and holidays: terms, calendars, and arithmetic between them.

Deadlines are computed from dates and calendars, never counted up: ``calendar.add(start, term)``.
Calendars are ``catalogue/calendars/*.yaml``; ``holidays.yaml`` beside them holds the shared days.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

from django.utils.translation import gettext_lazy as _

from onedoor.kernel.documents import Document, Fault, Faulty, read_yaml
from onedoor.kernel.errors import NotFound
from onedoor.kernel.text import LANGUAGES, Text

MINUTES_A_DAY = 24 * 60
_ISO = re.compile(r"P(?:(?P<weeks>\d+)W)?(?:(?P<days>\d+)D)?(?:T(?:(?P<hours>\d+)H)?(?:(?P<minutes>\d+)M)?)?")

Window = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Term:
    """A length of promised time: whole days, then minutes, of whichever calendar counts it."""

    days: int = 0
    minutes: int = 0

    @classmethod
    def parse(cls, text: str) -> "Term":
        """``P5D``, ``P2W``, ``PT60M``, ``P1DT4H``. ValueError for months and years, whose length
        is not fixed, and for a term of nothing."""
        found = _ISO.fullmatch(text.strip().upper())
        parts = {name: int(value or 0) for name, value in found.groupdict().items()} if found else {}
        term = cls(
            parts.get("weeks", 0) * 7 + parts.get("days", 0),
            parts.get("hours", 0) * 60 + parts.get("minutes", 0),
        )
        if not term:
            raise ValueError(f"not a term of days, hours and minutes: {text!r} (write P5D, PT4H or PT60M)")
        return term

    def __bool__(self) -> bool:
        return bool(self.days or self.minutes)

    def __str__(self) -> str:
        hours, minutes = divmod(self.minutes, 60)
        clock = (f"{hours}H" if hours else "") + (f"{minutes}M" if minutes else "")
        return (
            f"P{self.days}D" * bool(self.days) + (f"{'' if self.days else 'P'}T{clock}" if clock else "")
            or "PT0M"
        )


@dataclass(frozen=True)
class Calendar:
    """``hours`` holds, for Monday (0) to Sunday (6), windows in minutes since midnight."""

    name: str
    title: Text
    zone: ZoneInfo
    hours: Mapping[int, tuple[Window, ...]]
    holidays: Mapping[date, Text] = field(default_factory=dict)

    def is_open(self, at: datetime) -> bool:
        """Whether the clock runs at this moment; a closing time is already closed."""
        day = at.astimezone(self.zone).date()
        return any(opens <= at < closes for opens, closes in self._windows(day))

    def find_holiday(self, day: date) -> Text | None:
        """The name of the holiday on ``day``."""
        return self.holidays.get(day)

    def is_working_day(self, day: date) -> bool:
        return bool(self.hours.get(day.weekday())) and day not in self.holidays

    def add(self, start: datetime, term: Term) -> datetime:
        """When ``term`` has passed since ``start``, in UTC.

        A start while closed counts from the next opening. A day leads to the same time of the
        next working day (held within its hours); minutes count only while open.
        """
        moment = self.next_opening(start)
        if term.days:
            moment = self._same_time(moment, self._working_day_after(moment, term.days))
        return self._advance(moment, timedelta(minutes=term.minutes))

    def elapsed(self, start: datetime, end: datetime) -> timedelta:
        """Open time between two moments; nothing when ``end`` is not after ``start``."""
        # Two times of one zone compare by their clock faces, which repeat in autumn; UTC does not.
        start, end = start.astimezone(UTC), end.astimezone(UTC)
        total, day = timedelta(0), start.astimezone(self.zone).date()
        while start < end and day <= end.astimezone(self.zone).date():
            for opens, closes in self._windows(day):
                total += max(timedelta(0), min(closes, end) - max(opens, start))
            day += timedelta(days=1)
        return total

    def extend(self, deadline: datetime, *, stopped_at: datetime, resumed_at: datetime) -> datetime:
        """``deadline`` moved on by the open time of a stop; a stop that began too late saves nothing."""
        deadline, stopped_at = deadline.astimezone(UTC), stopped_at.astimezone(UTC)
        if stopped_at >= deadline:
            return deadline
        return self._advance(deadline, self.elapsed(stopped_at, resumed_at))

    def next_opening(self, at: datetime) -> datetime:
        """``at`` itself while open, otherwise the first moment that is, in UTC."""
        for opens, closes in self._windows_from(at):
            if at < closes:
                return max(at.astimezone(UTC), opens)
        raise AssertionError("unreachable: windows never end")

    def _advance(self, start: datetime, span: timedelta) -> datetime:
        """``start`` moved on by open time; a span of nothing stays where it is."""
        if not span:
            return start
        for opens, closes in self._windows_from(start):
            opens = max(opens, start)
            if span <= closes - opens:
                return opens + span
            span -= closes - opens
        raise AssertionError("unreachable: windows never end")

    def _working_day_after(self, moment: datetime, days: int) -> date:
        day = moment.astimezone(self.zone).date()
        while days:
            day += timedelta(days=1)
            days -= self.is_working_day(day)
        return day

    def _same_time(self, moment: datetime, day: date) -> datetime:
        local = moment.astimezone(self.zone)
        wanted = self._instant(day, local.time())
        windows = list(self._windows(day))
        for opens, closes in windows:
            if wanted <= closes:
                return max(wanted, opens)
        return windows[-1][1]

    def _windows_from(self, at: datetime) -> Iterator[tuple[datetime, datetime]]:
        day = at.astimezone(self.zone).date()
        while True:
            yield from (window for window in self._windows(day) if window[1] > at)
            day += timedelta(days=1)

    def _windows(self, day: date) -> Iterator[tuple[datetime, datetime]]:
        if day in self.holidays:
            return
        for opens, closes in self.hours.get(day.weekday(), ()):
            first, last = self._clock_time(day, opens), self._clock_time(day, closes)
            if first < last:
                yield first, last

    def _clock_time(self, day: date, minutes: int) -> datetime:
        days, minutes = divmod(minutes, MINUTES_A_DAY)
        return self._instant(day + timedelta(days=days), time(minutes // 60, minutes % 60))

    def _instant(self, day: date, at: time) -> datetime:
        """The UTC moment when clocks of the zone show ``at``; a time that a clock change skips is
        the moment of the change, so that later times stay later."""
        wall = datetime.combine(day, at.replace(fold=0), self.zone)
        moment = wall.astimezone(UTC)
        if moment.astimezone(self.zone).replace(tzinfo=None) == wall.replace(tzinfo=None):
            return moment
        return self._change_before(moment)

    def _change_before(self, moment: datetime) -> datetime:
        offset = moment.astimezone(self.zone).utcoffset()
        low, high = moment - timedelta(hours=24), moment
        while high - low > timedelta(seconds=1):
            middle = low + (high - low) / 2
            low, high = (
                (low, middle) if middle.astimezone(self.zone).utcoffset() == offset else (middle, high)
            )
        return high.replace(microsecond=0)


_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_HOURS = re.compile(r"(\d\d):(\d\d)-(\d\d):(\d\d)")


def get_calendar(name: str) -> Calendar:
    """The calendar of that name in the catalogue; NotFound when there is none."""
    from django.conf import settings  # the arithmetic above needs no settings

    calendars = load_calendars(Path(settings.CATALOGUE) / "calendars")
    if name not in calendars:
        raise NotFound("calendar.unknown", _("There is no calendar of that name."), calendar=name)
    return calendars[name]


@cache
def load_calendars(folder: Path) -> Mapping[str, Calendar]:
    """Every calendar of a folder, by name. Raises Faulty with file, line and remedy of each mistake."""
    calendars: dict[str, Calendar] = {}
    faults: list[Fault] = []
    for path in sorted(folder.glob("*.yaml")):
        if path.name == "holidays.yaml":
            continue
        try:
            calendar = _read_calendar(read_yaml(path))
            calendars[calendar.name] = calendar
        except Faulty as error:
            faults += error.faults
    if faults:
        raise Faulty(faults)
    return calendars


def _read_calendar(document: Document) -> Calendar:
    data = document.data if isinstance(document.data, dict) else {}
    faults = [
        document.fault((key,), f"'{key}' is not known here.", "Use calendar, title, zone, hours, holidays.")
        for key in data.keys() - {"calendar", "title", "zone", "hours", "holidays"}
    ]
    if data.get("calendar") != document.path.stem:
        faults.append(
            document.fault(("calendar",), "'calendar' differs from the file's name.", "Make them the same.")
        )
    if set(data.get("title") or ()) < set(LANGUAGES):
        faults.append(document.fault(("title",), "The title lacks a language.", "Write en and zh-hans."))
    try:
        zone = ZoneInfo(str(data.get("zone")))
    except (KeyError, ValueError, OSError):
        zone = ZoneInfo("UTC")
        faults.append(document.fault(("zone",), "The zone is unknown.", "Write one such as Asia/Singapore."))
    hours, wrong = _read_hours(document, data.get("hours") or {})
    if faults + wrong:
        raise Faulty(faults + wrong)
    holidays = _read_holidays(document.path.parent / data["holidays"]) if "holidays" in data else {}
    return Calendar(data["calendar"], data["title"], zone, hours, holidays)


def _read_hours(
    document: Document, data: Mapping[str, object]
) -> tuple[dict[int, tuple[Window, ...]], list[Fault]]:
    hours: dict[int, tuple[Window, ...]] = {}
    faults: list[Fault] = []
    for days, written in data.items():
        first, _dash, last = str(days).partition("-")
        windows = [_window(str(part)) for part in (written if isinstance(written, list) else [written])]
        if first not in _WEEKDAYS or (last or first) not in _WEEKDAYS:
            faults.append(
                document.fault(("hours", days), f"'{days}' names no days.", "Write mon-fri, or sat.")
            )
        elif None in windows or windows != sorted(w for w in windows if w):
            remedy = "Write 08:30-17:30, or a list in order of the day."
            faults.append(document.fault(("hours", days), f"'{written}' are no hours.", remedy))
        else:
            for weekday in range(_WEEKDAYS.index(first), _WEEKDAYS.index(last or first) + 1):
                hours[weekday] = tuple(w for w in windows if w)
    if not hours and not faults:
        faults.append(document.fault(("hours",), "The calendar is never open.", "Write hours for a weekday."))
    return hours, faults


def _window(text: str) -> Window | None:
    found = _HOURS.fullmatch(text)
    if not found:
        return None
    h1, m1, h2, m2 = map(int, found.groups())
    opens, closes = h1 * 60 + m1, h2 * 60 + m2
    return (opens, closes) if opens < closes <= MINUTES_A_DAY and m1 < 60 > m2 else None


def _read_holidays(path: Path) -> dict[date, Text]:
    document = read_yaml(path)
    days = document.data.get("holidays") if isinstance(document.data, dict) else None
    faults = [
        document.fault(
            ("holidays", str(day)),
            f"'{day}' is not a dated, named holiday.",
            "Write 2025-01-01: {en:, zh-hans:}.",
        )
        for day, name in (days or {}).items()
        if not isinstance(day, date) or not isinstance(name, dict) or set(name) != set(LANGUAGES)
    ]
    if faults or not days:
        raise Faulty(faults or [document.fault((), "There are no holidays.", "List them under holidays:.")])
    return dict(days)
