"""CSV files: two lines of header, one line of column names, then the rows."""

import csv
import io
from collections.abc import Iterator
from typing import Any

from onedoor.exchange.intake.codes import FileRefused
from onedoor.exchange.intake.feeds import Feed

Cells = dict[str, str]
Reader = Any  # csv names no type for its readers
Numbered = tuple[int, Cells]


def read_table(feed: Feed, text: io.TextIOWrapper) -> Iterator[Numbered]:
    """The header's cells first, then each row's, with line numbers. Raises FileRefused."""
    try:
        yield from _read(feed, text)
    except csv.Error as error:
        raise FileRefused("F03", detail=str(error)) from error


def _read(feed: Feed, text: io.TextIOWrapper) -> Iterator[Numbered]:
    lines = _filled(csv.reader(text, delimiter=_delimiter(text), strict=True))
    line, names = next(lines, (1, []))
    columns = _columns(names, feed.header, frozenset(), line)
    line, cells = next(lines, (line, []))
    yield line, _cells(columns, cells, line)
    line, names = next(lines, (line, []))
    columns = _columns(names, feed.columns, feed.optional, line)
    for line, cells in lines:
        yield line, _cells(columns, cells, line)


def _delimiter(text: io.TextIOWrapper) -> str:
    beginning = text.readline(4096)
    text.seek(0)
    return max(",;\t", key=beginning.count)


def _filled(reader: Reader) -> Iterator[tuple[int, list[str]]]:
    for cells in reader:
        if any(cell.strip() for cell in cells):
            yield reader.line_num, cells


def _columns(names: list[str], known: tuple[str, ...], optional: frozenset[str], line: int) -> list[str]:
    """The columns in the file's order, whatever their capitals; spreadsheets pad with empty ones."""
    spelled = {name.lower(): name for name in known}
    while names and not names[-1].strip():
        names = names[:-1]
    columns = [spelled.get(name.strip().lower(), "") for name in names]
    strange = [name.strip()[:40] for name, column in zip(names, columns, strict=True) if not column]
    missing = [name for name in known if name not in columns and name not in optional]
    doubled = [name for name in known if columns.count(name) > 1]
    if not columns or strange or missing or doubled:
        raise FileRefused("F04", line=line, detail=", ".join([*strange, *missing, *doubled]))
    return columns


def _cells(columns: list[str], cells: list[str], line: int) -> Cells:
    surplus = cells[len(columns) :]
    if len(cells) < len(columns) or any(cell.strip() for cell in surplus):
        raise FileRefused("F05", line=line)
    return dict(zip(columns, cells, strict=False))
