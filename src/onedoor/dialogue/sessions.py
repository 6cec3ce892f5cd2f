"""Finding a conversation again."""

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from onedoor.dialogue.models import Session
from onedoor.kernel.actors import Actor
from onedoor.kernel.errors import NotFound


def fetch(session: UUID, *, by: Actor, lock: bool = False) -> Session:
    """The open session, for its own door. Raises NotFound."""
    rows = Session.objects.select_for_update() if lock else Session.objects.all()
    row = rows.filter(id=session, ended_at=None).first()
    if row is None or by.kind not in ("system", "citizen") or (by.kind == "citizen" and by.door != row.door):
        raise NotFound("session.over", _("This conversation is over. Begin again."))
    return row
