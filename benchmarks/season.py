"""Drafting a season: the whole way through registers, journal and tables, beside the bare rules."""

import json
import subprocess
import sys
import time
from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from benchmarks.city import customer_id
from benchmarks.tables import Table, megabytes, times
from onedoor.kernel.actors import SYSTEM
from onedoor.kernel.clock import ZONE
from onedoor.services import actions as services

SERVICE, SEASON = "income-tax", "YA2025"
AT = datetime(2025, 3, 1, 2, 0, tzinfo=ZONE)
TITLE = "Drafting a season's returns"
AGAINST = (
    "Beside: the same compiled rules over the same values in a loop, in memory, without a database, in as "
    "many processes, and in one. "
    "Memory is the largest resident size of a Python process. Aim: within 3× of the bare rules."
)
GREAT = 200_000
COLUMNS = (
    *("Taxpayers", "Processes", "Seconds", "Returns a second", "Bare rules a second", "Times slower"),
    *("Than one bare loop", "Memory"),
)


@dataclass(frozen=True, slots=True)
class Run:
    """What one or more processes did between the start signal and the last one's end."""

    count: int
    seconds: float
    peak_kilobytes: int

    @property
    def pace(self) -> float:
        """So many a second."""
        return self.count / self.seconds


def new_table() -> Table:
    """The table that ``measure_season`` adds to."""
    return Table(TITLE, AGAINST, COLUMNS)


def measure_season(table: Table, size: int) -> None:
    """Draft for everybody with one process and again with two; the last drafts stay. A great season is
    drafted with two only, to spare the reader's time."""
    for count in (1, 2) if size <= GREAT else (2,):
        _forget_drafts()
        services.draft_season(
            service=SERVICE, season=SEASON, customers=(customer_id(n) for n in range(size)), by=SYSTEM, at=AT,
            defer=False,
        )  # fmt: skip
        # Before and after, since a busy machine is not the same a minute later.
        before, run, after = _run("bare", count), _run("draft", count), _run("bare", count)
        if run.count != size:
            raise RuntimeError(f"{run.count} of {size} returns were drafted")
        bare = Run(before.count + after.count, before.seconds + after.seconds, 0)
        one = bare if count == 1 else _run("bare", 1)
        table.add(
            f"{size:,}", str(count), f"{run.seconds:.1f}", f"{run.pace:,.0f}", f"{bare.pace:,.0f}",
            times(bare.pace / run.pace), times(one.pace / run.pace), megabytes(run.peak_kilobytes),
        )  # fmt: skip


def _run(work: str, processes: int) -> Run:
    """Start ``processes`` that each say when they are ready, then let them all go at once."""
    command = [sys.executable, "-m", "benchmarks.drafting", work]
    running = [
        subprocess.Popen(
            [*command, str(share), str(processes)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        for share in range(processes)
    ]
    for process in running:
        assert process.stdout is not None
        if process.stdout.readline() != "ready\n":
            raise RuntimeError(f"a drafting process ended with {process.wait()}")
    started = time.perf_counter()
    for process in running:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    told = [json.loads(process.stdout.readline()) for process in running if process.stdout is not None]
    seconds = time.perf_counter() - started
    for process in running:
        process.communicate()
    return Run(sum(one["count"] for one in told), seconds, max(one["peak"] for one in told))


def _forget_drafts() -> None:
    """The house as it was before the season; a benchmark's own house may forget."""
    with connection.cursor() as cursor:
        cursor.execute("truncate services_application, services_seasonrun, journal_entry cascade")
