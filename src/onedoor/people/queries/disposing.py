"""What is over and what is held, and the disposals: for those who keep the records."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.kernel.errors import NotAllowed
from onedoor.kernel.scope import scoped
from onedoor.people import models
from onedoor.people.holdings import list_holdings
from onedoor.people.retention.declaring import KeepRule, list_rules, period_of
from onedoor.people.retention.disposing import count_due
from onedoor.people.types import DisposalView, DueRows, HoldView


def preview_disposal(*, by: Actor, at: datetime) -> list[DueRows]:
    """Every table that has a rule, with how many rows would go now and how many a hold keeps."""
    check_may_dispose(by)
    with scoped(SYSTEM):
        return [
            DueRows(
                rule.model,
                title_of(rule),
                period_of(rule.table),
                rule.since,
                *count_due(rule, as_of=at, at=at),
                rule.nightly,
                bool(rule.empties),
                rule.law,
            )
            for rule in list_rules()
        ]


def list_disposals(*, by: Actor, limit: int = 20) -> list[DisposalView]:
    """The newest first."""
    check_may_dispose(by)
    with scoped(SYSTEM):
        return [view_disposal(row) for row in models.Disposal.objects.order_by("-as_of", "-id")[:limit]]


def list_holds(*, by: Actor, at: datetime) -> list[HoldView]:
    """Those that stand, the first to end first."""
    check_may_dispose(by)
    with scoped(SYSTEM):
        rows = list(models.LegalHold.objects.filter(lifted_at=None, ends_at__gt=at).order_by("ends_at"))
        names = models.Customer.objects.in_bulk([row.customer for row in rows if row.customer])
        return [
            HoldView(
                id=row.id,
                customer=row.customer,
                name=(found.name or found.name_zh) if (found := names.get(row.customer)) else "",
                case=row.case,
                reason=row.reason,
                placed_at=row.placed_at,
                ends_at=row.ends_at,
            )
            for row in rows
        ]


def titles_of_tables() -> dict[str, Any]:
    """What each table that has a rule is called."""
    return {rule.model: title_of(rule) for rule in list_rules()}


def title_of(rule: KeepRule) -> Any:
    """As its holding is called, or as the rule says."""
    held = (one.title for one in list_holdings() if one.model == rule.model)
    return rule.title or next(held, rule.model)


def check_may_dispose(by: Actor) -> None:
    """Refuse whoever does not keep the records."""
    if by.kind not in ("officer", "system") or not by.may("records.dispose"):
        raise NotAllowed("disposal.refused", _("Your role does not dispose of records."))


def view_disposal(row: models.Disposal) -> DisposalView:
    """The row as others see it."""
    return DisposalView(
        id=row.id,
        state=row.state,
        as_of=row.as_of,
        counts=row.counts,
        gone=row.gone,
        proposed_by=row.proposed_by,
        proposed_by_name=row.proposed_by_name,
        decided_by_name=row.decided_by_name,
        done_at=row.done_at,
    )
