"""What the mail door keeps is forgotten when its time is over."""

from datetime import timedelta

from procrastinate.contrib.django import app

from onedoor.doors.mail.models import Correspondence, Heard, Reply
from onedoor.kernel import clock
from onedoor.kernel.actors import SYSTEM
from onedoor.kernel.scope import scoped

CONVERSATIONS, MAILS = timedelta(days=30), timedelta(days=90)


@app.periodic(cron="40 3 * * *")
@app.task(name="mail.forget", queueing_lock="mail.forget")
def forget(timestamp: int = 0) -> None:
    """``timestamp`` is the queue's; the house's own date counts."""
    at = clock.now()
    with scoped(SYSTEM):
        Correspondence.objects.filter(heard_at__lt=at - CONVERSATIONS).delete()
        Heard.objects.filter(heard_at__lt=at - MAILS).delete()
        Reply.objects.filter(made_at__lt=at - MAILS).delete()
