"""How she was reached before a change: kept, and put back when she says that it was not she."""

import base64
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from onedoor.kernel.actions import action
from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.kernel.errors import NotAllowed
from onedoor.kernel.scope import scoped
from onedoor.people import models
from onedoor.people.actions.linking import index_customer
from onedoor.people.queries.reaching import find_by_contact, find_by_former_contact, get_disowned
from onedoor.people.types import NOT_ME, NOT_ME_BY_LETTER, ContactKind
from onedoor.trust import actions as trust_actions
from onedoor.trust import queries as trust
from onedoor.trust.types import ChangeKind, LockedBy, LockView

CHANGES_A_DAY = 12  # each of them rings at all her contacts
BY_NUMBER_AT_MOST, BY_NUMBER_WITHIN = 2, timedelta(days=30)  # who writes from her number may not be she


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
    """“That was not me”: by the link that went to her old contacts, or by the letter to her old address.
    That change and all after it are undone, her sessions end, and her identity is locked. The link is used
    up."""
    with scoped(SYSTEM):
        change = get_disowned(token, at=at)
        _end_links(change.id, at)
        undone = trust_actions.undo_changes(
            customer=change.customer, since=change.changed_at, by=SYSTEM, at=at
        )
        for one in undone:
            _end_links(one.id, at)
        contacts = [one for one in undone if one.kind == ChangeKind.CONTACT]
        if contacts:
            _put_back(change.customer, contacts[0].before)
        return trust_actions.lock_identity(
            customer=change.customer, how=LockedBy.NOT_ME, since=change.changed_at, by=SYSTEM, at=at
        )


@action()
def lock_by_number(*, number: str, by: Actor, at: datetime) -> LockView | None:
    """Lock the one person whose telephone this is, or was until a change of the last day: a message from it
    is enough to lock, and for nothing else. None where it is nobody's or several persons'. A number may be
    forged: after two such locks in thirty days it takes more than the number."""
    if by.kind != "system":
        raise NotAllowed("change.house_only", _("Only the house does this."))
    found = find_by_contact(ContactKind.PHONE, number) or find_by_former_contact(
        ContactKind.PHONE, number, at=at
    )
    if found is None or (lock := trust.find_lock(found)) is not None:
        return lock if found else None
    if trust.count_locks(found, LockedBy.NUMBER, since=at - BY_NUMBER_WITHIN) >= BY_NUMBER_AT_MOST:
        raise NotAllowed(
            "identity.number_spent",
            _("Your number alone does not lock any more this month. Call us, or write with your PIN."),
            customer=found,
        )
    return trust_actions.lock_identity(
        customer=found, how=LockedBy.NUMBER, since=_doubted_since(found, at), by=by, at=at
    )


@action()
def lock_by_pin(*, how: LockedBy, by: Actor, at: datetime) -> LockView:
    """She gave her PIN at a door without a screen, and asks that her own identity be locked."""
    if by.kind != "citizen" or by.self_customer is None:
        raise NotAllowed("identity.hers_alone", _("You can ask this only for yourself."))
    since = _doubted_since(by.self_customer, at)
    return trust_actions.lock_identity(customer=by.self_customer, how=how, since=since, by=by, at=at)


def _doubted_since(customer: UUID, at: datetime) -> datetime:
    """Since when nothing is trusted: a change of the last day was the thief's, as far as anybody knows."""
    known = trust.find_known_before(customer, at=at)
    return known.changed_at if known else at


def _end_links(change: UUID, at: datetime) -> None:
    for purpose in (NOT_ME, NOT_ME_BY_LETTER):
        trust_actions.end_link(purpose=purpose, subject=change, by=SYSTEM, at=at)


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
