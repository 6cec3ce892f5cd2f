"""The copies of everything that is held, as she sees them."""

from datetime import datetime
from uuid import UUID

from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.kernel.scope import scoped
from onedoor.people import models
from onedoor.people.queries.inviting import may_manage
from onedoor.people.types import CopyView

COPY_PURPOSE = "data-copy"


def list_copies(customer: UUID, *, by: Actor, at: datetime) -> list[CopyView]:
    """Newest first; for those who may ask for one."""
    if not may_manage(customer, by=by, at=at):
        return []
    with scoped(SYSTEM):
        rows = models.DataCopy.objects.filter(customer=customer).defer("content")
        return [view_copy(row) for row in rows.order_by("-asked_at", "-id")[:20]]


def view_copy(row: models.DataCopy) -> CopyView:
    """The row as others see it."""
    return CopyView(
        id=row.id,
        state=row.state,
        asked_at=row.asked_at,
        ready_at=row.ready_at,
        expires_at=row.expires_at,
        size=row.size,
        sha256=row.sha256,
        taken=row.taken,
    )
