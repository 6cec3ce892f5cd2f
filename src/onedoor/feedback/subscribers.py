"""News from services: a report that was rated with its own link counts with all ratings."""

from onedoor.feedback.actions import keep_report_rating
from onedoor.journal.types import Entry
from onedoor.kernel.actors import SYSTEM
from onedoor.kernel.events import subscribe
from onedoor.kernel.scope import scoped


def subscribe_all() -> None:
    """Called once the app registry is ready."""
    subscribe("services.report.rated", on_report_rated)


def on_report_rated(entry: Entry) -> None:
    """Counted once, however often it is told."""
    with scoped(SYSTEM):
        keep_report_rating(
            number=str(entry.data["number"]), stars=int(str(entry.data["rating"])), door=entry.door,
            by=SYSTEM, at=entry.happened_at,
        )  # fmt: skip
