"""What the worker does for the telephone, every night."""

from procrastinate.contrib.django import app

from onedoor.doors.phone import recordings
from onedoor.kernel.clock import now


@app.periodic(cron="20 3 * * *")
@app.task(name="phone.delete_old", queueing_lock="phone.delete_old")
def delete_old(timestamp: int = 0) -> None:
    """Recordings and calls go when their time is over."""
    recordings.delete_old(at=now())
