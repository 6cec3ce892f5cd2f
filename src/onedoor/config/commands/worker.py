"""``onedoor worker``: does what the queue holds, and takes up what a killed worker left."""

import click
from procrastinate.contrib.django import app

STALLED_AFTER = 60


@click.command()
@click.option("--concurrency", default=2, show_default=True, help="Tasks at the same time.")
@click.option("--until-empty", is_flag=True, help="Stop when nothing is left to do.")
def worker(concurrency: int, until_empty: bool) -> None:
    """Do queued tasks: deliveries, letters, batches, clocks, the seal."""
    with app.replace_connector(app.connector.get_worker_connector()) as running:  # type: ignore[attr-defined]
        running.run_worker(concurrency=concurrency, wait=not until_empty, delete_jobs="successful")
