"""What a link opens, as long as it is alive."""

from datetime import datetime
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from onedoor.kernel.actors import SYSTEM
from onedoor.kernel.errors import NotFound
from onedoor.kernel.scope import scoped
from onedoor.trust.keys.sealing import blind_index
from onedoor.trust.models import Link
from onedoor.trust.types import LinkView


def get_link(token: str, purpose: str, *, at: datetime) -> LinkView:
    """What the link is about. NotFound, in the same words, when it never was, has ended or is over."""
    with scoped(SYSTEM):
        return view_link(live_link(token, purpose, at=at))


def find_live_link(purpose: str, subject: UUID) -> LinkView | None:
    """The link about ``subject`` that still works, without its token."""
    with scoped(SYSTEM):
        row = Link.objects.filter(purpose=purpose, subject=subject, ended_at=None).first()
    return view_link(row) if row else None


def live_link(token: str, purpose: str, *, at: datetime, lock: bool = False) -> Link:
    """The row, for this room only."""
    rows = Link.objects.select_for_update() if lock else Link.objects
    alive = Q(expires_at=None) | Q(expires_at__gt=at)
    row = rows.filter(alive, token_hash=hash_of(token), purpose=purpose, ended_at=None).first()
    if row is None:
        raise NotFound(
            "link.dead", _("This link does not work any more. Ask the person who sent it for a new one.")
        )
    return row


def hash_of(token: str) -> bytes:
    """A token as it is kept."""
    return blind_index(token, "link")


def view_link(row: Link) -> LinkView:
    """The row as others see it."""
    return LinkView(row.id, row.subject, row.made_at, row.expires_at, row.holder)
