"""Every night rows that waited too long are given up; every minute silent registers are asked again."""

from procrastinate.contrib.django import app

from onedoor.exchange.actions.parked import expire_parked, settle_parked
from onedoor.exchange.actions.pulls import ask_again
from onedoor.kernel import clock
from onedoor.kernel.actors import SYSTEM


@app.periodic(cron="15 3 * * *")
@app.task(name="exchange.tend_parked", queueing_lock="exchange.tend_parked")
def tend_parked(timestamp: int = 0) -> None:
    """``timestamp`` is the queue's; the house's own date counts."""
    at = clock.now()
    settle_parked(by=SYSTEM, at=at)
    expire_parked(by=SYSTEM, at=at)


@app.periodic(cron="* * * * *")
@app.task(name="exchange.ask_again", queueing_lock="exchange.ask_again")
def ask_registers_again(timestamp: int = 0) -> None:
    """What registers did not answer while somebody waited."""
    ask_again(by=SYSTEM, at=clock.now())
