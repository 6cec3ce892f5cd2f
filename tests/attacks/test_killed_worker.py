"""A worker killed in mid-batch: nothing is lost, nothing is doubled. With real processes and a database of
its own, because only what is committed survives a kill."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest

PEOPLE, CHUNK = 24, 3
ORDER = f"""
import django; django.setup()
from datetime import UTC, date, datetime
from onedoor.kernel.actors import SYSTEM; from onedoor.kernel.scope import work_as; work_as(SYSTEM)
from onedoor.exchange import actions as exchange; from onedoor.exchange.types import NewValue
from onedoor.people import actions as people; from onedoor.services import actions as services
at = datetime(2025, 3, 10, 1, 0, tzinfo=UTC)
ids = [people.register_customer(name=f"Person {{n}}", by=SYSTEM, at=at).id for n in range({PEOPLE})]
for attribute, value in (("birth_date", date(1980, 1, 1)), ("residency_status", "citizen")):
    values = [NewValue(one, attribute, value, "") for one in ids]
    exchange.report_values(register="civil-register", source="CIV", values=values, by=SYSTEM, at=at)
order = dict(service="income-tax", season="YA2025", customers=ids, chunk_size={CHUNK})
services.draft_season(**order, by=SYSTEM, at=at)
"""


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    """A fresh database with a season ordered, and nobody who works on it yet."""
    name = f"onedoor_killed_{os.getpid()}"
    server = os.environ.get("DATABASE_URL", "postgresql://localhost/onedoor")
    with psycopg.connect(_named(server, "postgres"), autocommit=True) as connection:
        connection.execute(f"create database {name}")
        try:
            yield _named(server, name)
        finally:
            connection.execute(f"drop database {name} with (force)")


@pytest.fixture(scope="module")
def ordered(url: str) -> str:
    run(url, "-m", "onedoor.config.cli", "manage", "migrate", "-v0")
    run(url, "-c", ORDER)
    return url


def _named(server: str, name: str) -> str:
    return urlunsplit(urlsplit(server)._replace(path=f"/{name}"))


def surroundings(url: str) -> dict[str, str]:
    source = str(Path(__file__).parents[2] / "src")
    return os.environ | {
        "DATABASE_URL": url, "PYTHONPATH": source, "DJANGO_SETTINGS_MODULE": "onedoor.config.settings",
    }  # fmt: skip


def run(url: str, *arguments: str) -> None:
    subprocess.run([sys.executable, *arguments], env=surroundings(url), check=True, timeout=120)


@contextmanager
def worker(url: str) -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen([sys.executable, "-m", "onedoor.config.cli", "worker"], env=surroundings(url))
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def ask(url: str, question: str) -> int:
    with psycopg.connect(url) as connection:
        connection.execute("select set_config('onedoor.kind', 'system', false)")
        found = connection.execute(question).fetchone()
        assert found is not None
        return int(found[0])


def wait_until(holds: Callable[[], bool], seconds: float = 60) -> None:
    until = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < until, "it never happened"
        time.sleep(0.1)


DONE = "select count(*) from services_seasonchunk where done_at is not null"
DOING = (
    "select count(*) from procrastinate_jobs where status = 'doing' and task_name = 'services.draft_chunk'"
)
DUE = "select count(*) from procrastinate_jobs where status = 'todo' and scheduled_at is null"
WAITING = (
    "select count(*) from procrastinate_jobs where status in ('todo', 'doing') and queue_name = 'services'"
)


@pytest.fixture(scope="module")
def killed(ordered: str) -> str:
    """The worker was killed while it worked on a chunk; a minute has gone by without a sign of it."""
    with psycopg.connect(ordered) as slow, worker(ordered) as process:
        slow.execute("select set_config('onedoor.kind', 'system', false)")
        slow.execute("select 1 from services_seasonchunk where position = 2 for update")
        wait_until(lambda: ask(ordered, DONE) >= 3 and ask(ordered, DOING) >= 1)
        process.send_signal(signal.SIGKILL)
        process.wait()
    with psycopg.connect(ordered) as connection:
        connection.execute("update procrastinate_workers set last_heartbeat = now() - interval '1 minute'")
    return ordered


def test_a_killed_worker_leaves_work_begun(killed: str) -> None:
    assert ask(killed, DOING) >= 1
    assert ask(killed, DONE) < PEOPLE // CHUNK


def test_the_next_worker_finishes_all_of_it_once(killed: str) -> None:
    with worker(killed):
        wait_until(lambda: ask(killed, DONE) == PEOPLE // CHUNK and ask(killed, WAITING) == 0)

    assert ask(killed, "select count(*) from services_application") == PEOPLE
    assert ask(killed, "select count(distinct customer) from services_application") == PEOPLE
    assert ask(killed, "select sum(drafted) from services_seasonchunk") == PEOPLE
    told = "select count(*) from journal_entry where event = 'services.application.drafted'"
    assert ask(killed, told) == PEOPLE


def test_it_serves_every_queue_and_stops_when_asked(killed: str) -> None:
    """Even in the middle of its work: SIGTERM lets it finish, with exit code 0."""
    with psycopg.connect(killed) as connection:
        connection.execute("update procrastinate_jobs set scheduled_at = null where status = 'todo'")
        connection.execute("delete from procrastinate_workers")
    with worker(killed) as process:
        wait_until(lambda: ask(killed, "select count(*) from procrastinate_workers") == 1)
        wait_until(lambda: ask(killed, DUE) == 0)
        process.terminate()
        assert process.wait(timeout=20) == 0
    assert ask(killed, "select count(*) from procrastinate_jobs where status in ('failed', 'doing')") == 0
