"""News from trust: an officer left, and her work waits for another."""

from onedoor.cases.actions.leaving import give_back_cases
from onedoor.journal.types import Entry
from onedoor.kernel.actors import SYSTEM
from onedoor.kernel.events import subscribe


def listen() -> None:
    """Called once when the room is ready."""
    subscribe("trust.officer.left", give_back)


def give_back(entry: Entry) -> None:
    """Her open cases go back to their queues."""
    give_back_cases(owner=entry.subject, by=SYSTEM, at=entry.happened_at)
