"""News that goes on paper: what may be somebody taking her over, where only an old address is left; PINs."""

from django.db import transaction

from onedoor.doors.post import actions
from onedoor.doors.post.house import POST
from onedoor.journal.types import Entry
from onedoor.kernel.events import subscribe
from onedoor.kernel.scope import scoped


def subscribe_all() -> None:
    """Called once the app registry is ready."""
    subscribe("trust.change.noted", on_change)
    subscribe("trust.identity.locked", on_lock)
    subscribe("trust.door_pin.ordered", on_pin_ordered)


def on_change(entry: Entry) -> None:
    """Told twice, written once."""
    with transaction.atomic(), scoped(POST):
        actions.alert_of_change(change=entry.subject, entry=entry.id, by=POST, at=entry.happened_at)


def on_lock(entry: Entry) -> None:
    """Told twice, written once."""
    if entry.customer is None:
        return
    with transaction.atomic(), scoped(POST):
        actions.alert_of_lock(customer=entry.customer, entry=entry.id, by=POST, at=entry.happened_at)


def on_pin_ordered(entry: Entry) -> None:
    """Told twice, one letter goes."""
    if entry.customer is None:
        return
    with transaction.atomic(), scoped(POST):
        actions.queue_pin_letter(order=entry.subject, customer=entry.customer, by=POST, at=entry.happened_at)
