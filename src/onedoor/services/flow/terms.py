"""ISO terms with months and years, counted on the calendar's dates."""

from datetime import date, timedelta


def add_term(day: date, term: str, *, times: int = 1) -> date:
    """``day`` plus ``times`` an ISO term of years, months, weeks and days; 31 January plus a month is
    the last of February, and plus two months the last of March."""
    years, months, weeks, days = (times * _part(term, mark) for mark in "YMWD")
    total = day.year * 12 + day.month - 1 + years * 12 + months
    year, month = divmod(total, 12)
    for last in (day.day, 30, 29, 28):
        try:
            return date(year, month + 1, last) + timedelta(days=days, weeks=weeks)
        except ValueError:
            continue
    raise ValueError(term)


def _part(term: str, mark: str) -> int:
    digits = term.partition("T")[0].partition(mark)[0] if mark in term.partition("T")[0] else ""
    tail = "".join(c if c.isdigit() else " " for c in digits).split()
    return int(tail[-1]) if tail else 0
