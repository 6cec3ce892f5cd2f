"""What was opened in an emergency: by whom it is open now, and what waits for review."""

from datetime import datetime
from uuid import UUID

from onedoor.kernel.actors import Actor
from onedoor.kernel.scope import scoped
from onedoor.trust.keys.sealing import unseal
from onedoor.trust.models import Emergency
from onedoor.trust.types import EmergencyView

REASON = "emergency"


def find_emergency(customer: UUID, *, by: Actor, at: datetime) -> EmergencyView | None:
    """The emergency under which this officer has this customer's facts open now. The database looks as
    ``by`` does: another agency's rows are not there."""
    if by.kind != "officer" or not by.may("emergencies.open"):
        return None
    with scoped(by):
        row = Emergency.objects.filter(
            customer=customer, officer=by.account, opened_at__lte=at, ends_at__gt=at
        ).first()
    return view_emergency(row) if row else None


def list_emergencies(*, by: Actor, limit: int = 50) -> list[EmergencyView]:
    """Those of the reviewer's agency, what waits first."""
    if not by.may("emergencies.review"):
        return []
    with scoped(by):
        rows = Emergency.objects.order_by("-reviewed_at", "review_by")[:limit]
        return [view_emergency(row) for row in rows]


def view_emergency(row: Emergency) -> EmergencyView:
    """The row as others see it."""
    return EmergencyView(
        row.id, row.customer, row.officer, row.officer_name, row.agency, row.kind,
        unseal(bytes(row.reason), purpose=REASON), row.opened_at, row.ends_at, row.review_by,
        row.reviewed_at, row.was_right,
    )  # fmt: skip
