"""What a merge would move, what merges there are, and everything that is held of one customer."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.kernel.errors import Conflict, NotAllowed, NotFound
from onedoor.kernel.scope import scoped
from onedoor.people import models
from onedoor.people.holdings import list_holdings
from onedoor.people.merging.exporting import write_export
from onedoor.people.merging.fields import list_conflicts
from onedoor.people.merging.moving import Moving
from onedoor.people.queries.aliases import list_names, live_customer
from onedoor.people.queries.customers import not_found, view_customer
from onedoor.people.types import MergePreview, MergeView, MovedRows
from onedoor.trust import queries as trust

MERGE_PURPOSE = "merge"
MAY = "customers.merge"


def preview_merge(*, keep: UUID, merge: UUID, by: Actor) -> MergePreview:
    """Exactly what ``merge_customers`` would do: it is tried and taken back. Refused as that would be."""
    check_may_merge(by)
    with scoped(SYSTEM):
        check_two(keep, merge)
        found = models.Customer.objects.in_bulk([keep, merge])
        if len(found) < 2:
            raise not_found()
        if are_different(keep, merge):
            raise Conflict(
                "people.marked_different",
                _("Somebody found that these are two people. Ask that officer before you go on."),
            )
        conflicts = tuple(list_conflicts(found[keep], found[merge]))
        with transaction.atomic():
            rows = Moving(keep, merge, {}).move_all()
            transaction.set_rollback(True)
    return MergePreview(view_customer(found[keep]), view_customer(found[merge]), rows, conflicts)


def get_merge(merge: UUID, *, by: Actor) -> MergeView:
    """One merge. Raises NotFound."""
    check_may_merge(by)
    row = models.Merge.objects.filter(id=merge).first()
    if row is None:
        raise NotFound("people.no_merge", _("There is no such merge."))
    return view_merge(row)


def list_merges(*, by: Actor, limit: int = 50) -> list[MergeView]:
    """The newest first, undone ones among them."""
    check_may_merge(by)
    return [view_merge(row) for row in models.Merge.objects.order_by("-merged_at", "-id")[:limit]]


def export_customer(customer: UUID, *, by: Actor, at: datetime) -> bytes:
    """Everything that is held of this record, as canonical JSON (keys sorted, UTF-8): each holding's
    rows, and the journal up to ``at`` under every id of hers. For herself, the house, and those who may
    merge; what is sealed stays so. The caller writes down that it was taken (``record_export``)."""
    if by.kind != "system" and by.customer != customer:
        check_may_merge(by)
    with scoped(SYSTEM):
        if not models.Customer.objects.filter(id=customer).exists():
            raise not_found()
        return write_export(customer, list_names(customer), until=at)


def check_may_merge(by: Actor) -> None:
    """Refuse whoever may not put records together."""
    if by.kind not in ("officer", "system") or not by.may(MAY):
        raise NotAllowed("people.may_not_merge", _("Your role does not allow putting records together."))


def check_two(first: UUID, second: UUID) -> None:
    """Two records that stand for themselves."""
    if first == second:
        raise Conflict("people.same_record", _("This is one and the same record. Choose another one."))
    for customer in (first, second):
        if live_customer(customer) != customer:
            raise Conflict(
                "people.merged_already", _("This record was merged already. Use the one that was kept.")
            )


def are_different(first: UUID, second: UUID) -> bool:
    """Whether somebody found that these, or records merged into them, are two people."""
    ours, theirs = list_names(first), list_names(second)
    marks = models.Difference.objects
    return (
        marks.filter(first__in=ours, second__in=theirs).exists()
        or marks.filter(first__in=theirs, second__in=ours).exists()
    )


def view_merge(row: models.Merge) -> MergeView:
    """The row as others see it."""
    names = {found.id: found for found in models.Customer.objects.filter(id__in=[row.kept, row.merged])}
    titles = {holding.code: holding.title for holding in list_holdings()}
    rows: list[dict[str, Any]] = row.rows
    return MergeView(
        id=row.id,
        kept=row.kept,
        merged=row.merged,
        kept_name=_name(names.get(row.kept)),
        merged_name=_name(names.get(row.merged)),
        reason=trust.unseal(bytes(row.reason), purpose=MERGE_PURPOSE),
        merged_at=row.merged_at,
        undone_at=row.undone_at,
        rows=tuple(
            MovedRows(one["code"], titles.get(one["code"], one["code"]), one["moves"], one["stays"])
            for one in rows
        ),
    )


def _name(row: models.Customer | None) -> str:
    return (row.name or row.name_zh) if row else ""
