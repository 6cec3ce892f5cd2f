"""Pure rules of payments: how a bill is spread over months, and money over lines."""

import calendar
from collections.abc import Iterator, Sequence
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


def read_account(text: str) -> str | None:
    """The figures of an account number, however it was grouped; None when it can be none."""
    figures = "".join(text.split()).replace("-", "")
    return figures if figures.isascii() and figures.isdigit() and 9 <= len(figures) <= 18 else None


def apportion(amount: Decimal, open_amounts: Sequence[Decimal]) -> list[Decimal]:
    """``amount`` over what is open on each line, pro rata to the cent.

    Each share is rounded towards nought; the cents left over go, one each, to the lines that lost
    the largest part of a cent (the earlier line first where equal). A line never gets more than is
    open on it, an amount equal to the sum pays every line in full, and credits (negative lines)
    share like the rest, so that the shares always sum to ``amount``. Since each payment is spread
    over what was open before it, no later payment ever takes a cent from a line.
    """
    whole, cents = int(amount / CENT), [int(one / CENT) for one in open_amounts]
    total = sum(cents)
    if not 0 <= whole <= max(total, 0):
        raise ValueError("the amount is not within what is open")
    if whole == 0:
        return [Decimal("0.00") for _ in cents]
    shares = [abs(one) * whole // total * (1 if one > 0 else -1) for one in cents]
    lost = sorted(range(len(cents)), key=lambda i: (-(abs(cents[i]) * whole % total), i))
    left, step = whole - sum(shares), 1 if whole >= sum(shares) else -1
    # A cent too few goes to a debit that lost most; a cent too many to a credit that lost most.
    takers = [i for i in lost if cents[i] * step > 0 and shares[i] != cents[i]]
    for i in takers[: abs(left)]:
        shares[i] += step
    return [share * CENT for share in shares]


def _months_after(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
