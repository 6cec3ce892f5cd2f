"""What the worker does for contact, every minute."""

from procrastinate.contrib.django import app

from onedoor.contact import actions
from onedoor.kernel.actors import SYSTEM
from onedoor.kernel.clock import now
from onedoor.kernel.scope import scoped


@app.periodic(cron="* * * * *")
@app.task(name="contact.deliver_due", queueing_lock="contact.deliver_due")
def deliver_due(timestamp: int = 0) -> None:
    """E-mail that is due leaves; each hundred in a transaction of its own."""
    with scoped(SYSTEM):
        while actions.deliver_due(by=SYSTEM, at=now()) == 100:
            pass


@app.periodic(cron="* * * * *")
@app.task(name="contact.deliver_outside", queueing_lock="contact.deliver_outside")
def deliver_outside(timestamp: int = 0) -> None:
    """The same for those of whom the house knows only an address."""
    with scoped(SYSTEM):
        while actions.deliver_outside(by=SYSTEM, at=now()) == 100:
            pass


@app.periodic(cron="*/10 * * * *")
@app.task(name="contact.remind_due", queueing_lock="contact.remind_due")
def remind_due(timestamp: int = 0) -> None:
    """Appointments of the coming day are recalled."""
    with scoped(SYSTEM):
        while actions.remind_due(by=SYSTEM, at=now()) == 100:
            pass
