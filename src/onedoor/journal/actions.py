"""Writing the journal: one entry with its rows, many by COPY, refused attempts; and its seal."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from procrastinate.types import JSONValue

from onedoor.journal import rows, tasks
from onedoor.journal.heads import accept_cosignature
from onedoor.journal.seal import seal, sign_heads_with
from onedoor.journal.types import ATTEMPT_REFUSED, Concerned, Draft
from onedoor.kernel.actors import Actor
from onedoor.kernel.errors import Refused
from onedoor.kernel.events import Event, list_subscribers
from onedoor.kernel.ids import new_id
from onedoor.kernel.postgres.bulk import insert_many
from onedoor.kernel.postgres.prepared import fetch_prepared

TOGETHER = 200
BULK_PRIORITY = -10

__all__ = [
    "accept_cosignature",
    "record",
    "record_each",
    "record_many",
    "record_refusal",
    "seal",
    "sign_heads_with",
]


def record(
    event: Event,
    *,
    subject_kind: str,
    subject: UUID,
    by: Actor,
    at: datetime,
    customer: UUID | None = None,
    agency: str = "",
    basis: str = "",
    purpose: str = "",
    case: UUID | None = None,
    data: dict[str, Any] | None = None,
    visible_from: datetime | None = None,
) -> UUID:
    """Append one entry in the caller's transaction and queue its delivery to subscribers."""
    draft = Draft(
        event=event, subject_kind=subject_kind, subject=subject, by=by, at=at, customer=customer,
        agency=agency, basis=basis, purpose=purpose, case=case, data=data or {}, visible_from=visible_from,
    )  # fmt: skip
    row = rows.to_row(draft)
    fetch_prepared(rows.INSERT, row)
    _deliver(event, [(row[0], at)])
    return row[0]  # type: ignore[no-any-return]  # the row is heterogeneous; its first column is the id


def record_many(drafts: Sequence[Draft]) -> list[UUID]:
    """Append many entries at once, in order, in the caller's transaction."""
    written = [rows.to_row(draft) for draft in drafts]
    insert_many("journal_entry", rows.COLUMNS, rows.TYPES, written)
    for event in {draft.event.name: draft.event for draft in drafts}.values():
        _deliver(event, [(row[0], row[1]) for row in written if row[2] == event.name])
    return [row[0] for row in written]


def record_each(draft: Draft, concerned: Iterable[Concerned]) -> list[UUID]:
    """Append one entry like ``draft`` for each customer it concerns, as ``record_many`` would but at
    a fraction of its cost: what is alike in all of them travels once."""
    written: list[tuple[UUID, UUID | None, UUID, str]] = []
    last, text = draft.data, rows.to_text(draft.data)
    for customer, subject, data in concerned:
        if data is not last:  # often one object for all
            last, text = data, rows.to_text(data)
        written.append((new_id(), customer, subject, text))
    alike = rows.split_alike(draft)
    insert_many("journal_entry", rows.VARYING, rows.VARYING_TYPES, written, same=alike)
    _deliver(draft.event, [(row[0], draft.at) for row in written])
    return [row[0] for row in written]


def record_refusal(*, action: str, refusal: Refused, by: Actor, at: datetime) -> None:
    """Write a refused attempt in a transaction of its own, after the refused one is undone.

    A refusal may carry ``customer``, ``agency``, ``purpose``, ``subject`` and ``case`` among its
    facts; then the person concerned sees the attempt.
    """
    facts = refusal.facts
    with transaction.atomic():
        record(
            ATTEMPT_REFUSED,
            subject_kind=action.split(".")[0],
            subject=facts.get("subject") or by.account,
            customer=facts.get("customer") or (by.customer if by.kind == "citizen" else None),
            agency=facts.get("agency") or by.agency,
            purpose=str(facts.get("purpose", "")),
            case=facts.get("case"),
            by=by,
            at=at,
            data={"action": action, "code": refusal.code},
        )


def _deliver(event: Event, written: list[tuple[UUID, datetime]]) -> None:
    places: list[JSONValue] = [[str(entry), happened_at.isoformat()] for entry, happened_at in written]
    for handler in list_subscribers(event.name):
        for start in range(0, len(places), TOGETHER):
            # What came in bulk stands behind what one person waits for.
            priority = BULK_PRIORITY if len(places) > 1 else 0
            task = tasks.deliver.configure(priority=priority)
            task.defer(entries=places[start : start + TOGETHER], handler=handler)
