"""What the worker does for trust: services are told who signed out."""

from procrastinate.contrib.django import app

from onedoor.kernel import clock
from onedoor.kernel.actors import SYSTEM
from onedoor.trust.actions import tell_logouts as tell


@app.periodic(cron="* * * * * */10")
@app.task(name="trust.tell_logouts", queueing_lock="trust.tell_logouts", lock="trust.tell_logouts")
def tell_logouts(timestamp: int = 0) -> None:
    """Every ten seconds; ``timestamp`` is the queue's, the house's own date counts."""
    tell(by=SYSTEM, at=clock.now())
