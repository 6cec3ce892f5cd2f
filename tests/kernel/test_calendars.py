"""Clocks that know opening hours and holidays."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onedoor.kernel.calendars import Calendar, Term, get_calendar, load_calendars
from onedoor.kernel.documents import Faulty
from onedoor.kernel.errors import NotFound

CITY = ZoneInfo("Asia/Singapore")
OFFICE = dict.fromkeys(range(5), ((9 * 60, 12 * 60), (13 * 60, 17 * 60 + 30))) | {5: ((10 * 60, 13 * 60),)}
HERE = Calendar("office", {}, CITY, OFFICE, {date(2025, 3, 31): {"en": "Hari Raya Puasa"}})
BERLIN = Calendar("berlin", {}, ZoneInfo("Europe/Berlin"), OFFICE)
ALL_DAY = Calendar("all-day", {}, ZoneInfo("America/New_York"), dict.fromkeys(range(7), ((0, 24 * 60),)))

calendars = st.sampled_from([HERE, BERLIN, ALL_DAY])
moments = st.datetimes(
    datetime(2024, 1, 1),  # noqa: DTZ001  # hypothesis adds the zone
    datetime(2026, 12, 31),  # noqa: DTZ001
    timezones=st.just(UTC),
)
terms = st.builds(Term, st.integers(0, 30), st.integers(0, 6000)).filter(bool)


def city(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=CITY)


@pytest.mark.parametrize(
    ("calendar", "start", "term", "end"),
    [
        ("working-days", "2025-03-14 16:00", "P2D", "2025-03-18 16:00"),  # Friday to Tuesday
        ("working-days", "2025-03-28 16:00", "P2D", "2025-04-02 16:00"),  # over a holiday Monday
        ("working-days", "2024-02-28 10:00", "P1D", "2024-02-29 10:00"),  # a leap day is a day
        ("working-days", "2024-02-29 10:00", "P1D", "2024-03-01 10:00"),
        ("working-days", "2025-03-15 10:00", "P1D", "2025-03-18 00:00"),  # Saturday starts on Monday
        ("working-days", "2026-05-29 09:00", "P1D", "2026-06-02 09:00"),  # a Sunday holiday takes Monday
        ("business-hours", "2025-03-14 16:30", "PT2H", "2025-03-17 09:30"),
        ("business-hours", "2025-03-13 17:45", "P1D", "2025-03-14 17:30"),  # Friday closes earlier
        ("business-hours", "2025-03-10 18:05", "PT60M", "2025-03-11 09:30"),
        ("always", "2025-03-30 18:05", "PT60M", "2025-03-30 19:05"),  # the eve of a holiday
        ("always", "2024-12-31 23:30", "PT1H", "2025-01-01 00:30"),
        ("always", "2024-02-28 12:00", "PT24H", "2024-02-29 12:00"),
    ],
)
def test_a_term_ends(calendar: str, start: str, term: str, end: str) -> None:
    assert get_calendar(calendar).add(city(start), Term.parse(term)) == city(end)


@pytest.mark.parametrize(
    ("start", "end", "minutes"),
    [
        ("2025-03-10 09:00", "2025-03-10 12:30", 180),  # lunch does not count
        ("2025-03-14 17:00", "2025-03-17 09:15", 30 + 180 + 15),  # Saturday morning counts
        ("2025-03-31 09:00", "2025-03-31 17:00", 0),  # a holiday
        ("2025-03-11 10:00", "2025-03-10 10:00", 0),  # backwards
    ],
)
def test_only_open_time_elapses(start: str, end: str, minutes: int) -> None:
    assert HERE.elapsed(city(start), city(end)) == timedelta(minutes=minutes)


def test_a_closing_time_is_closed() -> None:
    assert HERE.is_open(city("2025-03-10 11:59"))
    assert not HERE.is_open(city("2025-03-10 12:00"))
    assert HERE.is_open(city("2025-03-10 13:00"))
    assert not HERE.is_open(city("2025-03-31 10:00"))


def test_a_holiday_has_a_name() -> None:
    assert get_calendar("working-days").find_holiday(date(2025, 8, 9)) == {
        "en": "Harbour Day",
        "zh-hans": "海港日",
    }
    assert get_calendar("always").find_holiday(date(2025, 8, 9)) is None


def test_an_hour_is_an_hour_when_the_clocks_change() -> None:
    zone = ALL_DAY.zone
    spring, autumn = datetime(2025, 3, 9, 1, 30, tzinfo=zone), datetime(2025, 11, 2, 0, 30, tzinfo=zone)
    assert ALL_DAY.add(spring, Term(minutes=60)) == datetime(2025, 3, 9, 3, 30, tzinfo=zone)
    second_half_past_one = datetime(2025, 11, 2, 1, 30, tzinfo=zone, fold=1).astimezone(UTC)
    assert ALL_DAY.add(autumn, Term(minutes=120)) == second_half_past_one
    assert ALL_DAY.elapsed(autumn, second_half_past_one.astimezone(zone)) == timedelta(hours=2)


def test_a_day_keeps_the_time_on_the_clock_when_the_clocks_change() -> None:
    zone = ALL_DAY.zone
    assert ALL_DAY.add(datetime(2025, 3, 8, 9, tzinfo=zone), Term(days=1)) == datetime(
        2025, 3, 9, 9, tzinfo=zone
    )
    skipped = ALL_DAY.add(datetime(2025, 3, 8, 2, 30, tzinfo=zone), Term(days=1))
    assert skipped == datetime(2025, 3, 9, 3, 0, tzinfo=zone)


@given(calendars, moments, moments, terms)
def test_a_later_start_never_ends_earlier(calendar: Calendar, a: datetime, b: datetime, term: Term) -> None:
    first, second = sorted([a, b])
    assert calendar.add(first, term) <= calendar.add(second, term)


@given(calendars, moments, st.integers(1, 20_000))
def test_what_was_added_has_elapsed(calendar: Calendar, start: datetime, minutes: int) -> None:
    assert calendar.elapsed(start, calendar.add(start, Term(minutes=minutes))) == timedelta(minutes=minutes)


@given(calendars, moments, terms, terms)
def test_a_longer_term_never_ends_earlier(calendar: Calendar, start: datetime, a: Term, b: Term) -> None:
    longer = Term(a.days + b.days, a.minutes + b.minutes)
    assert start <= calendar.add(start, a) <= calendar.add(start, longer)


@given(calendars, moments, moments, moments)
def test_elapsed_time_adds_up(calendar: Calendar, a: datetime, b: datetime, c: datetime) -> None:
    a, b, c = sorted([a, b, c])
    assert calendar.elapsed(a, b) + calendar.elapsed(b, c) == calendar.elapsed(a, c)


def test_a_stop_moves_the_deadline_by_its_open_time() -> None:
    stopped_at, resumed_at = city("2025-03-10 16:30"), city("2025-03-11 10:00")
    moved = HERE.extend(city("2025-03-12 16:00"), stopped_at=stopped_at, resumed_at=resumed_at)
    assert moved == city("2025-03-13 09:30")


def test_a_stop_after_the_deadline_excuses_nothing() -> None:
    deadline = city("2025-03-12 16:00")
    assert HERE.extend(deadline, stopped_at=deadline, resumed_at=city("2025-03-20 10:00")) == deadline


@pytest.mark.parametrize("text", ["P5D", "P14D", "PT4H", "PT45M", "P1DT1H30M"])
def test_a_term_is_written_as_it_was_read(text: str) -> None:
    assert str(Term.parse(text)) == text


def test_weeks_are_seven_days() -> None:
    assert Term.parse("P2W") == Term(days=14)


@pytest.mark.parametrize(
    "text", ["", "P", "PT", "P0D", "PT0M", "P1M", "P1Y", "5 days", "P-1D", "P1.5D", "PT5S"]
)
def test_a_term_without_a_fixed_length_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not a term"):
        Term.parse(text)


def test_an_unknown_calendar_is_not_found() -> None:
    with pytest.raises(NotFound):
        get_calendar("lunar")


@pytest.mark.parametrize(
    ("line", "text"),
    [
        (2, "calendar: mine\ntitle: {en: Mine}\nzone: UTC\nhours: {mon: 09:00-17:00}\n"),
        (3, "calendar: mine\ntitle: {en: M, zh-hans: 我}\nzone: Asia/Atlantis\nhours: {mon: 09:00-17:00}\n"),
        (4, "calendar: mine\ntitle: {en: M, zh-hans: 我}\nzone: UTC\nhours: {mon: 17:00-09:00}\n"),
        (5, "calendar: mine\ntitle: {en: M, zh-hans: 我}\nzone: UTC\nhours:\n  funday: 09:00-17:00\n"),
        (4, "calendar: mine\ntitle: {en: M, zh-hans: 我}\nzone: UTC\nhours: {}\n"),
        (
            1,
            "calender: mine\ncalendar: mine\n"
            "title: {en: M, zh-hans: 我}\nzone: UTC\nhours: {mon: 09:00-17:00}\n",
        ),
    ],
)
def test_a_fault_names_its_line_and_the_remedy(tmp_path: Path, line: int, text: str) -> None:
    (tmp_path / "mine.yaml").write_text(text)
    with pytest.raises(Faulty) as faulty:
        load_calendars(tmp_path)
    assert [(fault.line, bool(fault.remedy)) for fault in faulty.value.faults] == [(line, True)]


def test_every_minute_of_the_year_is_open_for_urgent_work() -> None:
    hours = get_calendar("always").elapsed(city("2025-01-01 00:00"), city("2026-01-01 00:00"))
    assert hours == timedelta(hours=8760)
