"""A connection that says what belongs together in one breath.

Where a transaction begins, which savepoint opens or closes, and whose rows the next statement may see are
words for the server, not questions to it: they are kept until a statement needs them, and travel before it.
A savepoint in which nothing happened is never sent, and that one closes no statement needs to know: it is
said with the next word, or never, since what ends the transaction or undoes an outer savepoint closes it too.
"""

import functools
from typing import Any, TypeVar

import psycopg
from psycopg import sql
from psycopg.abc import PQGen
from psycopg.pq import ConnStatus, ExecStatus, TransactionStatus
from psycopg.types.json import JsonbBinaryLoader
from pydantic_core import from_json

from onedoor.kernel.scope import SETTINGS, current_actor, settings_of

_GOOD = (ExecStatus.COMMAND_OK, ExecStatus.TUPLES_OK)
CLOSING = "release savepoint"
NOBODY = ("",) * len(SETTINGS)  # as a connection begins
T = TypeVar("T")


class HouseConnection(psycopg.Connection[Any]):
    """Names the actor in whose scope a statement runs before that statement, inside a transaction.
    ``is_anybodys`` until the whole connection was told to work as somebody."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._words: list[str] = []
        self._told: tuple[str, ...] | None = None
        self._in_transaction = False
        self.is_anybodys = True
        self.adapters.register_loader("jsonb", _Json)

    def begin(self) -> None:
        """Begin a transaction in the current actor's scope. Raises OperationalError when the server is
        gone; nothing has happened yet then."""
        self._words, self._in_transaction = ["begin"], True
        self._told = NOBODY if self.is_anybodys else None
        self._say(settings_of(current_actor()))

    def end(self) -> None:
        """The transaction is about to end, whichever way: what was not said need not be."""
        self._words, self._told, self._in_transaction = [], None, False

    def open_savepoint(self, name: str) -> None:
        """From here on what happens can be undone by itself."""
        self._words.append(f'savepoint "{name}"')

    def close_savepoint(self, name: str) -> None:
        """What happened since belongs to the whole again."""
        if self._words and self._words[-1] == f'savepoint "{name}"':
            self._words.pop()
        else:
            self._words.append(f'{CLOSING} "{name}"')

    def undo_to_savepoint(self, name: str) -> None:
        """Undo what happened since; the savepoint stays open, and the scope is named again."""
        opening = f'savepoint "{name}"'
        if opening in self._words:
            del self._words[self._words.index(opening) + 1 :]
            return
        self._words, self._told = [f'rollback to savepoint "{name}"'], None
        self._say(None)

    def wait(self, gen: PQGen[T], *args: Any, **kwargs: Any) -> T:
        """Every statement passes here: first what must be said before it."""
        if self._in_transaction and self.pgconn.transaction_status == TransactionStatus.INTRANS:
            settings = settings_of(current_actor())
            if settings != self._told or not all(word.startswith(CLOSING) for word in self._words):
                self._say(settings)
        return super().wait(gen, *args, **kwargs)

    def _say(self, settings: tuple[str, ...] | None) -> None:
        words, self._words = self._words, []
        if settings is not None and settings != self._told:
            words.append(_naming(settings, self._told))
        self._send(";".join(words))
        self._told = settings if settings is not None else self._told

    def _send(self, words: str) -> None:
        answer = self.pgconn.exec_(words.encode())
        if self.pgconn.status == ConnStatus.BAD:
            raise psycopg.OperationalError("the server is gone")
        if answer.status not in _GOOD:
            raise psycopg.errors.error_from_result(answer)


@functools.lru_cache(maxsize=1024)
def _naming(settings: tuple[str, ...], told: tuple[str, ...] | None) -> str:
    """The settings that are not as the server was told; all of them where that is not known."""
    said = zip(SETTINGS, settings, told or (None,) * len(SETTINGS), strict=True)
    new = [f"set_config('{name}', {sql.quote(value)}, true)" for name, value, known in said if value != known]
    return "select " + ", ".join(new)


class _Json(JsonbBinaryLoader):
    """A document as the quicker library reads it; for those who ask in binary."""

    _loads = from_json  # type: ignore[assignment]  # the stub hides that its first argument has a place
