"""What the worker does for trust: services are told who signed out; what libraries keep is forgotten."""

from datetime import timedelta
from importlib import import_module

from axes.models import AccessAttempt
from django.conf import settings
from django.utils import timezone
from procrastinate.contrib.django import app

from onedoor.kernel import clock
from onedoor.kernel.actors import SYSTEM
from onedoor.trust.actions import tell_logouts as tell


@app.periodic(cron="* * * * * */10")
@app.task(name="trust.tell_logouts", queueing_lock="trust.tell_logouts", lock="trust.tell_logouts")
def tell_logouts(timestamp: int = 0) -> None:
    """Every ten seconds; ``timestamp`` is the queue's, the house's own date counts."""
    tell(by=SYSTEM, at=clock.now())


@app.periodic(cron="55 3 * * *")
@app.task(name="trust.forget", queueing_lock="trust.forget")
def forget(timestamp: int = 0) -> None:
    """Every night: browser sessions that ran out, and refused sign-ins of the day before, with the addresses
    that they came from. In real time, as the libraries have them."""
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()
    AccessAttempt.objects.filter(attempt_time__lt=timezone.now() - timedelta(days=1)).delete()
