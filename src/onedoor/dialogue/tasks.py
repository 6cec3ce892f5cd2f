"""Conversations that nobody goes on with are ended, and forgotten when their time is over."""

from procrastinate.contrib.django import app

from onedoor.dialogue import actions
from onedoor.kernel import clock
from onedoor.kernel.actors import SYSTEM


@app.periodic(cron="20 * * * *")
@app.task(name="dialogue.forget", queueing_lock="dialogue.forget")
def forget(timestamp: int = 0) -> None:
    """``timestamp`` is the queue's; the house's own date counts."""
    actions.forget_sessions(by=SYSTEM, at=clock.now())
    actions.forget_entries(by=SYSTEM, at=clock.now())
