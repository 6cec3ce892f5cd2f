"""What the worker does for letters: a batch for the print house, where there is one."""

from django.conf import settings
from procrastinate.contrib.django import app

from onedoor.doors.post import actions
from onedoor.doors.post.house import POST
from onedoor.kernel.clock import now
from onedoor.kernel.scope import scoped


@app.periodic(cron="*/5 * * * *")
@app.task(name="post.make_batch", queueing_lock="post.make_batch")
def make_batch(timestamp: int = 0) -> None:
    """What waits to be posted leaves together, and PINs alone; nothing is made where nothing waits."""
    if settings.POST_OUT:
        with scoped(POST):
            actions.make_batch(by=POST, at=now())
            actions.make_pin_batch(by=POST, at=now())
