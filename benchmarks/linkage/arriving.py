"""``python -m benchmarks.linkage.arriving --size 1000000``: one arrival against so many customers."""

import argparse
import time
from dataclasses import replace
from datetime import UTC, datetime
from itertools import islice
from multiprocessing import get_context
from uuid import UUID

import numpy as np

from benchmarks.house import enter_house, new_house
from benchmarks.linkage.people import make_people, say_again
from benchmarks.machine import describe_machine
from benchmarks.tables import Table

LAST_YEAR = datetime(2024, 3, 11, 1, 0, tzinfo=UTC)
AT_ONCE, ARRIVALS = 20_000, 300
COLUMNS = ("Customers", "Arrivals", "Median ms", "p95 ms", "p99 ms", "Certain", "Right", "Wrong", "Possible")


def main() -> None:
    """Register a city, let people arrive, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", type=int, default=100_000)
    size = parser.parse_args().size
    with new_house("linkage"):
        print(describe_machine(), flush=True)
        began = time.monotonic()
        parts = list(range(0, size, AT_ONCE))
        register(0, min(size, AT_ONCE))  # the first makes the keys
        with get_context("spawn").Pool(2, initializer=enter_house) as pool:
            pool.starmap(register, [(start, min(AT_ONCE, size - start)) for start in parts[1:]], chunksize=1)
        print(f"registered in {time.monotonic() - began:.0f} s", flush=True)
        print(measure(size))


def register(start: int, count: int) -> None:
    """A share of the city: every share is drawn from a seed of its own."""
    from onedoor.kernel.actors import SYSTEM
    from onedoor.people import actions
    from onedoor.people.types import NewCustomer

    actions.register_customers(
        customers=(
            NewCustomer(
                id=UUID(int=start + n + 1), name=one.name, name_zh=one.name_zh, birth_date=one.birth_date,
                email=one.email.replace("@", f".{start}@"),
                phone=f"+65{80_000_000 + (start + n) % 19_999_999}", address=one.address,
            )
            for n, one in enumerate(islice(make_people(count, seed=start + 1), count))
        ),
        by=SYSTEM, at=LAST_YEAR,
    )  # fmt: skip


def measure(size: int) -> Table:
    """Half of the arrivals are known, and say it with errors; half are strangers of the same kind."""
    from django.db import connection

    from onedoor.kernel.actors import SYSTEM
    from onedoor.people import queries
    from onedoor.people.types import Match

    with connection.cursor() as cursor:
        cursor.execute("analyze people_linkkey; analyze people_contactpoint; analyze people_customer")
    draw = np.random.default_rng(11)
    start = max(0, size - AT_ONCE) // AT_ONCE * AT_ONCE
    arrivals = []
    for n, one in enumerate(make_people(min(AT_ONCE, size - start), seed=start + 1)):
        if n == ARRIVALS // 2:
            break
        phone = f"+65{80_000_000 + (start + n) % 19_999_999}"
        known = replace(one, email=one.email.replace("@", f".{start}@"), phone=phone, identifiers=())
        arrivals.append((UUID(int=start + n + 1), say_again(known, draw)))
    for one in make_people(ARRIVALS // 2, seed=987_654):
        arrivals.append((None, replace(one, phone="", email="new@elsewhere.example", identifiers=())))
    queries.resolve(arrivals[0][1], by=SYSTEM, at=LAST_YEAR)  # keys and tables are loaded once a process
    times, certain, right, wrong, possible = [], 0, 0, 0, 0
    for customer, said in arrivals:
        began = time.perf_counter()
        found = queries.resolve(said, by=SYSTEM, at=LAST_YEAR)
        times.append((time.perf_counter() - began) * 1000)
        certain += found.match is Match.CERTAIN
        right += found.match is Match.CERTAIN and found.customer == customer
        wrong += found.match is Match.CERTAIN and found.customer != customer
        possible += found.match is Match.POSSIBLE
    table = Table("One arrival", "Aim: p95 below 100 ms at a million customers.", COLUMNS)
    p50, p95, p99 = np.percentile(times, (50, 95, 99))
    table.add(
        f"{size:,}", str(len(arrivals)), f"{p50:.1f}", f"{p95:.1f}", f"{p99:.1f}",
        *(str(one) for one in (certain, right, wrong, possible)),
    )  # fmt: skip
    return table


if __name__ == "__main__":
    main()
