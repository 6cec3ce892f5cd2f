"""How fast a contact centre's programs are answered: find, read, log, as the house grows.

The product's own web processes answer over HTTP, with every check, log and limit on; the load comes from
a process of its own on the same machine.
"""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from django.db import connection

from benchmarks.city import LAST_YEAR, customer_id, list_customers, register_city
from benchmarks.load import Result, Shot, fire
from benchmarks.tables import Table, milliseconds, times
from onedoor.config.ground.run import list_children
from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.trust import actions as trust
from onedoor.trust import queries as accounts
from onedoor.trust.types import NewAccount

CONNECTIONS, SECONDS, OFFICERS, ENTRIES, CALLERS = (1, 4, 16), 10, 200, 5, 4_000
AIMS = {"find": 500, "history": 600, "log": 450}
PORT = 8690
TITLE = "Answering a call: the contact centre's interface"
AGAINST = (
    f"HTTP/1.1 to the product's own web processes, {SECONDS} s each after every one of {CALLERS:,} callers, "
    f"spread over the whole house, was asked for once (the rows that say so), {ENTRIES} entries a customer, "
    f"{OFFICERS} officers' keys, the load beside it on the same machine. Server CPU is that of "
    "the web processes for one request. Aim at 16 connections: 500 finds, 600 histories, 450 logged contacts "
    "a second, p95 under 40 ms, at most 3 ms of CPU, and at most 1.5× from the smallest house to the largest."
)
COLUMNS = ("Call", "Customers", "Connections", "a second", "p50 ms", "p95 ms", "p99 ms", "CPU ms", "grown")


def new_table() -> Table:
    """The table that ``measure_answering`` adds to."""
    return Table(TITLE, AGAINST, COLUMNS)


def measure_answering(table: Table, size: int, smallest: dict[str, float], *, home: Path) -> None:
    """Fill the house, start the web processes, and fire each kind of call at it."""
    fill_house(size)
    keys = make_keys()
    with _web_process(home) as process:
        for name in AIMS:
            shots = list(_shots(name, size, keys))
            for connections, seconds in ((CONNECTIONS[-1], None), *((each, SECONDS) for each in CONNECTIONS)):
                before = _cpu_seconds(process)
                result = fire(PORT, shots, connections=connections, seconds=seconds)
                cpu = (_cpu_seconds(process) - before) / max(1, result.count)
                said = f"{connections}, first time" if seconds is None else str(connections)
                _add(table, name, size, said, result, cpu, smallest)


def fill_house(size: int) -> None:
    """``size`` customers as a register hands them over, and what happened to each, by set-based SQL."""
    register_city(size)
    with connection.cursor() as cursor:
        cursor.execute(_HISTORY, {"entries": ENTRIES, "system": SYSTEM.account, "first": LAST_YEAR})
        cursor.execute(_CONTACTS)
        cursor.execute("vacuum analyze")  # as a house in service is


def make_keys() -> list[str]:
    now = datetime.now(LAST_YEAR.tzinfo)
    new = [
        NewAccount(email=f"o{n}@rev.bench.example", name=f"Officer {n}", kind="officer")
        for n in range(OFFICERS)
    ]
    made = []
    for account in trust.open_accounts(accounts=new, password=None, by=SYSTEM, at=LAST_YEAR):
        trust.give_post(
            account=account, agency="REV", role="duty-officer", active_from=LAST_YEAR.date(), by=SYSTEM,
            at=LAST_YEAR,
        )  # fmt: skip
        officer: Actor = accounts.actor_for(account, door="desk", assurance=3, at=now)
        made.append(trust.issue_desk_key(label="Bench", by=officer, at=now).secret)
    return made


def _shots(name: str, size: int, keys: list[str]) -> Iterator[Shot]:
    step = max(1, size // CALLERS)
    people = range(0, size, step)
    identifiers = [new.identifier for number in people for new in list_customers(range(number, number + 1))]
    for place, number in enumerate(people):
        head = {"Authorization": f"Bearer {keys[place % len(keys)]}", "Onedoor-Purpose": "answer-customer"}
        base = "/api/v1/desk/customers"
        if name == "find":
            yield Shot("POST", f"{base}/find", head, f'{{"identifier": "{identifiers[place]}"}}')
        elif name == "history":
            yield Shot("GET", f"{base}/{customer_id(number)}/history", head)
        else:
            body = '{"door": "phone", "topics": [{"subject": "When is my pass ready?"}]}'
            yield Shot("POST", f"{base}/{customer_id(number)}/contacts", head, body)


@contextmanager
def _web_process(home: Path) -> Iterator[int]:
    """The web processes exactly as the product starts it, on this house."""
    environment = {**os.environ, "PORT": str(PORT), "ONEDOOR_DEMO": "false", "PYTHONPATH": "src"}
    child = list_children(home, environment)[0]
    log = (home / "bench-web.log").open("w")
    process = subprocess.Popen(child.command, env=environment, stdout=log, stderr=log)
    try:
        _wait(PORT)
        yield process.pid
    finally:
        process.terminate()
        process.wait(10)


def _wait(port: int) -> None:
    from urllib.request import urlopen

    for _ in range(100):
        try:
            urlopen(f"http://127.0.0.1:{port}/healthz", timeout=2)
        except OSError:  # not there yet, or slow to wake
            time.sleep(0.2)
        else:
            return
    sys.exit("the web processes do not answer")


def _cpu_seconds(pid: int) -> float:
    """User and system time of the process and its children's."""
    ticks = 0
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            facts = path.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if pid in (int(path.parent.name), int(facts[1])):
            ticks += int(facts[11]) + int(facts[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def _add(
    table: Table,
    name: str,
    size: int,
    connections: str,
    result: Result,
    cpu: float,
    smallest: dict[str, float],
) -> None:
    grown = result.share(0.95) / smallest.setdefault(f"{name}/{connections}", result.share(0.95))
    table.add(
        name, f"{size:,}", connections, f"{result.rate:,.0f}", milliseconds(result.share(0.5)),
        milliseconds(result.share(0.95)), milliseconds(result.share(0.99)), milliseconds(cpu), times(grown),
    )  # fmt: skip


_HISTORY = """
insert into journal_entry (
    id, happened_at, event, customer, subject_kind, subject, agency, actor_kind, actor, door, basis, purpose,
    data)
select gen_random_uuid(), %(first)s::timestamptz + n * interval '9 days', 'contact.interaction.logged', id,
       'interaction', gen_random_uuid(), 'REV', 'officer', %(system)s, 'phone', '', '',
       '{"door": "phone", "topics": 1, "result": "answered"}'
from people_customer, generate_series(1, %(entries)s) n
"""
_CONTACTS = """
insert into contact_interaction (
    id, customer, door, agency, officer_name, state, queue, language, wrong_answers, started_at, ended_at,
    result, sources)
select gen_random_uuid(), customer, 'phone', 'REV', '', 'closed', '', 'en', 0, happened_at, happened_at,
       'answered', '[]'
from journal_entry where event = 'contact.interaction.logged' limit 100000
"""
