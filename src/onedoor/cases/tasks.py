"""What the worker does for cases, every minute."""

from procrastinate.contrib.django import app

from onedoor.cases import actions
from onedoor.kernel.actors import SYSTEM
from onedoor.kernel.clock import now
from onedoor.kernel.scope import scoped


@app.periodic(cron="* * * * *")
@app.task(name="cases.escalate_unowned", queueing_lock="cases.escalate_unowned")
def escalate_unowned(timestamp: int = 0) -> None:
    """Urgent work that nobody has taken goes to the next on duty."""
    with scoped(SYSTEM):
        actions.escalate_urgent(by=SYSTEM, at=now())


@app.periodic(cron="* * * * *")
@app.task(name="cases.hurry_due", queueing_lock="cases.hurry_due")
def hurry_due(timestamp: int = 0) -> None:
    """Work whose deadline has come near becomes urgent."""
    with scoped(SYSTEM):
        actions.hurry_due(by=SYSTEM, at=now())


@app.periodic(cron="* * * * *")
@app.task(name="cases.resume_due", queueing_lock="cases.resume_due")
def resume_due(timestamp: int = 0) -> None:
    """A clock that stood still as long as it may runs again."""
    with scoped(SYSTEM):
        actions.resume_due(by=SYSTEM, at=now())


@app.periodic(cron="17 * * * *")
@app.task(name="cases.draw_samples", queueing_lock="cases.draw_samples")
def draw_samples(timestamp: int = 0) -> None:
    """Contacts that contractors took are drawn to be checked."""
    with scoped(SYSTEM):
        actions.draw_samples(by=SYSTEM, at=now())
