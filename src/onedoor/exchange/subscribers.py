"""News from people: somebody is known now for whom records may be waiting."""

from onedoor.exchange.actions.parked import settle_parked
from onedoor.journal.types import Entry
from onedoor.kernel.actors import SYSTEM
from onedoor.kernel.events import subscribe

APPEARED = ("people.customer.registered", "people.identifier.added", "people.customers.imported")


def listen() -> None:
    """Called once when the room is ready."""
    for event in APPEARED:
        subscribe(event, settle_waiting)


def settle_waiting(entry: Entry) -> None:
    """Look through the waiting rows again."""
    settle_parked(by=SYSTEM, at=entry.happened_at)
