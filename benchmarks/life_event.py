"""``python -m benchmarks.life_event tasks|flood``: one form for eight agencies.

``tasks``: from the press of the button until all eight tasks stand in the agencies' lists. ``flood``:
so many applications in so many seconds, at an even pace whether or not the house keeps up; each is
timed from the moment at which it was due, and afterwards every one is looked for.
"""

import argparse
import os
import shutil
import statistics
import tempfile
import time
from multiprocessing import get_context
from pathlib import Path
from typing import Any
from uuid import UUID

from benchmarks.house import enter_house, new_house
from benchmarks.tables import Table, milliseconds, rate

SERVICE, AGENCIES, WARM_UP = "eight-agencies", 8, 5
HERE = Path(__file__).parent


def main() -> None:
    """Read the arguments, build a house with this one service, print the table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.life_event", description=__doc__)
    parser.add_argument("what", choices=("tasks", "flood"))
    parser.add_argument("--applications", type=int, default=0, help="default: 200, or 10,000 for the flood")
    parser.add_argument("--seconds", type=float, default=600, help="the time in which the flood comes")
    parser.add_argument("--processes", type=int, default=2, help="of the web, as many as cores")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, _catalogue(Path(folder)), new_house("event"):
        from benchmarks.machine import describe_machine

        print(describe_machine(), end="\n\n", flush=True)
        if chosen.what == "tasks":
            print(measure_tasks(chosen.applications or 200))
        else:
            print(measure_flood(chosen.applications or 10_000, chosen.seconds, chosen.processes))


class _catalogue:  # noqa: N801  # used as a function
    """The city's lists and this one service, in a folder of their own."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder / "catalogue"

    def __enter__(self) -> None:
        self._folder.mkdir()
        for file in (HERE.parent / "catalogue").glob("*.yaml"):
            shutil.copy(file, self._folder)
        shutil.copytree(HERE.parent / "catalogue" / "calendars", self._folder / "calendars")
        shutil.copytree(HERE / "services" / SERVICE, self._folder / SERVICE)
        os.environ["ONEDOOR_CATALOGUE"] = str(self._folder)

    def __exit__(self, *_: object) -> None:
        os.environ.pop("ONEDOOR_CATALOGUE", None)


def measure_tasks(count: int) -> Table:
    """Sign, then read the lists of all eight agencies, as their officers would."""
    from onedoor.services import actions, queries

    _register(count + WARM_UP)
    table = Table(
        "From submit to all tasks visible, eight agencies",
        f"Signing, its commit, and the eight agencies' own lists; {count} applications after {WARM_UP} to "
        "warm up, one process. Aim: p95 under 1,000 ms.",
        ("Step", "p50 ms", "p95 ms"),
    )
    signing, visible = [], []
    officers = [_officer(agency) for agency in _agencies()]
    for number in range(count + WARM_UP):
        view, by, at = _filled(number)
        started = time.perf_counter()
        actions.sign_application(
            application=view.id, revision=view.revision, fingerprint=view.fingerprint, by=by, at=at
        )
        signing.append(time.perf_counter() - started)
        seen = sum(
            any(t.number == view.number for t in queries.list_tasks_of(view.id, by=o)) for o in officers
        )
        visible.append(time.perf_counter() - started)
        assert seen == AGENCIES, seen
    for title, times in (("signed", signing), ("in all eight lists", visible)):
        table.add(title, *_quantiles(times[WARM_UP:]))
    return table


def measure_flood(count: int, seconds: float, processes: int) -> Table:
    """Applications at an even pace; then look whether each is there with all its tasks."""
    from onedoor.services.models import AgencyTask, Application

    _register(count)
    table = Table(
        f"{count:,} applications in {seconds:,.0f} seconds",
        "Start, answer and sign, timed from the moment at which each was due until its number is confirmed; "
        f"{processes} web processes. Aim: every receipt within 10 s, none lost.",
        ("Applications", "A second", "p50 ms", "p95 ms", "Slowest ms", "Receipts over 10 s", "Lost"),
    )
    with get_context("spawn").Pool(processes, initializer=_enter_warm) as pool:
        pool.map(abs, range(processes))  # comes back when the processes are there
        start = time.time() + 10
        shares = [(share, processes, count, seconds, start) for share in range(processes)]
        numbers, times = zip(*(one for part in pool.starmap(_send, shares) for one in part), strict=True)
    took = time.time() - start
    kept = Application.objects.filter(number__in=numbers, signed_at__isnull=False).count()
    tasks = AgencyTask.objects.filter(application__number__in=numbers).count()
    lost = count - kept if tasks == kept * AGENCIES else count - tasks // AGENCIES
    slow = sum(one > 10 for one in times)
    table.add(
        f"{len(numbers):,}", rate(len(numbers), took), *_quantiles(times), milliseconds(max(times)),
        str(slow), str(lost),
    )  # fmt: skip
    return table


def _enter_warm() -> None:
    """As a web process is that has served before: everything is imported and read."""
    enter_house()
    from onedoor.services import actions, tasks
    from onedoor.services.applications.lookup import get_file
    from onedoor.services.flow import journey

    assert actions
    assert tasks
    journey.draw(get_file(SERVICE))


def _send(share: int, of: int, count: int, seconds: float, start: float) -> list[tuple[str, float]]:
    """Every ``of``-th application, each when it is due."""
    from onedoor.services import actions

    receipts = []
    for number in range(share, count, of):
        due = start + seconds * number / count
        if (wait := due - time.time()) > 0:
            time.sleep(wait)
        view, by, at = _filled(number)
        signed = actions.sign_application(
            application=view.id, revision=view.revision, fingerprint=view.fingerprint, by=by, at=at
        )
        receipts.append((signed.number, time.time() - due))
    return receipts


def _filled(number: int) -> tuple[Any, Any, Any]:
    """The form of this customer, ready to sign."""
    from benchmarks.city import customer_id
    from onedoor.kernel import clock
    from onedoor.kernel.actors import Actor
    from onedoor.services import actions

    me, at = customer_id(number), clock.now()
    by = Actor(
        kind="citizen",
        account=UUID(int=number + 1),
        door="portal",
        assurance=3,
        customer=me,
        self_customer=me,
    )
    view = actions.start_application(customer=me, service=SERVICE, door="portal", by=by, at=at)
    saved = actions.save_page(
        application=view.id, page="home", answers={"address": f"{number} Quay Street"},
        revision=view.revision, by=by, at=at,
    )  # fmt: skip
    return saved.application, by, at


def _register(count: int) -> None:
    from benchmarks.city import LAST_YEAR, list_customers
    from onedoor.kernel.actors import SYSTEM
    from onedoor.people import actions as people

    people.register_customers(customers=list_customers(range(count)), by=SYSTEM, at=LAST_YEAR)


def _agencies() -> tuple[str, ...]:
    from onedoor.services.applications.lookup import get_file

    return get_file(SERVICE).together_with


def _officer(agency: str) -> Any:
    from onedoor.kernel.actors import Actor

    may = frozenset({"services.look", "services.decide"})
    return Actor(
        kind="officer", account=UUID(int=9), door="desk", assurance=3, agency=agency, permissions=may
    )


def _quantiles(times: Any) -> tuple[str, str]:
    cuts = statistics.quantiles(times, n=20)
    return milliseconds(statistics.median(times)), milliseconds(cuts[-1])


if __name__ == "__main__":
    main()
