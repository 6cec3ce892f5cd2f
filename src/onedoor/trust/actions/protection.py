"""Changes are noted and can be disowned; an identity is locked, and opened again by two."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.db import IntegrityError, transaction
from django.db.models import F
from django.db.models.functions import Greatest
from django.utils.translation import gettext_lazy as _

from onedoor.journal import actions as journal
from onedoor.kernel.actions import action
from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.kernel.errors import Conflict, NotAllowed, NotFound
from onedoor.kernel.events import Event
from onedoor.kernel.scope import scoped
from onedoor.trust.models import (
    Account,
    BrowserSession,
    Change,
    DoorPin,
    DoorPinOrder,
    IdentityLock,
    OutsideIdentity,
    Pairing,
    PartnerKey,
    Passkey,
)
from onedoor.trust.queries.levels import require_level
from onedoor.trust.queries.protection import view_change, view_lock
from onedoor.trust.rules import HOLD_LASTS
from onedoor.trust.types import (
    CHANGE_DISOWNED,
    CHANGE_NOTED,
    IDENTITY_LOCKED,
    IDENTITY_UNLOCKED,
    UNLOCK_ASKED,
    ChangeKind,
    ChangeView,
    LockedBy,
    LockView,
)


@action()
def note_change(
    *,
    customer: UUID,
    kind: ChangeKind,
    account: UUID | None = None,
    subject: UUID | None = None,
    before: Sequence[Any] = (),
    by: Actor,
    at: datetime,
) -> ChangeView:
    """Keep what undoes a change that was made just now; her contacts are told. A change of how she is
    reached holds for ``HOLD_LASTS`` what could be used to take her identity over."""
    with scoped(SYSTEM):
        row = Change.objects.create(
            customer=customer, account=account, kind=kind, subject=subject, before=list(before),
            door=by.door, changed_at=at, free_at=at + HOLD_LASTS if kind == ChangeKind.CONTACT else None,
        )  # fmt: skip
    _record(CHANGE_NOTED, "change", row.id, customer, by, at, kind=kind.value)
    return view_change(row)


@action()
def undo_changes(*, customer: UUID, since: datetime, by: Actor, at: datetime) -> list[ChangeView]:
    """Take back every change since ``since``, newest first: what this room keeps is as it was. Gives them,
    oldest first, so that the room that keeps the contacts puts those back."""
    if by.kind != "system":
        raise NotAllowed("change.house_only", _("Only the house does this."))
    with scoped(SYSTEM):
        rows = list(
            Change.objects.select_for_update()
            .filter(customer=customer, changed_at__gte=since, disowned_at=None)
            .order_by("-changed_at", "-id")
        )
        for row in rows:
            _undo(row, at)
            row.disowned_at = at
            row.save(update_fields=["disowned_at"])
            _record(CHANGE_DISOWNED, "change", row.id, customer, by, at, kind=row.kind)
    return [view_change(row) for row in reversed(rows)]


@action()
def lock_identity(
    *, customer: UUID, how: LockedBy, since: datetime | None = None, by: Actor, at: datetime
) -> LockView:
    """Nothing is done in her name any more: her sessions and programs end, and nobody signs in but by a
    passkey that was there before ``since``. She herself does it, an officer who has her before her
    (``BESIDE``, ``SEEN``, at level 3) or on the line with right answers (``ANSWERED``), or the house for a
    message from her number. A second report leaves the first, unless it reaches further back."""
    _check_may_lock(customer, how, by)
    start = min(since or at, at)
    with scoped(SYSTEM):
        row = IdentityLock.objects.select_for_update().filter(customer=customer, opened_at=None).first()
        if row is not None:
            if start < row.since:
                row.since = start
                row.save(update_fields=["since"])
            return view_lock(row)
        try:
            with transaction.atomic():
                row = IdentityLock.objects.create(
                    customer=customer, since=start, how=how, locked_by=by.account, locked_at=at
                )
        except IntegrityError as error:
            raise Conflict("identity.locked_already", _("This was reported a moment ago.")) from error
        _end_ways_in(customer, at)
    _record(IDENTITY_LOCKED, "identity_lock", row.id, customer, by, at, how=how.value)
    return view_lock(row)


@action(may="accounts.lock")
def ask_to_open(*, customer: UUID, by: Actor, at: datetime) -> LockView:
    """The first of the two: an officer who saw her and her papers, or she herself, signed in by a passkey
    that she had before. Said again, it is the newest word that counts."""
    require_level(by, 3, _("Confirm with a code or with a passkey first."))
    _check_may_open(customer, by)
    with scoped(SYSTEM):
        row = _locked(customer)
        row.asked_by, row.asked_at = by.account, at
        row.save(update_fields=["asked_by", "asked_at"])
    _record(UNLOCK_ASKED, "identity_lock", row.id, customer, by, at)
    return view_lock(row)


@action(may="accounts.lock")
def open_identity(*, customer: UUID, by: Actor, at: datetime) -> LockView:
    """The second of the two, always an officer, and another person than the first. Then she may sign in
    and act as before; what was disowned stays undone."""
    require_level(by, 3, _("Confirm with a code or with a passkey first."))
    if by.kind != "officer":
        raise NotAllowed("identity.officers_open", _("An officer must open it."), customer=customer)
    with scoped(SYSTEM):
        row = _locked(customer)
        if row.asked_by is None or row.asked_by == by.account:
            raise NotAllowed(
                "identity.by_two",
                _("Two open a lock: somebody else must have seen her and said so first."),
                customer=customer,
            )
        row.opened_by, row.opened_at = by.account, at
        row.save(update_fields=["opened_by", "opened_at"])
    _record(IDENTITY_UNLOCKED, "identity_lock", row.id, customer, by, at)
    return view_lock(row)


def _check_may_lock(customer: UUID, how: LockedBy, by: Actor) -> None:
    if by.kind == "system":
        return
    hers = by.customer == customer
    if by.kind == "citizen" and hers and by.mandate is None:
        return
    if by.kind == "officer" and (
        (how == LockedBy.ANSWERED and by.may("identities.lock"))
        or (how == LockedBy.SEEN and by.may("accounts.lock"))
        or (how == LockedBy.BESIDE and by.may("accounts.lock") and by.assisted and hers)
    ):
        require_level(by, 3, _("Confirm with a code or with a passkey first."))
        return
    raise NotAllowed(
        "identity.hers_alone",
        _("Only the person herself can report this, or an officer who has her before her."),
        customer=customer,
    )


def _check_may_open(customer: UUID, by: Actor) -> None:
    if by.kind == "citizen" and (by.customer != customer or by.mandate is not None):
        raise NotAllowed("identity.hers_alone", _("You can ask this only for yourself."))
    if by.kind == "partner":
        raise NotAllowed("identity.officers_open", _("An officer must open it."))


def _locked(customer: UUID) -> IdentityLock:
    row = IdentityLock.objects.select_for_update().filter(customer=customer, opened_at=None).first()
    if row is None:
        raise NotFound("identity.not_locked", _("This identity is not locked."))
    return row


def _end_ways_in(customer: UUID, at: datetime) -> None:
    mine = BrowserSession.objects.filter(account__customer=customer, ended_at=None)
    mine.update(ended_at=Greatest(F("begun_at"), at))
    PartnerKey.objects.filter(customer=customer, active_to=None).update(
        active_to=Greatest(F("active_from"), at)
    )
    Pairing.objects.filter(customer=customer, ended_at=None).update(ended_at=at)


def _undo(row: Change, at: datetime) -> None:
    """What this room keeps; contacts are another room's."""
    kind, account = ChangeKind(row.kind), row.account
    if account is None or kind is ChangeKind.CONTACT:
        return
    if kind is ChangeKind.PASSKEY and row.subject:
        Passkey.objects.filter(id=row.subject, account_id=account).delete()
    elif kind is ChangeKind.IDENTITY and row.subject:
        OutsideIdentity.objects.filter(id=row.subject, account_id=account).delete()
    elif kind is ChangeKind.PIN:
        DoorPin.objects.filter(account_id=account).delete()
        DoorPinOrder.objects.filter(account_id=account, drawn_at=None, ended_at=None).update(ended_at=at)
    elif kind is ChangeKind.PASSWORD:
        for holder in Account.objects.filter(id=account):
            holder.set_unusable_password()
            holder.save(update_fields=["password"])
    elif kind is ChangeKind.TOTP:
        Authenticator.objects.filter(user_id=account, type=Authenticator.Type.TOTP).delete()
        for data in row.before:
            Authenticator.objects.create(user_id=account, type=Authenticator.Type.TOTP, data=data)


def _record(
    event: Event, about: str, subject: UUID, customer: UUID, by: Actor, at: datetime, **data: str
) -> None:
    journal.record(event, subject_kind=about, subject=subject, customer=customer, by=by, at=at, data=data)
