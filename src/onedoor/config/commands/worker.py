"""``onedoor worker``: does what the queue holds, and takes up what a killed worker left."""

import asyncio
import gc
from typing import Any

import click
from procrastinate.contrib.django import app
from procrastinate.psycopg_connector import PsycopgConnector

from onedoor.config.tasks import put_back_stalled


@click.command()
@click.option("--concurrency", default=2, show_default=True, help="Tasks at the same time.")
@click.option("--until-empty", is_flag=True, help="Stop when nothing is left to do.")
def worker(concurrency: int, until_empty: bool) -> None:
    """Do queued tasks: deliveries, letters, batches, clocks, the seal."""
    collect_rarely()
    with app.replace_connector(make_connector()) as running:
        asyncio.run(_work(running, concurrency=concurrency, wait=not until_empty))


def make_connector() -> PsycopgConnector:
    """Lines of its own for the queue; but what a task itself queues goes through the line on which it
    writes, and so is there with the transaction of the task, neither before it nor without it."""
    writing: Any = app.connector
    queue: PsycopgConnector = writing.get_worker_connector()
    queue.get_sync_connector = lambda: writing  # type: ignore[method-assign]
    return queue


def collect_rarely() -> None:
    """Look for circles of garbage seldom: a batch makes objects by the million, hardly any in circles,
    and looking through them all again and again takes a fifth of its time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 20, 50)


async def _work(running: Any, *, concurrency: int, wait: bool) -> None:
    async with running.open_async():
        await put_back_stalled(running.job_manager)
        await running.run_worker_async(concurrency=concurrency, wait=wait, delete_jobs="successful")
