"""Disposal by two: one proposes, another approves, the worker carries it out; holds stop it."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from onedoor.journal import actions as journal
from onedoor.kernel.actions import action
from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.kernel.errors import Conflict, Invalid, NotAllowed, NotFound
from onedoor.kernel.events import Event
from onedoor.kernel.scope import scoped
from onedoor.people import models
from onedoor.people.queries.aliases import live_customer
from onedoor.people.queries.disposing import preview_disposal, view_disposal
from onedoor.people.retention.declaring import KeepRule, list_rules
from onedoor.people.retention.disposing import dispose, find_due
from onedoor.people.types import (
    DISPOSAL_APPROVED,
    DISPOSAL_PROPOSED,
    DISPOSAL_REFUSED,
    DISPOSED,
    HOLD_LIFTED,
    HOLD_PLACED,
    DisposalState,
    DisposalView,
)

ROWS_AT_ONCE = 1000
REASON_LENGTH = 500


@action(may="records.dispose")
def propose_disposal(*, by: Actor, at: datetime) -> DisposalView:
    """Propose what is over now. Refused when nothing is, and while another proposal waits."""
    _only_officers(by)
    counts = {row.table: row.due for row in preview_disposal(by=by, at=at) if row.due and not row.nightly}
    if not counts:
        raise Conflict("disposal.nothing", _("Nothing is over, or all of it is held."))
    try:
        with scoped(SYSTEM), transaction.atomic():
            row = models.Disposal.objects.create(
                as_of=at, counts=counts, proposed_by=by.account, proposed_by_name=by.name
            )
    except IntegrityError as error:
        raise Conflict("disposal.waits", _("Another proposal waits for a second person.")) from error
    _record(DISPOSAL_PROPOSED, row, by=by, at=at, counts=counts)
    return view_disposal(row)


@action(may="records.dispose")
def decide_disposal(*, disposal: UUID, approve: bool, by: Actor, at: datetime) -> DisposalView:
    """Approve it, and the worker begins; or say no. Never by the person who proposed it."""
    _only_officers(by)
    with scoped(SYSTEM):
        row = models.Disposal.objects.select_for_update().filter(id=disposal).first()
        if row is None:
            raise NotFound("disposal.unknown", _("There is no such disposal."))
        if row.state != DisposalState.PROPOSED:
            raise Conflict("disposal.decided", _("This disposal was decided already."))
        if row.proposed_by == by.account:
            raise NotAllowed("disposal.own", _("Somebody else must decide on what you proposed."))
        row.state = DisposalState.APPROVED if approve else DisposalState.REFUSED
        row.decided_by, row.decided_by_name, row.decided_at = by.account, by.name, at
        row.save()
    _record(DISPOSAL_APPROVED if approve else DISPOSAL_REFUSED, row, by=by, at=at, counts=row.counts)
    if approve:
        from onedoor.people.tasks import dispose as task  # tasks import actions

        task.defer(disposal=str(row.id))
    return view_disposal(row)


@action()
def dispose_some(*, disposal: UUID, by: Actor, at: datetime) -> int:
    """What the worker does: the next rows of an approved disposal, those only whose time was over when it
    was proposed and that nothing holds now. Gives their number; with 0 it is done. Safe to repeat."""
    if by.kind != "system":
        raise NotAllowed("disposal.only_house", _("Only the house itself carries out a disposal."))
    row = models.Disposal.objects.select_for_update().get(id=disposal)
    if row.state != DisposalState.APPROVED:
        return 0
    for rule in list_rules():
        if rule.model not in row.counts:
            continue
        rows = find_due(rule, as_of=row.as_of, at=at)
        keys = list(rows.values_list("pk", flat=True)[:ROWS_AT_ONCE])
        if keys:
            gone = dispose(rule, keys)
            row.gone = dict(Counter(row.gone) + gone)
            row.save(update_fields=["gone"])
            return len(keys)
    row.state, row.done_at = DisposalState.DONE, at
    row.save(update_fields=["state", "done_at"])
    _record(DISPOSED, row, by=by, at=at, counts=row.gone)
    return 0


@action()
def dispose_nightly(*, models_of: Sequence[str] = (), by: Actor, at: datetime) -> int:
    """What the house deletes by itself every night, of these tables or of all: rows that live for days, whose
    time is over, and that nothing holds. How many went."""
    if by.kind != "system":
        raise NotAllowed("disposal.only_house", _("Only the house itself carries out a disposal."))
    rules = [one for one in list_rules() if one.nightly and (not models_of or one.model in models_of)]
    gone = 0
    with scoped(SYSTEM):
        while went := sum(_go(rule, at) for rule in rules):  # what others hung on may go after them
            gone += went
    return gone


def _go(rule: KeepRule, at: datetime) -> int:
    gone = 0
    while keys := list(find_due(rule, as_of=at, at=at).values_list("pk", flat=True)[:ROWS_AT_ONCE]):
        gone += sum(dispose(rule, keys).values())
    return gone


@action(may="records.hold")
def place_hold(
    *,
    reason: str,
    ends_at: datetime,
    customer: UUID | None = None,
    case: UUID | None = None,
    by: Actor,
    at: datetime,
) -> UUID:
    """Nothing of this customer, or of this case, is disposed of before ``ends_at``."""
    _only_officers(by)
    reason = reason.strip()
    if not reason or len(reason) > REASON_LENGTH:
        raise Invalid("hold.reason", _("Say why, in 500 characters or fewer."), field="reason")
    if ends_at <= at:
        raise Invalid("hold.ends", _("Say until when; the day must still come."), field="until")
    if (customer is None) == (case is None):
        raise Invalid("hold.what", _("Hold one customer or one case."), field="what")
    with scoped(SYSTEM):
        row = models.LegalHold.objects.create(
            customer=live_customer(customer) if customer else None, case=case, reason=reason,
            placed_by=by.account, placed_at=at, ends_at=ends_at,
        )  # fmt: skip
    _record_hold(HOLD_PLACED, row, by=by, at=at)
    return row.id


@action(may="records.hold")
def lift_hold(*, hold: UUID, by: Actor, at: datetime) -> None:
    """The hold ends before its time; safe to repeat."""
    _only_officers(by)
    with scoped(SYSTEM):
        row = models.LegalHold.objects.select_for_update().filter(id=hold).first()
        if row is None:
            raise NotFound("hold.unknown", _("There is no such hold."))
        if row.lifted_at is not None:
            return
        row.lifted_at, row.lifted_by = at, by.account
        row.save(update_fields=["lifted_at", "lifted_by"])
    _record_hold(HOLD_LIFTED, row, by=by, at=at)


def _only_officers(by: Actor) -> None:
    if by.kind != "officer":
        raise NotAllowed("disposal.officers", _("Only an officer can do this."))


def _record(event: Event, row: models.Disposal, *, by: Actor, at: datetime, counts: dict[str, int]) -> None:
    data = {"rows": sum(counts.values()), "counts": counts}
    journal.record(event, subject_kind="disposal", subject=row.id, data=data, by=by, at=at)


def _record_hold(event: Event, row: models.LegalHold, *, by: Actor, at: datetime) -> None:
    journal.record(
        event, subject_kind="hold", subject=row.id, customer=row.customer, case=row.case, by=by, at=at
    )
