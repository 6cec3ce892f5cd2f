"""What was opened in an emergency: by whom it is open now, and what waits for review."""

from datetime import datetime
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.kernel.errors import NotFound
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


def get_emergency(emergency: UUID, *, lock: bool = False) -> EmergencyView:
    """The emergency of that id, for the house, which follows it up; ``lock``: held until the transaction
    ends. Raises NotFound."""
    with scoped(SYSTEM):
        rows = Emergency.objects.select_for_update() if lock else Emergency.objects.all()
        row = rows.filter(id=emergency).first()
    if row is None:
        raise NotFound("emergency.unknown", _("There is nothing to review, or it is another agency's."))
    return view_emergency(row)


def list_untold(*, at: datetime, limit: int = 100) -> list[EmergencyView]:
    """What was not right and the customer may hear by now, but has not; for the house, which tells."""
    with scoped(SYSTEM):
        wrong = Emergency.objects.filter(was_right=False, told_at=None)
        rows = wrong.filter(Q(visible_from=None) | Q(visible_from__lte=at)).order_by("reviewed_at")
        return [view_emergency(row) for row in rows[:limit]]


def view_emergency(row: Emergency) -> EmergencyView:
    """The row as others see it."""
    return EmergencyView(
        row.id, row.customer, row.officer, row.officer_name, row.agency, row.kind,
        unseal(bytes(row.reason), purpose=REASON), row.opened_at, row.ends_at, row.review_by,
        row.reviewed_at, row.was_right, row.case, row.visible_from,
        unseal(bytes(row.finding), purpose=REASON) if row.finding else "", row.told_at,
    )  # fmt: skip
