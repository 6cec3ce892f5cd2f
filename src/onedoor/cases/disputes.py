"""Disputes of a dispatch, read."""

from django.utils.translation import gettext_lazy as _

from onedoor.cases.access import visible_cases
from onedoor.cases.models import Dispute
from onedoor.cases.types import DisputeView
from onedoor.kernel.actors import Actor
from onedoor.kernel.errors import NotAllowed


def list_disputes(*, by: Actor, limit: int = 50) -> list[DisputeView]:
    """What waits for a dispatcher, the nearest promise first."""
    if by.kind != "system" and not by.may("cases.dispatch"):
        raise NotAllowed("dispatch.centre_only", _("The contact centre dispatches."), needs="cases.dispatch")
    rows = Dispute.objects.select_related("case").filter(case__in=visible_cases(by), state="open")
    return [view_dispute(row) for row in rows.order_by("case__promised_at")[:limit]]


def list_disputes_of(number: str, *, by: Actor) -> list[DisputeView]:
    """All disputes about the case with this number, the oldest first; for officers who see it."""
    if by.kind not in ("officer", "system"):
        return []
    rows = Dispute.objects.select_related("case").filter(case__in=visible_cases(by), case__number=number)
    return [view_dispute(row) for row in rows]


def view_dispute(row: Dispute) -> DisputeView:
    return DisputeView(
        id=row.id, case=row.case_id, number=row.case.number, agency=row.agency, reason=row.reason,
        state=row.state, raised_by_name=row.raised_by_name, raised_at=row.raised_at, answer=row.answer,
        decided_at=row.decided_at, promised_at=row.case.promised_at,
        returns=row.case.returns,
    )  # fmt: skip
