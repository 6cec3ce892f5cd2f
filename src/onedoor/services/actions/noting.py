"""Noting that a page of questions was shown."""

from datetime import datetime

from onedoor.kernel.actions import action
from onedoor.kernel.actors import Actor
from onedoor.services.applications.stops import count
from onedoor.services.applications.types import PageView


@action()
def note_page_shown(*, view: PageView, by: Actor, at: datetime) -> None:
    """Count it, for those who mend the form. No journal entry: it is about a page, and nobody is in it."""
    count(
        service=view.service,
        version=view.version,
        page=view.page.id,
        door=by.door,
        at=at,
        what=[("shown", "")],
    )
