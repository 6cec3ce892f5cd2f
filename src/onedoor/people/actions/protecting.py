"""How she was reached before a change: kept, and put back when she says that it was not she."""

import base64
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from onedoor.kernel.actions import action
from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.kernel.scope import scoped
from onedoor.people import models
from onedoor.people.actions.linking import index_customer
from onedoor.people.types import NOT_ME
from onedoor.trust import actions as trust_actions
from onedoor.trust import queries as trust
from onedoor.trust.types import ChangeKind, LockedBy, LockView

CHANGES_A_DAY = 12  # each of them rings at all her contacts


def note_contacts(customer: UUID, *, by: Actor, at: datetime) -> None:
    """Keep how she is reached now, before it is changed; for this room only. What a register says in the
    house's own name, and the first way to reach her that anybody gives, is no change to hold."""
    with scoped(SYSTEM):
        rows = list(models.ContactPoint.objects.filter(customer_id=customer).order_by("created_at", "id"))
    if by.kind == "system" or not rows:
        return
    trust_actions.count_use(
        what=f"contact-change:{customer}", most=CHANGES_A_DAY, window=timedelta(days=1), by=SYSTEM, at=at
    )
    trust_actions.note_change(
        customer=customer, kind=ChangeKind.CONTACT, before=[_keep(row) for row in rows], by=by, at=at
    )


@action()
def disown_change(*, token: str, by: Actor, at: datetime) -> LockView:
    """“That was not me”: by the link that went to her old contacts. That change and all after it are undone,
    her sessions end, and her identity is locked. The link is used up."""
    with scoped(SYSTEM):
        link = trust.get_link(token, NOT_ME, at=at)
        change = trust.get_change(link.subject)
        trust_actions.end_link(purpose=NOT_ME, subject=change.id, by=SYSTEM, at=at)
        undone = trust_actions.undo_changes(
            customer=change.customer, since=change.changed_at, by=SYSTEM, at=at
        )
        for one in undone:
            trust_actions.end_link(purpose=NOT_ME, subject=one.id, by=SYSTEM, at=at)
        contacts = [one for one in undone if one.kind == ChangeKind.CONTACT]
        if contacts:
            _put_back(change.customer, contacts[0].before)
        return trust_actions.lock_identity(
            customer=change.customer, how=LockedBy.NOT_ME, since=change.changed_at, by=SYSTEM, at=at
        )


def _keep(row: models.ContactPoint) -> dict[str, Any]:
    return {
        "id": str(row.id),
        "kind": row.kind,
        "sealed": base64.b64encode(bytes(row.sealed)).decode(),
        "blind_index": base64.b64encode(bytes(row.blind_index)).decode(),
        "verified_at": row.verified_at.isoformat() if row.verified_at else None,
        "is_default": row.is_default,
        "created_at": row.created_at.isoformat(),
    }


def _put_back(customer: UUID, before: Any) -> None:
    models.ContactPoint.objects.filter(customer_id=customer).delete()
    models.ContactPoint.objects.bulk_create(
        models.ContactPoint(
            id=UUID(kept["id"]),
            customer_id=customer,
            kind=kept["kind"],
            sealed=base64.b64decode(kept["sealed"]),
            blind_index=base64.b64decode(kept["blind_index"]),
            verified_at=datetime.fromisoformat(kept["verified_at"]) if kept["verified_at"] else None,
            is_default=kept["is_default"],
            created_at=datetime.fromisoformat(kept["created_at"]),
        )
        for kept in before
    )
    index_customer(customer)
