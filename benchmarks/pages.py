"""How long the server needs for the pages that people wait for, as the house grows."""

import statistics
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from django.contrib.auth import get_user_model
from django.test import Client

from benchmarks.city import LAST_YEAR, customer_id
from benchmarks.tables import Table, milliseconds, times
from onedoor.kernel import clock
from onedoor.kernel.actors import SYSTEM
from onedoor.kernel.clock import ZONE
from onedoor.services import queries as services
from onedoor.trust import actions as trust
from onedoor.trust import queries as accounts
from onedoor.trust.types import NewAccount

TODAY = datetime(2025, 3, 10, 9, 30, tzinfo=ZONE)
SAMPLE, WARM_UP = 200, 20
TITLE = "Server time of pages"
AGAINST = (
    f"The whole request inside the server, middleware, database and rendering, through Django's test client "
    f"in one process; {SAMPLE} different customers each, after {WARM_UP} to warm up. "
    "Aim: p95 under 100 ms, and at most 1.3× of the smallest house."
)
COLUMNS = ("Page", "Customers", "p50 ms", "p95 ms", "p95 grown")
Visit = Callable[[int], Any]


def new_table() -> Table:
    """The table that ``measure_pages`` adds to."""
    return Table(TITLE, AGAINST, COLUMNS)


def measure_pages(table: Table, size: int, smallest: dict[str, float], *, home: Path) -> None:
    """Visit each page as many different customers; the season's drafts must be there."""
    clock.set_demo_clock(home / "bench-clock", TODAY)
    clock.use_demo_clock(home / "bench-clock")
    step = size // (SAMPLE + WARM_UP)
    sample = [number * step for number in range(SAMPLE + WARM_UP)]
    citizens = _Citizens(sample)
    officer = Officer(sample)
    for title, visit in (
        ("draft page", citizens.look),
        ("desk customer page", officer.look),
        ("sign", citizens.sign),
    ):
        seconds = [_time(visit, number) for number in sample][WARM_UP:]
        _add(table, title, size, sorted(seconds), smallest)
    clock.use_demo_clock(None)


def _add(table: Table, title: str, size: int, seconds: list[float], smallest: dict[str, float]) -> None:
    median, high = statistics.median(seconds), seconds[int(len(seconds) * 0.95)]
    grown = high / smallest.setdefault(title, high)
    table.add(title, f"{size:,}", milliseconds(median), milliseconds(high), times(grown))


def _time(visit: Visit, number: int) -> float:
    started = time.perf_counter()
    visit(number)
    return time.perf_counter() - started


class _Citizens:
    """Each of the sample in a browser of her own, signed in at the level at which one signs."""

    def __init__(self, sample: list[int]) -> None:
        new = [
            NewAccount(email=f"b{n}@bench.example", name=f"B {n}", customer=customer_id(n)) for n in sample
        ]
        opened = trust.open_accounts(accounts=new, password=None, by=SYSTEM, at=LAST_YEAR)
        self._browsers = {number: _sign_in(account) for number, account in zip(sample, opened, strict=True)}
        self._drafts = {}
        for number, account in zip(sample, opened, strict=True):
            by = accounts.actor_for(account, door="portal", assurance=3)
            card = services.list_applications(customer_id(number), by=by)[0]
            self._drafts[number] = services.get_application(card.number, by=by)

    def look(self, number: int) -> None:
        """The page on which she sees everything before she signs."""
        answer = self._browsers[number].get(f"/applications/{self._drafts[number].number}/", headers=_LOCAL)
        assert answer.status_code == 200, answer.status_code

    def sign(self, number: int) -> None:
        """One press: signature, assessment, bill, letters."""
        seen = self._drafts[number]
        form = {"revision": seen.revision, "fingerprint": seen.fingerprint}
        answer = self._browsers[number].post(f"/applications/{seen.number}/sign/", form, headers=_LOCAL)
        assert answer.status_code == 302, answer.status_code
        assert answer["Location"].endswith("/done/"), answer["Location"]


class Officer:
    """One officer who has said why she opens each record."""

    def __init__(self, sample: list[int]) -> None:
        new = [NewAccount(email="ivy@rev.bench.example", name="Ivy Wee", kind="officer")]
        [account] = trust.open_accounts(accounts=new, password=None, by=SYSTEM, at=LAST_YEAR)
        trust.give_post(
            account=account,
            agency="REV",
            role="duty-officer",
            active_from=LAST_YEAR.date(),
            by=SYSTEM,
            at=LAST_YEAR,
        )
        self._browser = _sign_in(account)
        session = self._browser.session
        look = {"purpose": "answer-customer", "case": None, "protected": True, "at": TODAY.isoformat()}
        session["desk_looks"] = {str(customer_id(number)): look for number in sample}
        session.save()

    def look(self, number: int) -> None:
        """Everything about one customer in one screen."""
        answer = self._browser.get(f"/desk/customers/{customer_id(number)}/", headers=_LOCAL)
        assert answer.status_code == 200, answer.status_code


_LOCAL = {"host": "localhost"}


def _sign_in(account: Any) -> Client:
    browser = Client(raise_request_exception=True)
    browser.force_login(
        get_user_model().objects.get(pk=account), backend="django.contrib.auth.backends.ModelBackend"
    )
    session = browser.session
    session["assurance"] = 3
    session.save()
    return browser
