"""A copy of everything that is held: asked for, made by the worker, taken, and deleted in time."""

import hashlib
from datetime import datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from onedoor.journal import actions as journal
from onedoor.kernel.actions import action
from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.kernel.errors import NotAllowed, NotFound
from onedoor.kernel.events import Event
from onedoor.kernel.scope import scoped
from onedoor.kernel.text import LANGUAGES
from onedoor.people import models
from onedoor.people.queries.aliases import list_names
from onedoor.people.queries.copies import COPY_PURPOSE, view_copy
from onedoor.people.queries.inviting import may_manage
from onedoor.people.rights.collecting import collect
from onedoor.people.rights.packing import pack
from onedoor.people.types import COPY_ASKED, COPY_ENDED, COPY_MADE, COPY_TAKEN, CopyState, CopyView
from onedoor.trust import actions as trust_actions
from onedoor.trust import queries as trust

LASTS = timedelta(days=7)
A_DAY = timedelta(days=1)
MOST_A_DAY = 3


@action()
def ask_for_copy(*, customer: UUID, language: str = "en", by: Actor, at: datetime) -> CopyView:
    """Order everything that is held of ``customer``: only for herself (of a business, for an owner), at
    level 3. While one is being made that one is given; a new one takes the place of the last."""
    _check(customer, by=by, at=at)
    with scoped(SYSTEM):
        asked = models.DataCopy.objects.filter(customer=customer)
        waiting = asked.filter(state=CopyState.ASKED).first()
        if waiting is not None:
            return view_copy(waiting)
        trust_actions.count_use(what=f"copy/{customer}", most=MOST_A_DAY, window=A_DAY, by=by, at=at)
        for old in asked.filter(state=CopyState.READY).select_for_update():
            _end(old, by=by, at=at)
        row = models.DataCopy.objects.create(
            customer=customer, asked_by=by.account, asked_at=at,
            language=language if language in LANGUAGES else "en",
        )  # fmt: skip
        _record(COPY_ASKED, row, by=by, at=at)
    from onedoor.people.tasks import make_copy as task  # tasks import actions

    task.defer(copy=str(row.id))
    return view_copy(row)


@action()
def make_copy(*, copy: UUID, by: Actor, at: datetime) -> None:
    """What the worker does: collect, pack, seal. Once; called again it changes nothing."""
    if by.kind != "system":
        raise NotAllowed("copy.only_house", _("Only the house itself makes copies."))
    row = models.DataCopy.objects.select_for_update().filter(id=copy, state=CopyState.ASKED).first()
    if row is None:
        return
    names = list_names(row.customer)
    name = models.Customer.objects.get(id=row.customer)
    held = collect(row.customer, names, at=at)
    packed = pack(held, name=name.name or name.name_zh, language=row.language, at=at)
    row.content = trust.seal_bytes(packed, purpose=COPY_PURPOSE)
    row.size, row.sha256 = len(packed), hashlib.sha256(packed).hexdigest()
    row.state, row.ready_at, row.expires_at = CopyState.READY, at, at + LASTS
    row.save()
    rows = sum(len(table.rows) for table in held.tables)
    _record(COPY_MADE, row, by=by, at=at, tables=len(held.tables), rows=rows)


@action()
def take_copy(*, copy: UUID, by: Actor, at: datetime) -> bytes:
    """The file, for her who may ask for it, while it is there. Each time is written in the journal."""
    with scoped(SYSTEM):
        row = models.DataCopy.objects.select_for_update().filter(id=copy, state=CopyState.READY).first()
        if row is None or (by.customer != row.customer) or (row.expires_at and row.expires_at <= at):
            raise NotFound("copy.gone", _("This copy is not here any more. You can ask for a new one."))
        _check(row.customer, by=by, at=at)
        row.taken += 1
        row.save(update_fields=["taken"])
        _record(COPY_TAKEN, row, by=by, at=at)
        return trust.unseal_bytes(bytes(row.content or b""), purpose=COPY_PURPOSE)


@action()
def end_copy(*, copy: UUID, by: Actor, at: datetime) -> None:
    """Delete the file before its time; safe to repeat."""
    with scoped(SYSTEM):
        row = models.DataCopy.objects.select_for_update().filter(id=copy, state=CopyState.READY).first()
        if row is None or by.customer != row.customer:
            raise NotFound("copy.gone", _("This copy is not here any more. You can ask for a new one."))
        _check(row.customer, by=by, at=at)
        _end(row, by=by, at=at)


@action()
def end_copies(*, by: Actor, at: datetime) -> int:
    """Delete the files whose time is over; gives their number."""
    if by.kind != "system":
        raise NotAllowed("copy.only_house", _("Only the house itself makes copies."))
    rows = models.DataCopy.objects.filter(state=CopyState.READY, expires_at__lte=at).select_for_update()
    over = list(rows.defer("content"))
    for row in over:
        _end(row, by=by, at=at)
    return len(over)


def _check(customer: UUID, *, by: Actor, at: datetime) -> None:
    if not may_manage(customer, by=by, at=at):
        raise NotAllowed(
            "copy.not_yours", _("Only the person herself, or an owner of the business, can do this.")
        )
    trust.require_level(by, 3, _("Confirm with a one-time code to see everything that we hold."))


def _end(row: models.DataCopy, *, by: Actor, at: datetime) -> None:
    row.state, row.content = CopyState.ENDED, None
    row.save(update_fields=["state", "content"])
    _record(COPY_ENDED, row, by=by, at=at)


def _record(event: Event, row: models.DataCopy, *, by: Actor, at: datetime, **counts: int) -> None:
    journal.record(
        event, subject_kind="copy", subject=row.id, customer=row.customer, data=counts, by=by, at=at
    )
