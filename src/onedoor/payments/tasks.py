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
