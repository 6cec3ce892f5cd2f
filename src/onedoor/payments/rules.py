"""Pure rules of payments: how a bill is spread over months."""

import calendar
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from onedoor.kernel.money import CENT

MOST_PARTS = 12
SMALLEST_PART = Decimal("10.00")


def spread(amount: Decimal, first_due_date: date, parts: int) -> Iterator[tuple[date, Decimal]]:
    """Equal monthly parts that sum to ``amount``; the first carries the odd cents, and a day that
    a month lacks becomes its last."""
    part = (amount / parts).quantize(CENT, rounding="ROUND_DOWN")
    for position in range(parts):
        yield _months_after(first_due_date, position), part if position else amount - part * (parts - 1)


def _months_after(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
