"""Putting two records of one person together, taking that back, and telling two people apart."""

import json
from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, InternalError, OperationalError, transaction
from django.utils.translation import gettext_lazy as _

from onedoor.journal import actions as journal
from onedoor.kernel.actions import action
from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.kernel.errors import Conflict, Invalid, NotAllowed, NotFound
from onedoor.kernel.scope import scoped
from onedoor.people import models
from onedoor.people.actions.linking import index_customer
from onedoor.people.merging.fields import give_back, list_conflicts, sorted_name, take_fields
from onedoor.people.merging.moving import Moving, allow_moving, check_constraints, hand_over
from onedoor.people.queries.customers import not_found
from onedoor.people.queries.merging import MERGE_PURPOSE, are_different, check_two, get_merge, view_merge
from onedoor.people.rules import search_terms
from onedoor.people.types import MARKED_DIFFERENT, MERGED, UNMERGED, MergeView, MovedRows
from onedoor.trust import queries as trust

REASON_LENGTH = 500


@action(may="customers.merge")
def merge_customers(
    *, keep: UUID, merge: UUID, reason: str, choices: Mapping[str, str] | None = None, by: Actor, at: datetime
) -> MergeView:
    """All that is held of ``merge`` belongs to ``keep`` from now on, and the id of ``merge`` is read as
    ``keep``. ``choices`` answers every conflict of ``queries.preview_merge`` with ``keep`` or ``merge``.

    Refused for a record with itself, one that is merged already, a pair that somebody found to be two
    people, and while another merge of either runs. The journal stays as it was written.
    """
    _only_staff(by)
    reason = _check_reason(reason)
    with scoped(SYSTEM):
        kept, merged = _lock_two(keep, merge)
        _check_choices(kept, merged, choices or {})
        moving = Moving(keep, merge, choices or {})
        rows = moving.move_all()
        changed = take_fields(kept, merged, choices or {})
        _save_names(kept, changed)
        row = _write_merge(moving, rows, changed, reason, by, at)
        journal.record(
            MERGED, subject_kind="merge", subject=row.id, customer=keep, data={"merged": str(merge)},
            by=by, at=at,
        )  # fmt: skip
        return view_merge(row)


@action(may="customers.merge")
def undo_merge(*, merge: UUID, by: Actor, at: datetime) -> MergeView:
    """Both records are as they were: what moved goes back, what came to the kept one since stays there.
    Of merges that build on each other the last is undone first."""
    _only_staff(by)
    with scoped(SYSTEM):
        row = models.Merge.objects.select_for_update().filter(id=merge).first()
        if row is None:
            raise NotFound("people.no_merge", _("There is no such merge."))
        if row.undone_at is not None:
            raise Conflict("people.merge_undone", _("This merge was undone already."))
        _check_is_last(row)
        kept, _merged = _lock(row.kept, row.merged)
        _take_back(row)
        changed = json.loads(trust.unseal(bytes(row.before), purpose=MERGE_PURPOSE))
        _save_names(kept, dict.fromkeys(give_back(kept, changed)))
        row.undone_at, row.undone_by = at, by.account
        row.save(update_fields=["undone_at", "undone_by"])
        for customer in (row.kept, row.merged):
            journal.record(UNMERGED, subject_kind="merge", subject=row.id, customer=customer, by=by, at=at)
        return view_merge(row)


@action(may="customers.merge")
def mark_different(*, first: UUID, second: UUID, reason: str, by: Actor, at: datetime) -> None:
    """They look alike and are two people: neither is proposed for the other again, and they cannot be
    merged. Safe to repeat."""
    _only_staff(by)
    note_difference(first=first, second=second, reason=_check_reason(reason), by=by, at=at)


def note_difference(*, first: UUID, second: UUID, reason: str, by: Actor, at: datetime) -> None:
    """The mark itself, for this room only."""
    with scoped(SYSTEM):
        check_two(first, second)
        low, high = sorted((first, second))
        _row, is_new = models.Difference.objects.get_or_create(
            first=low,
            second=high,
            defaults={
                "reason": trust.seal(reason, purpose=MERGE_PURPOSE), "marked_at": at, "marked_by": by.account,
            },
        )  # fmt: skip
        if is_new:
            for customer in (low, high):
                journal.record(
                    MARKED_DIFFERENT,
                    subject_kind="customer",
                    subject=customer,
                    customer=customer,
                    by=by,
                    at=at,
                )


