"""Who helps whom at this moment."""

from datetime import datetime
from uuid import UUID

from onedoor.kernel.actors import SYSTEM
from onedoor.kernel.clock import now
from onedoor.kernel.scope import scoped
from onedoor.trust.models import AssistanceOffer, AssistedSession
from onedoor.trust.types import AssistedView


def find_assisted(
    officer: UUID, *, session: UUID | None = None, at: datetime | None = None
) -> AssistedView | None:
    """The officer's open session with a customer (``session``, when given), unless its hour is over."""
    with scoped(SYSTEM):  # asked while the request's actor is still being made
        rows = AssistedSession.objects.select_related("officer")
        rows = rows.filter(officer_id=officer, ended_at=None, ends_at__gt=at or now())
        row = (rows.filter(id=session) if session else rows).first()
    return view_assisted(row) if row else None


def find_open_code(customer: UUID, *, at: datetime) -> datetime | None:
    """Until when the customer's code works; None when she has none open."""
    row = AssistanceOffer.objects.filter(customer=customer, used_at=None, expires_at__gt=at).first()
    return row.expires_at if row else None


def view_assisted(row: AssistedSession) -> AssistedView:
    """The row as others see it."""
    return AssistedView(
        row.id,
        row.customer,
        row.officer_id,
        row.officer.name,
        row.agency,
        row.begun_at,
        row.ends_at,
        row.ended_at,
    )
