"""Breaches: for those who handle them, and as counts for everybody."""

from datetime import datetime
from uuid import UUID

from django.db.models import Count
from django.utils.translation import gettext_lazy as _

from onedoor.exchange import rules
from onedoor.exchange.models import Affected, Breach
from onedoor.exchange.types import BreachView, Incident, Risk
from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.kernel.clock import local
from onedoor.kernel.errors import NotAllowed, NotFound
from onedoor.kernel.scope import scoped

HANDLE = "breaches.handle"


def get_breach(number: str, *, by: Actor, at: datetime) -> BreachView:
    """The breach with this number. Raises NotFound."""
    check_may_handle(by)
    with scoped(SYSTEM):
        row = Breach.objects.filter(number=number).annotate(count=Count("persons")).first()
        if row is None:
            raise NotFound("breach.unknown", _("There is no such breach."))
        return view_breach(row, at)


def list_breaches(*, by: Actor, at: datetime, limit: int = 50) -> list[BreachView]:
    """Open ones first, then the newest."""
    check_may_handle(by)
    with scoped(SYSTEM):
        rows = Breach.objects.annotate(count=Count("persons")).order_by("-opened_at", "-id")[:limit]
        views = [view_breach(row, at) for row in rows]
    return sorted(views, key=lambda one: one.closed_at is not None)


def list_affected(breach: UUID, *, untold: bool = True, limit: int = 500) -> list[UUID]:
    """The next persons who were not told yet, or all; for the house, which tells them."""
    with scoped(SYSTEM):
        rows = Affected.objects.filter(breach=breach)
        rows = rows.filter(told_at=None) if untold else rows
        return list(rows.order_by("customer").values_list("customer", flat=True)[:limit])


def list_incidents(*, since: datetime) -> list[Incident]:
    """Breaches as counts, newest first: nobody is named, and no agency's secrets."""
    with scoped(SYSTEM):
        rows = Breach.objects.filter(opened_at__gte=since).exclude(risk=Risk.UNKNOWN)
        return [
            Incident(
                f"{local(row.found_at):%Y-%m}", row.count, str(Risk(row.risk).label),
                row.approved_at is not None, row.closed_at is not None,
            )
            for row in rows.annotate(count=Count("persons")).order_by("-found_at")
        ]  # fmt: skip


def check_may_handle(by: Actor) -> None:
    """Refuse whoever does not handle breaches."""
    if by.kind not in ("officer", "system") or not by.may(HANDLE):
        raise NotAllowed("breach.refused", _("Your role does not handle breaches."))


def view_breach(row: Breach, at: datetime) -> BreachView:
    """The row as others see it; for this room only."""
    affected = getattr(row, "count", None)
    affected = row.persons.count() if affected is None else affected
    duties = rules.breach_duties(
        risk=row.risk, affected=affected, found_at=row.found_at, assessed_at=row.assessed_at
    )
    return BreachView(
        id=row.id,
        number=row.number,
        what=row.what,
        source=row.account_name or row.agency,
        began_at=row.began_at,
        ended_at=row.ended_at,
        found_at=row.found_at,
        agency=row.agency,
        register=row.register,
        attribute=row.attribute,
        risk=row.risk,
        risk_words=str(Risk(row.risk).label),
        affected=affected,
        duties=duties,
        overdue=duties.authority and row.reported_at is None and duties.due_at < at,
        opened_by_name=row.opened_by_name,
        notice=row.notice,
        drafted_by=row.drafted_by,
        drafted_by_name=row.drafted_by_name,
        approved_by_name=row.approved_by_name,
        approved_at=row.approved_at,
        assessed_at=row.assessed_at,
        reported_at=row.reported_at,
        measures=row.measures,
        closed_at=row.closed_at,
    )
