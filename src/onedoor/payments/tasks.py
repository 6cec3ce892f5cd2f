"""What the payments room does in the worker."""

from uuid import UUID

from procrastinate.contrib.django import app

from onedoor.kernel import clock
from onedoor.kernel.actors import SYSTEM
from onedoor.kernel.scope import scoped


@app.task(name="payments.send_refund", queue="payments", retry=8)
def send_refund(*, refund: str) -> None:
    """Have the provider send money back."""
    from onedoor.payments.actions import send_refund as send

    with scoped(SYSTEM):
        send(refund=UUID(refund), by=SYSTEM, at=clock.now())


@app.periodic(cron="15 6-18 * * *")
@app.task(name="payments.order_payouts", queue="payments", queueing_lock="payments.order_payouts")
def order_payouts(timestamp: int = 0) -> None:
    """Every hour of the day: order what is due, and where the test bank is our bank, have it done."""
    from onedoor.payments.actions import order_payouts as order
    from onedoor.payments.actions import take_report
    from onedoor.payments.test_bank import execute

    with scoped(SYSTEM):
        while (made := order(by=SYSTEM, at=clock.now())) is not None:
            if (report := execute(made.number, at=clock.now())) is not None:
                take_report(body=report, by=SYSTEM, at=clock.now())