def _lock_two(keep: UUID, merge: UUID) -> tuple[models.Customer, models.Customer]:
    check_two(keep, merge)
    kept, merged = _lock(keep, merge)
    check_two(keep, merge)  # again: another merge may have ended between the look and the lock
    if kept.kind != merged.kind:
        raise Conflict("people.other_kind", _("A person and an organisation cannot be put together."))
    if are_different(keep, merge):
        raise Conflict(
            "people.marked_different",
            _("Somebody found that these are two people. Ask that officer before you go on."),
        )
    return kept, merged


def _lock(*customers: UUID) -> tuple[models.Customer, ...]:
    try:
        with transaction.atomic():
            rows = models.Customer.objects.select_for_update(nowait=True, no_key=True).order_by("id")
            found = {row.id: row for row in rows.filter(id__in=customers)}
    except OperationalError as error:
        raise Conflict(
            "people.merge_running", _("One of these records is being changed. Try again in a minute.")
        ) from error
    if len(found) != len(customers):
        raise not_found()
    return tuple(found[customer] for customer in customers)


def _check_choices(kept: models.Customer, merged: models.Customer, choices: Mapping[str, str]) -> None:
    open = [one for one in list_conflicts(kept, merged) if choices.get(one.code) not in ("keep", "merge")]
    if open:
        raise Invalid(
            "people.must_choose",
            _("Choose which to keep: %(what)s.") % {"what": ", ".join(str(one.title) for one in open)},
            field=open[0].code,
        )


def _save_names(kept: models.Customer, changed: Mapping[str, object]) -> None:
    kept.sort_key = sorted_name(kept)
    kept.save(update_fields=["name", "name_zh", "birth_date", "sort_key", "representative"])
    if changed:
        models.SearchTerm.objects.filter(customer=kept.id).delete()
        terms = sorted(search_terms(kept.name, kept.name_zh))
        models.SearchTerm.objects.bulk_create(
            models.SearchTerm(term=term, customer=kept.id) for term in terms
        )
        index_customer(kept.id)


def _write_merge(
    moving: Moving, rows: tuple[MovedRows, ...], changed: object, reason: str, by: Actor, at: datetime
) -> models.Merge:
    try:
        row = models.Merge.objects.create(
            kept=moving.kept,
            merged=moving.merged,
            reason=trust.seal(reason, purpose=MERGE_PURPOSE),
            before=trust.seal(json.dumps(changed), purpose=MERGE_PURPOSE),
            rows=[{k: v for k, v in asdict(one).items() if k != "title"} for one in rows],
            merged_at=at,
            merged_by=by.account,
        )
    except IntegrityError as error:
        raise Conflict("people.merged_already", _("This record was merged already.")) from error
    models.MergeStep.objects.bulk_create(
        models.MergeStep(
            merge=row, position=place, model=step.model, field=step.field, was=step.was, became=step.became,
            rows=step.rows,
        )
        for place, step in enumerate(moving.steps)
    )  # fmt: skip
    return row


def _check_is_last(row: models.Merge) -> None:
    standing = models.Merge.objects.filter(undone_at=None)
    later = standing.filter(merged=row.kept).first() or (
        standing.filter(kept=row.kept, merged_at__gte=row.merged_at, id__gt=row.id).order_by("-id").first()
    )
    if later is not None:
        raise Conflict(
            "people.undo_later_first",
            _("A later merge builds on this one. Undo that first."),
            merge=str(later.id),
        )


def _take_back(row: models.Merge) -> None:
    allow_moving()
    try:
        with transaction.atomic():
            for step in row.steps.order_by("-position"):
                hand_over(step.model, step.field, step.rows, step.became, step.was)
            check_constraints()
    except (IntegrityError, InternalError) as error:
        raise Conflict(
            "people.undo_clash",
            _("Something new stands where an old thing would go back to. End the new one first."),
        ) from error


def _check_reason(reason: str) -> str:
    reason = reason.strip()
    if not reason:
        raise Invalid("people.no_reason", _("Say why, for those who look at it later."), field="reason")
    if len(reason) > REASON_LENGTH:
        raise Invalid("people.reason_long", _("Say it in 500 characters or fewer."), field="reason")
    return reason


def _only_staff(by: Actor) -> None:
    if by.kind not in ("officer", "system"):
        raise NotAllowed("people.staff_only", _("Only an officer can do this."))


__all__ = ["get_merge", "mark_different", "merge_customers", "note_difference", "undo_merge"]
