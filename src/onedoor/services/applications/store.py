"""Writing an application's row: always with the outcome that belongs to its values."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import connection

from onedoor.journal import actions as journal
from onedoor.kernel.actors import Actor
from onedoor.kernel.events import Event
from onedoor.services.applications.document import dump, plain
from onedoor.services.applications.reckoning import Reckoning, reckon
from onedoor.services.applications.types import Change, Stored
from onedoor.services.models import Application
from onedoor.services.types import ServiceFile


def outcome_of(reckoning: Reckoning) -> dict[str, Any]:
    """What is kept of a computation, so that it can be compared to the cent later."""
    decision = reckoning.decision
    if decision is None:
        return {"missing": list(reckoning.missing)}
    return {
        "pack": decision.pack,
        "fingerprint": decision.fingerprint,
        "outcome": decision.outcome,
        "payable": plain(decision.payable),
        "lines": {line.id: plain(line.result) for line in decision.lines},
    }


def settle(row: Application, service: ServiceFile, stored: Sequence[Stored], *, at: datetime) -> Reckoning:
    """Put ``stored`` and what the rules make of it into ``row``, not yet saved."""
    reckoning = reckon(service, season=row.season, stored=stored, at=at)
    row.values = dump(stored)
    row.outcome = outcome_of(reckoning)
    row.changed_at = at
    if reckoning.decision is not None:
        row.pack, row.pack_fingerprint = reckoning.decision.pack, reckoning.pack_digest
    return reckoning


def keep_changes(row: Application, changes: Sequence[Change]) -> None:
    """Remember what a refresh changed, until the person has seen and signed or changed it."""
    if changes:
        row.outcome = row.outcome | {
            "changes": [
                {
                    "kind": c.kind,
                    "code": c.code,
                    "label": dict(c.label),
                    "shown": plain(c.shown),
                    "now": plain(c.now),
                    "unit": c.unit,
                }
                for c in changes
            ]
        }


def kept_changes(row: Application) -> list[Change]:
    """What the last refresh changed."""
    return [
        Change(**held | {"shown": _revived(held, "shown"), "now": _revived(held, "now")})
        for held in row.outcome.get("changes", [])
    ]


def _revived(held: Mapping[str, Any], side: str) -> Any:
    value = held[side]
    return Decimal(value) if held["unit"] in ("money", "decimal") and isinstance(value, str) else value


def record(
    event: Event,
    row: Application,
    service: ServiceFile,
    *,
    by: Actor,
    at: datetime,
    case: UUID | None = None,
    customer: UUID | None = None,
    **data: Any,
) -> None:
    """One journal entry about the application: codes and titles, no values. ``customer`` is another than
    the applicant where it is about somebody who takes part."""
    journal.record(
        event,
        subject_kind="application",
        subject=row.id,
        customer=customer or row.customer,
        agency=service.agency,
        by=by,
        at=at,
        basis=service.basis,
        purpose=service.purpose,
        case=case or row.case,
        data={
            "number": row.number,
            "service": row.service,
            "season": row.season,
            "title": dict(service.title),
            **data,
        },
    )


def lock_kind(service: str, kind: str) -> None:
    """Let one report of a kind at a time look whether it is the first."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"report/{service}/{kind}"])


def lock_place(customer: UUID, service: str, season: str) -> None:
    """Let one at a time start this service for this customer, until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"{customer}/{service}/{season}"]
        )
