"""Pure rules of cases: the order of lanes, and which lane a deadline asks for."""

from datetime import datetime, timedelta
from decimal import Decimal

from onedoor.cases.types import Lane
from onedoor.kernel.calendars import Term

MOST_RETURNS = 3
"""An order that changed hands so often is a problem order (问题工单)."""
LANE_ORDER = {Lane.URGENT: 0, Lane.FAST: 1, Lane.NORMAL: 2}

UNOWNED_AT_MOST = timedelta(minutes=5)
"""An urgent case has an owner who has taken it within this time, or the next on duty gets it."""


def lane_at(lane: Lane, urgent_after: datetime | None, at: datetime) -> Lane:
    """``lane``, or urgent once ``urgent_after`` has come."""
    return Lane.URGENT if urgent_after is not None and at >= urgent_after else lane


def sum_terms(*terms: Term) -> Term:
    """All of them together; no terms make an empty one."""
    return Term(sum(term.days for term in terms), sum(term.minutes for term in terms))


def is_drawn(number: bytes, share: Decimal) -> bool:
    """Whether something with this even-handed number belongs to the share that is drawn."""
    return int.from_bytes(number[:8]) < share * 2**64
