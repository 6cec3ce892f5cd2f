"""The offline check: everything that a file shows of itself, for the command line and the upload page."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import BinaryIO

from onedoor.exchange.intake.codes import FileRefused
from onedoor.exchange.intake.feeds import FEEDS, Row
from onedoor.exchange.intake.files import as_stream
from onedoor.exchange.intake.reading import Reading, guess_feed, read_file
from onedoor.people.rules import check_identifier

MOST_SHOWN = 200


@dataclass(slots=True)
class CheckedRow:
    """A row with faults."""

    line: int
    record: str
    codes: tuple[str, ...]


@dataclass(slots=True)
class Check:
    """What was found. ``code`` is set when the file would be refused whole; ``faults`` holds the
    first faulty rows."""

    feed: str = ""
    period: str = ""
    rows: int = 0
    faulty: int = 0
    total: Decimal = field(default_factory=Decimal)
    code: str = ""
    line: int = 0
    detail: str = ""
    faults: list[CheckedRow] = field(default_factory=list)

    @property
    def clean(self) -> bool:
        """Whether nothing wrong can be seen."""
        return not self.code and not self.faulty


def check_file(file: bytes | BinaryIO, *, feed: str = "", today: date) -> Check:
    """Read the whole file without a database. Never raises for what the file holds."""
    check, stream = Check(feed), as_stream(file)
    try:
        found = FEEDS[feed] if feed else guess_feed(stream)
        check.feed = found.code
        for part in read_file(found, stream, is_id=check_identifier, latest_year=today.year):
            if isinstance(part, Reading):
                check.period = part.header.period
            else:
                _note(check, part)
    except FileRefused as refusal:
        check.code, check.line, check.detail = refusal.code, refusal.line, refusal.detail
    return check


def _note(check: Check, row: Row) -> None:
    check.rows += 1
    check.total += row.counted
    if row.codes:
        check.faulty += 1
        if len(check.faults) < MOST_SHOWN:
            check.faults.append(CheckedRow(row.line, row.record, row.codes))
