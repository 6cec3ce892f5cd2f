"""News of services: what explains them must be read again."""

from onedoor.journal.types import Entry
from onedoor.kernel.actors import SYSTEM
from onedoor.kernel.events import subscribe

CHANGES = ("published", "shipped", "scaled", "rolled_back", "withdrawn")


def subscribe_all() -> None:
    """Called once the app registry is ready."""
    for change in CHANGES:
        subscribe(f"services.version.{change}", on_service_changed)


def on_service_changed(entry: Entry) -> None:
    """A version came into force or left: its answers may say what no longer holds. The first version
    that came with the product changes nothing: it holds since ever."""
    begins = str(entry.data.get("effective_from", ""))
    if entry.event == "services.version.shipped" and begins < entry.happened_at.isoformat()[:10]:
        return
    from onedoor.knowledge.actions import mark_stale

    mark_stale(
        service=str(entry.data.get("service", "")), version=str(entry.data.get("version", "")),
        by=SYSTEM, at=entry.happened_at,
    )  # fmt: skip
