"""What trust costs: the same requests with and without the log of looks, the second wall and the seals.

``python -m benchmarks.trusting``. Nothing of the product can be switched off; what is left out here is left
out in this process and on a database of its own.
"""

import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from unittest.mock import patch

from benchmarks.house import new_house
from benchmarks.tables import Table, milliseconds

SIZE, SAMPLE, WARM_UP, ROUNDS = 10_000, 120, 30, 3
TITLE = "The cost of trust"
AGAINST = (
    f"Server time of one request in one process, through Django's test client; {SAMPLE} different customers, "
    f"the median of {ROUNDS} rounds' medians. Without the log: no entry that an officer looked. Without the "
    "wall: no row-level security, and no actor named to the database. Without seals: what is sealed is "
    "opened once and remembered. Aim: all three together under 25 % of the request."
)
COLUMNS = ("Request", "all on ms", "no log", "no wall", "no seals", "none of them", "cost")
Ask = Callable[[int], None]


def main() -> None:
    """Print the table."""
    with new_house("trusting"):
        from benchmarks.answering import fill_house
        from benchmarks.machine import describe_machine

        print(describe_machine(), end="\n\n", flush=True)
        fill_house(SIZE)
        table = Table(TITLE, AGAINST, COLUMNS)
        for title, ask in _requests():
            _measure(table, title, ask)
        print(table)


def _measure(table: Table, title: str, ask: Ask) -> None:
    ways = ((), ("log",), ("wall",), ("seals",), ("log", "wall", "seals"))
    taken: dict[tuple[str, ...], list[float]] = {way: [] for way in ways}
    for _round in range(ROUNDS):  # in turn, so that a busy moment of the machine falls on all of them
        for way in ways:
            with _without(*way):
                taken[way].append(_time(ask))
    found = [statistics.median(taken[way]) for way in ways]
    cost = (found[0] - found[-1]) / found[-1]
    table.add(title, *map(milliseconds, found), f"{cost:.0%}")


def _time(ask: Ask) -> float:
    for number in range(WARM_UP):
        ask(number)
    seconds = []
    for number in range(WARM_UP, WARM_UP + SAMPLE):
        started = time.perf_counter()
        ask(number)
        seconds.append(time.perf_counter() - started)
    return statistics.median(seconds)


def _requests() -> Iterator[tuple[str, Ask]]:
    from django.test import Client

    from benchmarks.answering import make_keys
    from benchmarks.city import customer_id, list_customers

    keys, browser = make_keys(), Client()
    identifiers = [new.identifier for new in list_customers(range(WARM_UP + SAMPLE))]

    def head(number: int) -> dict[str, str]:
        return {"Authorization": f"Bearer {keys[number % len(keys)]}", "Onedoor-Purpose": "answer-customer"}

    def find(number: int) -> None:
        body = {"identifier": identifiers[number]}
        answer = browser.post(
            "/api/v1/desk/customers/find", body, content_type="application/json", headers=head(number)
        )
        assert answer.status_code == 200, answer.content

    def history(number: int) -> None:
        address = f"/api/v1/desk/customers/{customer_id(number)}/history"
        assert browser.get(address, headers=head(number)).status_code == 200

    yield "find a customer", find
    yield "read her history", history
    yield "open her page at the desk", _officer()


def _officer() -> Ask:
    """She said before why she opens each record: the day is the one on which the pages are measured."""
    from pathlib import Path

    from django.conf import settings

    from benchmarks.pages import TODAY, Officer
    from onedoor.kernel import clock

    clock.set_demo_clock(Path(settings.HOME) / "bench-clock", TODAY)
    clock.use_demo_clock(Path(settings.HOME) / "bench-clock")
    return Officer(list(range(WARM_UP + SAMPLE))).look


@contextmanager
def _without(*parts: str) -> Iterator[None]:
    with ExitStack() as stack:
        for part in parts:
            stack.enter_context(_WAYS[part]())
        yield


@contextmanager
def _no_log() -> Iterator[None]:
    with patch("onedoor.people.actions.customers._record"):
        yield


@contextmanager
def _no_seals() -> Iterator[None]:
    from onedoor.trust import queries as trust

    opened: dict[tuple[bytes, str], str] = {}
    unseal = trust.unseal

    def remembered(sealed: bytes, *, purpose: str = "record") -> str:
        key = (bytes(sealed), purpose)
        if key not in opened:
            opened[key] = unseal(sealed, purpose=purpose)
        return opened[key]

    with patch.object(trust, "unseal", remembered):
        yield


@contextmanager
def _no_wall() -> Iterator[None]:
    from onedoor.kernel.postgres import connecting

    tables = _guarded()
    _alter(tables, "no force row level security", "disable row level security")

    def begin(self: connecting.HouseConnection) -> None:
        self._words, self._in_transaction, self._told = ["begin"], True, ()
        self._say(None)

    try:
        with (
            patch.object(connecting.HouseConnection, "begin", begin),
            patch.object(connecting, "settings_of", lambda _actor: ()),
        ):
            yield
    finally:
        _alter(tables, "enable row level security", "force row level security")


def _guarded() -> list[str]:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("select relname from pg_class where relrowsecurity and relkind in ('r', 'p')")
        return [row[0] for row in cursor.fetchall()]


def _alter(tables: list[str], *changes: str) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f'alter table "{table}" ' + ", ".join(changes))


_WAYS = {"log": _no_log, "wall": _no_wall, "seals": _no_seals}


if __name__ == "__main__":
    main()
