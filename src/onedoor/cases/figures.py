"""How much of the work was done in time: one reading, for the public page and for the desk alike."""

from collections.abc import Sequence
from datetime import datetime
from typing import Literal

from django.db import connection, transaction

from onedoor.cases.types import OnTime
from onedoor.kernel.actors import SYSTEM
from onedoor.kernel.clock import ZONE
from onedoor.kernel.scope import scoped

Grouping = Literal["all", "agency", "service", "door", "month", "agency-month"]

_GROUPS: dict[Grouping, str] = {
    "all": "''",
    "agency": "c.agency",
    "service": "c.service",
    "door": "c.door",
    "month": "to_char(c.opened_at at time zone %(zone)s, 'YYYY-MM')",
    "agency-month": "to_char(c.opened_at at time zone %(zone)s, 'YYYY-MM') || ' ' || c.agency",
}
# A clock that stands still is not overdue: until the stop's own end, and only if it stopped in time.
OVERDUE = """c.closed_at is null and case
    when stop.stopped_at is null then c.promised_at < %(at)s
    when stop.ends_at <= %(at)s
        then greatest(c.promised_at, c.promised_at + (stop.ends_at - stop.stopped_at)) < %(at)s
        or c.promised_at < stop.stopped_at
    else c.promised_at < stop.stopped_at end"""
STANDING = "left join cases_clockstop stop on stop.case_id = c.id and stop.resumed_at is null"
_ON_TIME = """
    select {group} as name,
           count(*),
           count(c.closed_at),
           count(*) filter (where c.closed_at <= c.promised_at),
           count(*) filter (where {overdue}),
           count(*) filter (where exists (select 1 from cases_clockstop s where s.case_id = c.id)),
           count(*) filter (where exists (
               select 1 from cases_extension e where e.case_id = c.id and e.state = 'granted')),
           count(c.closed_at) filter (where c.owner is null and c.door not in ('desk', 'counter')),
           count(c.closed_at) filter (where c.owner is not null or c.door in ('desk', 'counter'))
    from cases_case c {standing}
    where c.opened_at <= %(at)s and (%(since)s::timestamptz is null or c.opened_at >= %(since)s)
      and (%(until)s::timestamptz is null or c.opened_at < %(until)s)
      and (%(service)s = '' or c.service = %(service)s) and (%(agency)s = '' or c.agency = %(agency)s)
      and (%(kinds)s::text[] = '{{}}' or c.kind = any(%(kinds)s::text[]))
    group by name order by name
"""


def count_on_time(
    grouping: Grouping = "all",
    *,
    at: datetime,
    since: datetime | None = None,
    until: datetime | None = None,
    service: str = "",
    agency: str = "",
    kinds: Sequence[str] = (),
) -> list[OnTime]:
    """The figures of each group of cases opened in this time, for anybody to see: no names. A case
    belongs to the month in which it was opened, whenever it is closed."""
    statement = _ON_TIME.format(group=_GROUPS[grouping], overdue=OVERDUE, standing=STANDING)
    given = {
        "at": at, "since": since, "until": until, "service": service, "agency": agency, "zone": ZONE.key,
        "kinds": list(kinds),
    }  # fmt: skip
    with transaction.atomic(), scoped(SYSTEM), connection.cursor() as cursor:
        cursor.execute(statement, given)
        return [
            OnTime(
                group=row[0], opened=row[1], closed=row[2], in_time=row[3], overdue_open=row[4],
                stopped=row[5], extended=row[6], self_served=row[7], assisted=row[8],
            )
            for row in cursor.fetchall()
        ]  # fmt: skip
