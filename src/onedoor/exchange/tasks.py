"""Every night: rows that waited too long are given up, and the rest looked through once more."""

from procrastinate.contrib.django import app

from onedoor.exchange.actions.parked import expire_parked, settle_parked
from onedoor.kernel import clock
from onedoor.kernel.actors import SYSTEM


@app.periodic(cron="15 3 * * *")
@app.task(name="exchange.tend_parked", queueing_lock="exchange.tend_parked")
def tend_parked(timestamp: int = 0) -> None:
    """``timestamp`` is the queue's; the house's own date counts."""
    at = clock.now()
    settle_parked(by=SYSTEM, at=at)
    expire_parked(by=SYSTEM, at=at)
