"""What every test may lean on: the system's scope, the worker's hands, a fixed moment."""

import os
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import hypothesis
import pytest
from django.conf import settings as house
from django.db import connection

from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.kernel.postgres import aside
from onedoor.kernel.scope import scoped, work_as

AT = datetime(2025, 3, 10, 1, 0, tzinfo=UTC)  # Monday 10 March 2025, 09:00 in Harbour City


# The folder is the catalogue: what a test is about lies in its files, nothing has to be published first.
os.environ["ONEDOOR_SERVE_FOLDER"] = "true"
house.SERVE_FOLDER = True
work_as(SYSTEM)  # before any connection: migrations and tests act for the house unless they say otherwise


hypothesis.settings.register_profile("house", deadline=None)  # speed is measured in benchmarks/
hypothesis.settings.load_profile("house")


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """At the end, send away whoever still holds the test database: a served page's thread or a killed
    worker's connection would keep it from being dropped."""
    yield
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute(
            "select pg_terminate_backend(pid) from pg_stat_activity"
            " where datname = current_database() and pid <> pg_backend_pid() and usename = current_user"
        )


@pytest.fixture(autouse=True)
def _quick_passwords(settings: Any) -> None:
    """Slow hashing is for keeping passwords, not for testing that they open a door."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(autouse=True)
def _aside_is_undone_too(monkeypatch: pytest.MonkeyPatch) -> None:
    """A test that is undone at its end may leave nothing behind, so what it commits aside goes with it.
    Tests with a database of their own (``transaction=True``), and pages that are served, commit for good."""
    apart = aside._apart

    def within(work: Callable[[], Any]) -> Any:
        undone = any(getattr(block, "_from_testcase", False) for block in connection.atomic_blocks)
        return work() if undone else apart(work)

    monkeypatch.setattr(aside, "_apart", within)


@pytest.fixture
def at() -> datetime:
    """Monday 10 March 2025, 09:00 in Harbour City: the filing season of 2025 is open."""
    return AT


@pytest.fixture
def system() -> Actor:
    """The house itself."""
    return SYSTEM


@pytest.fixture
def deliver(db: None) -> Callable[[], int]:
    """Do what is queued, as the worker would, until nothing is left; gives the number of tasks."""
    from procrastinate.contrib.django import app
    from procrastinate.contrib.django.models import ProcrastinateJob

    def work() -> int:
        done = 0
        while (job := ProcrastinateJob.objects.filter(status="todo").order_by("id").first()) is not None:
            with scoped(SYSTEM):
                app.tasks[job.task_name].func(**job.args)
            with connection.cursor() as cursor:
                cursor.execute("delete from procrastinate_events where job_id = %s", [job.id])
                cursor.execute("delete from procrastinate_jobs where id = %s", [job.id])
            done += 1
        return done

    return work
