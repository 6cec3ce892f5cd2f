"""CSV files: two lines of header, one line of column names, then the rows."""

import csv
import io
from collections.abc import Iterator
from typing import Any

from onedoor.exchange.intake.codes import FileRefused
from onedoor.exchange.intake.feeds import Feed

LONGEST_LINE, MOST_EMPTY = 131_072, 10_000  # beyond these it is no table, and is not read on

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
    lines = _filled(csv.reader(_lines(text), delimiter=_delimiter(text), strict=True))
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


def _lines(text: io.TextIOWrapper) -> Iterator[str]:
    while line := text.readline(LONGEST_LINE + 1):
        if len(line) > LONGEST_LINE:
            raise FileRefused("F03")
        yield line


def _filled(reader: Reader) -> Iterator[tuple[int, list[str]]]:
    empty = 0
    for cells in reader:
        if any(cell.strip() for cell in cells):
            empty = 0
            yield reader.line_num, cells
        elif (empty := empty + 1) > MOST_EMPTY:
            raise FileRefused("F03", line=reader.line_num)


def _columns(names: list[str], known: tuple[str, ...], optional: frozenset[str], line: int) -> list[str]:
    """The columns in the file's order, whatever their capitals; spreadsheets pad with empty ones."""
    spelled = {name.lower(): name for name in known}
    last = max((place for place, name in enumerate(names, 1) if name.strip()), default=0)
    names = names[:last]
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
