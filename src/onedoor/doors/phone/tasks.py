"""What the worker does for the telephone, every night and every minute."""

from procrastinate.contrib.django import app

from onedoor.doors.phone import duty_carrier, recordings
from onedoor.kernel.clock import now


@app.periodic(cron="20 3 * * *")
@app.task(name="phone.delete_old", queueing_lock="phone.delete_old")
def delete_old(timestamp: int = 0) -> None:
    """Recordings and calls go when their time is over."""
    recordings.delete_old(at=now())


@app.periodic(cron="* * * * *")
@app.task(name="phone.ring_duty", queueing_lock="phone.ring_duty")
def ring_duty(timestamp: int = 0) -> None:
    """A carrier rings the officers on duty for whom urgent work waits."""
    duty_carrier.ring_all(at=now())
