"""JSON files: the header's fields, then ``"records": [...]``, read one record at a time."""

import json
from collections.abc import Iterator
from typing import IO, Any

from onedoor.exchange.intake.codes import FileRefused
from onedoor.exchange.intake.feeds import Feed

Cells = dict[str, str]
_PIECE = 1 << 16
_SPACE = " \t\r\n"


def read_objects(feed: Feed, text: IO[str]) -> Iterator[tuple[int, Cells]]:
    """The header's cells first, then each record's, numbered by line. Raises FileRefused."""
    tokens = _Tokens(text)
    tokens.take("{")
    header: dict[str, Any] = {}
    while True:
        name = tokens.value()
        tokens.take(":")
        if name == "records":
            break
        if not isinstance(name, str) or name in header:
            raise FileRefused("F04", line=tokens.line, detail=str(name)[:40])
        header[name] = tokens.value()
        tokens.take(",")
    yield tokens.line, _cells(header, feed.header, frozenset(), tokens.line)
    tokens.take("[")
    if not tokens.skip("]"):
        while True:
            record = tokens.value()
            yield tokens.line, _cells(record, feed.columns, feed.optional, tokens.line)
            if tokens.skip("]"):
                break
            tokens.take(",")
    tokens.take("}")
    if tokens.peek():
        raise FileRefused("F03", line=tokens.line)


def _cells(found: Any, known: tuple[str, ...], optional: frozenset[str], line: int) -> Cells:
    if not isinstance(found, dict):
        raise FileRefused("F03", line=line)
    strange = [name[:40] for name in found if name not in known]
    missing = [name for name in known if name not in found and name not in optional]
    if strange or missing:
        raise FileRefused("F04", line=line, detail=", ".join(strange + missing))
    wrong = [name for name, value in found.items() if not _readable(value)]
    if wrong:
        raise FileRefused("F03", line=line, detail=", ".join(wrong))
    return {name: value or "" for name, value in found.items()}


def _readable(value: Any) -> bool:
    """Text or number; no NUL and no half of a character pair, which no database keeps."""
    if value is None:
        return True
    return isinstance(value, str) and not any(c == "\0" or "\ud800" <= c <= "\udfff" for c in value)


class _Tokens:
    """Reads JSON values from a stream; numbers stay the text that they were written as."""

    def __init__(self, text: IO[str]) -> None:
        self._text = text
        self._held = ""
        self._ended = False
        self._decoder = json.JSONDecoder(
            parse_float=str,
            parse_int=str,
            parse_constant=_refuse_constant,
            object_pairs_hook=_without_doubles,
        )
        self.line = 1

    def peek(self) -> str:
        """The next character that is no space; empty at the end."""
        while True:
            kept = self._held.lstrip(_SPACE)
            self._pass(len(self._held) - len(kept))
            if self._held or not self._more():
                return self._held[:1]

    def take(self, mark: str) -> None:
        """Pass ``mark``, which must come now."""
        if self.peek() != mark:
            raise FileRefused("F03", line=self.line)
        self._pass(1)

    def skip(self, mark: str) -> bool:
        """Pass ``mark`` if it comes now."""
        if self.peek() != mark:
            return False
        self._pass(1)
        return True

    def value(self) -> Any:
        """The next value whole, however it is cut by the pieces read."""
        self.peek()
        while True:
            try:
                value, end = self._decoder.raw_decode(self._held)
                if end < len(self._held) or not self._more():
                    self._pass(end)
                    return value
            except (json.JSONDecodeError, RecursionError) as error:
                deep = isinstance(error, RecursionError) or len(self._held) > 4 * _PIECE
                if deep or not self._more():
                    raise FileRefused("F03", line=self.line) from error

    def _more(self) -> bool:
        piece = self._text.read(_PIECE)
        self._held += piece
        return bool(piece)

    def _pass(self, length: int) -> None:
        self.line += self._held.count("\n", 0, length)
        self._held = self._held[length:]


def _refuse_constant(name: str) -> Any:
    raise FileRefused("F03", detail=name)


def _without_doubles(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise FileRefused("F04", detail="doubled key")
    return found
