"""What the mail door keeps is forgotten when its time is over."""

from procrastinate.contrib.django import app

from onedoor.doors.mail.retention import TABLES
from onedoor.kernel import clock
from onedoor.kernel.actors import SYSTEM
from onedoor.people import actions as people


@app.periodic(cron="40 3 * * *")
@app.task(name="mail.forget", queueing_lock="mail.forget")
def forget(timestamp: int = 0) -> None:
    """``timestamp`` is the queue's; the house's own date counts."""
    people.dispose_nightly(models_of=TABLES, by=SYSTEM, at=clock.now())
