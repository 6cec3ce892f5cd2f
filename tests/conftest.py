"""What every test may lean on: the system's scope, the worker's hands, a fixed moment."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest

from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.kernel.scope import scoped, work_as

AT = datetime(2025, 3, 10, 1, 0, tzinfo=UTC)  # Monday 10 March 2025, 09:00 in Harbour City


@pytest.fixture(scope="session", autouse=True)
def _migrate_as_system() -> Iterator[None]:
    work_as(SYSTEM)
    yield
    work_as(None)


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
    from django.db import connection
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
