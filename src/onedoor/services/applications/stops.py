"""Counting where people stop. A count says nothing of who, and is not in the journal.

A busy count is spread over several rows, since every row that is counted up is locked until the
request is over; rows of one request are taken in one order, so that no two wait for each other.
"""

import random
from collections.abc import Iterable
from datetime import datetime

from django.db import connection

from onedoor.kernel.clock import local
from onedoor.services.models.stops import SLOTS

_COUNT = """
insert into services_pagecount (service, version, page, question, what, door, day, slot, count)
values (%s, %s, %s, %s, %s, %s, %s, %s, 1)
on conflict (service, version, page, question, what, door, day, slot)
do update set count = services_pagecount.count + 1
"""


def count(
    *, service: str, version: str, page: str, door: str, at: datetime, what: Iterable[tuple[str, str]]
) -> None:
    """Count up each (what, question) of a page; the question is '' for the page as a whole."""
    slot, day = random.randrange(SLOTS), local(at).date()  # noqa: S311  # spreads locks, guards nothing
    rows = [(service, version, page, question, kind, door, day, slot) for kind, question in sorted(set(what))]
    with connection.cursor() as cursor:
        cursor.executemany(_COUNT, rows)
