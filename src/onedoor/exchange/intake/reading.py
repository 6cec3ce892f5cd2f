"""One file from its bytes to checked rows: what the offline check and the intake both walk through."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import BinaryIO

from onedoor.exchange.intake.codes import FileRefused
from onedoor.exchange.intake.feeds import FEEDS, Feed, Header, IdentifierCheck, Row, read_header, read_row
from onedoor.exchange.intake.files import opened, survey
from onedoor.exchange.intake.objects import read_objects
from onedoor.exchange.intake.tables import read_table

MOST_ROWS = 2_000_000


@dataclass(slots=True)
class Reading:
    """A file being read. ``header`` is set before the first row comes; after the last row the
    control totals have been held against it, or FileRefused was raised."""

    feed: Feed
    header: Header
    count: int = 0
    total: Decimal = field(default_factory=Decimal)


def read_file(
    feed: Feed, file: BinaryIO, *, is_id: IdentifierCheck, latest_year: int
) -> Iterator[Reading | Row]:
    """First the Reading with its header, then each checked row. Raises FileRefused at the point
    where the file proves unfit, at the latest after the last row (E08)."""
    found = survey(file)
    with opened(file, found.encoding) as text:
        start = text.read(4096).lstrip()[:1]
        text.seek(0)
        numbered = read_objects(feed, text) if start == "{" else read_table(feed, text)
        line, cells = next(numbered)
        reading = Reading(feed, read_header(feed, cells, line=line, latest_year=latest_year))
        yield reading
        seen: set[str] = set()
        for line, cells in numbered:
            row = read_row(feed, reading.header, cells, line=line, is_id=is_id)
            reading.count += 1
            reading.total += row.counted
            if reading.count > MOST_ROWS:
                raise FileRefused("F08")
            yield _once(row, seen)
    if reading.count != reading.header.count or reading.total != reading.header.total:
        raise FileRefused("E08", detail=f"{reading.count} / {reading.total:.2f}")


def _once(row: Row, seen: set[str]) -> Row:
    """The same receipt (donations) or person (income) twice in one file is E07."""
    key = row.receipt or row.identifier
    if key in seen:
        return replace(row, codes=(*row.codes, "E07"))
    seen.add(key)
    return row


def guess_feed(file: BinaryIO) -> Feed:
    """The feed whose total the file's beginning names. Raises FileRefused F04 when none is."""
    with opened(file, survey(file).encoding) as text:
        beginning = text.read(4096).lower()
    for feed in FEEDS.values():
        if feed.total.lower() in beginning:
            return feed
    raise FileRefused("F04", detail=" / ".join(feed.total for feed in FEEDS.values()))
