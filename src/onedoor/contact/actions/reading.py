"""Who has a thread open, and who writes an answer: so that two officers do not answer the same one."""

from datetime import datetime, timedelta
from uuid import UUID

from onedoor.contact.access import get_first, require_officer, require_reader
from onedoor.contact.models import ThreadReader
from onedoor.kernel.actions import action
from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.kernel.scope import scoped

OPENED = timedelta(minutes=10)
"""How long a page counts as open that cannot say so again."""
HEARD = timedelta(seconds=60)
"""How long one does that says so every twenty seconds."""


@action(may="contact.send")
def note_reading(
    *, thread: UUID, by: Actor, at: datetime, writing: bool = False, again: bool = False
) -> None:
    """The officer has this thread open, and writes an answer if ``writing``. ``again``: her page goes on
    saying so by itself, so that its silence soon means that she left. It stands in no journal: that she
    looked at the customer does."""
    require_officer(by)
    require_reader(by)
    first = get_first(thread, by)
    until = at + (HEARD if again else OPENED)
    seen = {"name": by.name[:120], "agency": by.agency, "here_until": until}
    with scoped(SYSTEM):
        ThreadReader.objects.update_or_create(
            thread=first.id, account=by.account, defaults=seen | ({"writing_until": until} if writing else {})
        )
