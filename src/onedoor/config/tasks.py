"""What the worker does for the queue itself: takes up the work of a worker that was killed."""

from typing import Any

from procrastinate.contrib.django import app
from procrastinate.exceptions import UniqueViolation
from procrastinate.jobs import Status

STALLED_AFTER = 30.0  # seconds without a sign of life; a worker gives one every ten


@app.periodic(cron="* * * * * */15")
@app.task(name="config.take_up_stalled", queueing_lock="config.take_up_stalled", pass_context=True)
async def take_up_stalled(context: Any, timestamp: int) -> None:
    """Put back into the queue what a worker began and cannot finish: it was killed, or its line was cut.

    Tasks are idempotent, so one whose end was only not written down is done again without harm.
    """
    await put_back_stalled(context.app.job_manager)


async def put_back_stalled(manager: Any, *, after: float = STALLED_AFTER) -> int:
    """How many tasks went back into the queue."""
    stalled = list(await manager.get_stalled_jobs(seconds_since_heartbeat=after))
    for job in stalled:
        try:
            await manager.retry_job(job)
        except UniqueViolation:  # the same work waits in the queue already
            await manager.finish_job(job, Status.FAILED, delete_job=True)
    return len(stalled)
