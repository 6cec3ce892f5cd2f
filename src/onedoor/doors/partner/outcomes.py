"""A batch's outcome as lines of a table."""

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _

from onedoor.exchange import queries
from onedoor.exchange.types import RowOutcome, RowState

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def outcome_lines(rows: Iterable[RowOutcome]) -> Iterator[list[str]]:
    """A heading, then one line a row."""
    yield [
        _("Line"),
        _("Record"),
        _("Person"),
        _("Receipt"),
        _("Amount"),
        _("Outcome"),
        _("Code"),
        _("What to do"),
    ]
    for row in rows:
        yield [
            str(row.line),
            _plain(row.record),
            row.identifier,
            _plain(row.reference),
            "" if row.amount is None else f"{row.amount:.2f}",
            str(RowState(row.state).label),
            " ".join(row.codes),
            " ".join(queries.explain_code(code) for code in row.codes),
        ]


def _plain(text: str) -> str:
    """A spreadsheet must not run what a partner wrote as a formula."""
    return f"'{text}" if text.startswith(_FORMULA) else text
