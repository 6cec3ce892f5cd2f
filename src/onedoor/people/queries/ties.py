"""Relations and mandates."""

from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.kernel.clock import local, now
from onedoor.kernel.scope import scoped
from onedoor.people import models
from onedoor.people.queries.customers import check_may_read
from onedoor.people.types import Mandate, Relation


def list_relations(customer: UUID, *, by: Actor | None = None) -> list[Relation]:
    """Her spouse, parents and children as registers say."""
    if by is not None:
        check_may_read(customer, by)
    rows = models.Relation.objects.filter(customer_id=customer).select_related("other")
    return [
        Relation(
            row.other_id, row.kind, row.other.name, row.other.name_zh, row.other.birth_date, row.register
        )
        for row in rows.order_by("kind", "other__birth_date")
    ]


def list_mandates(customer: UUID, *, by: Actor | None = None, at: datetime | None = None) -> list[Mandate]:
    """Who may act for her (with ``at``: on that day only), newest first."""
    if by is not None:
        check_may_read(customer, by)
    return _views(in_force(models.Mandate.objects.filter(giver_id=customer), at))


def list_mandates_held(customer: UUID, *, by: Actor, at: datetime | None = None) -> list[Mandate]:
    """For whom she may act today: what the "act for" page offers. Works while she acts for one."""
    if by.self_customer != customer:
        check_may_read(customer, by)
    with scoped(SYSTEM):
        return _views(in_force(models.Mandate.objects.filter(holder_id=customer), at or now()))


def get_mandate(mandate: UUID) -> Mandate:
    """The mandate of that id, for the house's own notices."""
    with scoped(SYSTEM):
        return view_mandate(models.Mandate.objects.select_related("giver", "holder").get(id=mandate))


def find_mandate_row(giver: UUID, holder: UUID, at: datetime) -> models.Mandate | None:
    """The mandate in force, the widest first, for this room only."""
    with scoped(SYSTEM):
        rows = in_force(models.Mandate.objects.filter(giver_id=giver, holder_id=holder), at)
        return max(rows, key=lambda row: ("*" in row.services, row.granted_at), default=None)


def in_force(rows: QuerySet[models.Mandate], at: datetime | None) -> QuerySet[models.Mandate]:
    """Those that hold on the day of ``at``; without one, all. For this room only."""
    if at is None:
        return rows
    day = local(at).date()
    return rows.filter(Q(active_to=None) | Q(active_to__gt=day), active_from__lte=day)


def _views(rows: QuerySet[models.Mandate]) -> list[Mandate]:
    return [view_mandate(row) for row in rows.select_related("giver", "holder").order_by("-granted_at")]


def view_mandate(row: models.Mandate) -> Mandate:
    """The row as others see it."""
    return Mandate(
        id=row.id,
        giver=row.giver_id,
        giver_name=row.giver.name,
        giver_name_zh=row.giver.name_zh,
        holder=row.holder_id,
        holder_name=row.holder.name,
        holder_name_zh=row.holder.name_zh,
        role=row.role,
        services=tuple(row.services),
        evidence=row.evidence,
        active_from=row.active_from,
        active_to=row.active_to,
    )
