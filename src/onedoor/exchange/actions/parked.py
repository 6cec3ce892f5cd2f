"""Rows that wait for their person: added when she appears, given up after 30 days."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import F

from onedoor.exchange.intake.feeds import FEEDS
from onedoor.exchange.landing import PARKED, Statement, read_statement, values_of
from onedoor.exchange.models import Batch, BatchRow, Partner
from onedoor.exchange.registers import get_rulebook
from onedoor.exchange.storing import keep_values
from onedoor.exchange.types import ROW_SETTLED, RowState
from onedoor.journal import actions as journal
from onedoor.kernel.actions import action
from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.kernel.scope import scoped
from onedoor.people import queries as people
from onedoor.trust import queries as trust

CHUNK = 1_000


@action(may="exchange.correct")
def settle_parked(*, by: Actor, at: datetime) -> int:
    """Give every waiting row whose person is known by now to her. Returns how many found theirs.

    Safe to repeat; rows that another worker holds are left to it.
    """
    settled = 0
    with scoped(SYSTEM):
        waiting = BatchRow.objects.filter(state=RowState.PARKED, parked_until__gt=at).order_by("id")
        ids = list(waiting.values_list("id", flat=True))
        for start in range(0, len(ids), CHUNK):
            rows = BatchRow.objects.select_related("batch").select_for_update(skip_locked=True, of=("self",))
            settled += _settle(
                list(rows.filter(id__in=ids[start : start + CHUNK], state=RowState.PARKED)), by, at
            )
    return settled


def _settle(rows: Sequence[BatchRow], by: Actor, at: datetime) -> int:
    said = {
        row.id: read_statement(trust.unseal(bytes(row.content_sealed or b""), purpose=PARKED)) for row in rows
    }
    known = people.find_ids([statement.identifier for statement in said.values()])
    partners = {p.code: p for p in Partner.objects.filter(code__in={row.partner for row in rows})}
    settled = 0
    for row in rows:
        customer = known.get(said[row.id].identifier)
        if customer is None:
            continue
        feed, sender = FEEDS[row.batch.feed], partners[row.partner]
        register = get_rulebook().registers[feed.register]
        values = values_of(feed, sender, customer, said[row.id], amends=row.batch.indicator == "A")
        keep_values(register, sender.code, values, at=at, batch=row.batch_id)
        row.state, row.codes, row.content_sealed, row.parked_until = RowState.ACCEPTED, [], None, None
        row.save(update_fields=["state", "codes", "content_sealed", "parked_until"])
        Batch.objects.filter(id=row.batch_id).update(parked=F("parked") - 1, accepted=F("accepted") + 1)
        journal.record(
            ROW_SETTLED,
            subject_kind="batch",
            subject=row.batch_id,
            customer=customer,
            agency=register.agency,
            by=by,
            at=at,
            data={"source": sender.name, "register": register.code, "batch": row.batch.number},
        )
        settled += 1
    return settled


def _read(row: BatchRow) -> Statement:
    return read_statement(trust.unseal(bytes(row.content_sealed or b""), purpose=PARKED))


@action(may="exchange.correct")
def expire_parked(*, by: Actor, at: datetime) -> int:
    """Give up rows that waited 30 days and forget what they said. Returns how many."""
    with scoped(SYSTEM):
        return BatchRow.objects.filter(state=RowState.PARKED, parked_until__lte=at).update(
            state=RowState.EXPIRED, content_sealed=None, parked_until=None
        )
