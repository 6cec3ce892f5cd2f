"""Passkeys: added, named, removed, and given as proof."""

from datetime import datetime
from typing import TypeVar
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from onedoor.journal import actions as journal
from onedoor.kernel.actions import action
from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.kernel.errors import Conflict, Invalid, NotAllowed, NotFound, Refused
from onedoor.kernel.events import Event
from onedoor.kernel.scope import scoped
from onedoor.trust import webauthn
from onedoor.trust.actions.challenges import keep_challenge, take_challenge
from onedoor.trust.actions.protection import note_change
from onedoor.trust.models import Account, Passkey
from onedoor.trust.queries.accounts import account_or_not_found, customer_of
from onedoor.trust.queries.levels import require_level
from onedoor.trust.queries.passkeys import has_used_proof, view_passkey
from onedoor.trust.queries.protection import check_free, find_lock
from onedoor.trust.rules import PASSKEYS_ALLOWED, session_level
from onedoor.trust.types import (
    PASSKEY_ADDED,
    PASSKEY_REFUSED,
    PASSKEY_REMOVED,
    PASSKEY_RENAMED,
    PASSKEY_USED,
    Asked,
    ChangeKind,
    HeldAct,
    PasskeyView,
    Proved,
    SealBroken,
)

T = TypeVar("T")
ADD, PROVE, SIGN_IN = "passkey.add", "passkey.prove", "passkey.sign_in"


@action()
def ask_for_new_passkey(*, account: UUID, by: Actor, at: datetime) -> Asked:
    """What her browser needs to make a passkey. An account that has proved itself by more than its
    password gets another only at level 3, so that a stolen password brings none with it."""
    row = _own(account, by)
    if has_used_proof(row.id):
        require_level(by, 3, _("Confirm with a code or with a passkey that you have first."))
    check_free(customer_of(row), HeldAct.PROOF, at=at)
    rows = _passkeys_of(row.id)
    if len(rows) >= PASSKEYS_ALLOWED:
        raise Conflict("passkey.too_many", _("You have ten passkeys. Remove one that you do not use first."))
    held = [webauthn.unseal_credential(one.credential, row.id) for one in rows]
    options, state = webauthn.ask_to_register(account=row.id, email=row.email, name=row.name, held=held)
    return Asked(keep_challenge(ADD, state, row.id), options)


def add_passkey(
    *, account: UUID, challenge: UUID | None, credential: str, name: str, by: Actor, at: datetime
) -> PasskeyView:
    """Keep the passkey that her device made in answer to ``challenge``. The challenge is used up
    even where the answer is refused, so the refusal is raised after that is written."""
    return _or_raise(
        _try_add(account=account, challenge=challenge, credential=credential, name=name, by=by, at=at)
    )


@action()
def _try_add(
    *, account: UUID, challenge: UUID | None, credential: str, name: str, by: Actor, at: datetime
) -> PasskeyView | Refused:
    row = _own(account, by)
    called = _read_name(name)
    state = take_challenge(challenge, ADD, row.id)
    if state is None:
        return _too_late()
    if has_used_proof(row.id):  # she may have begun to use one in another window
        require_level(by, 3, _("Confirm with a code or with a passkey that you have first."))
    check_free(customer_of(row), HeldAct.PROOF, at=at)
    try:
        made = webauthn.read_registration(state, credential)
    except webauthn.NotProved:
        return Invalid("passkey.not_made", _("The passkey could not be added. Try again."))
    index = webauthn.index_of(made.credential.credential_id)
    with scoped(SYSTEM):
        if Passkey.objects.filter(credential_index=index).exists():
            return Conflict("passkey.known", _("This passkey was added before."))
        passkey = Passkey.objects.create(
            account=row, name=called, credential_index=index, uses=made.uses, is_synced=made.is_synced,
            credential=webauthn.seal_credential(made.credential, row.id), added_at=at,
        )  # fmt: skip
    _record(PASSKEY_ADDED, row, by, at)
    if by.kind != "system" and (customer := customer_of(row)):
        note_change(
            customer=customer, kind=ChangeKind.PASSKEY, account=row.id, subject=passkey.id, by=by, at=at
        )
    return view_passkey(passkey)


@action()
def rename_passkey(*, passkey: UUID, name: str, by: Actor, at: datetime) -> None:
    """Another name in her list; the device keeps its own."""
    called = _read_name(name)
    with scoped(SYSTEM):
        row = _hers(passkey, by)
        row.name = called
        row.save(update_fields=["name"])
        _record(PASSKEY_RENAMED, row.account, by, at)


@action()
def remove_passkey(*, passkey: UUID, by: Actor, at: datetime) -> None:
    """Nobody signs in with it any more; at level 3, so that a stolen password takes no proof away."""
    require_level(by, 3, _("Confirm with a code or with a passkey before you remove one."))
    with scoped(SYSTEM):
        row = _hers(passkey, by)
        owner = row.account
        row.delete()
        _record(PASSKEY_REMOVED, owner, by, at)


@action()
def ask_for_passkey(*, account: UUID | None, by: Actor, at: datetime) -> Asked:
    """What a browser needs to give proof: of ``account``, or of whoever it is (to sign in)."""
    if account is None:
        options, state = webauthn.ask_to_prove([])
        return Asked(keep_challenge(SIGN_IN, state), options)
    row = _own(account, by)
    held = [webauthn.unseal_credential(one.credential, row.id) for one in _passkeys_of(row.id)]
    if not held:
        raise Invalid("passkey.none", _("You have no passkey yet."))
    options, state = webauthn.ask_to_prove(held)
    return Asked(keep_challenge(PROVE, state, row.id), options)


def prove_by_passkey(
    *, account: UUID | None, challenge: UUID | None, credential: str, by: Actor, at: datetime
) -> Proved:
    """Who gave the passkey, at level 3 when she was proofed. With ``account``, of that person and nobody
    else (a step up); without, of whoever it is. Refuses an answer to another challenge, given twice, from
    another site, without making sure of the person, or of a key that is not (or no longer) kept; and one
    whose counter did not move on, since then two devices hold the key."""
    return _or_raise(_try_passkey(account=account, challenge=challenge, credential=credential, by=by, at=at))


@action()
def _try_passkey(
    *, account: UUID | None, challenge: UUID | None, credential: str, by: Actor, at: datetime
) -> Proved | Refused:
    if account is not None:
        _own(account, by)
    state = take_challenge(challenge, PROVE if account else SIGN_IN, account)
    if state is None:
        return _too_late()
    try:
        answer = webauthn.read_answer(credential)
    except webauthn.NotProved:
        return _no_proof()
    with scoped(SYSTEM):
        row = (
            Passkey.objects.select_for_update(of=("self",))
            .select_related("account")
            .filter(credential_index=answer.index)
            .first()
        )
        if row is None:
            return _no_proof()
        owner = row.account
        if not _is_right(row, answer, state, account):
            _record(PASSKEY_REFUSED, owner, by, at)
            return _no_proof()
        row.uses, row.last_used_at = answer.uses, at
        row.save(update_fields=["uses", "last_used_at"])
        _record(PASSKEY_USED, owner, by, at)
    return Proved(owner.id, session_level(owner.proofing, ("passkey",)))


def _is_right(row: Passkey, answer: webauthn.Answer, state: object, account: UUID | None) -> bool:
    owner = row.account
    if not owner.is_active or (account or owner.id) != owner.id:
        return False
    if answer.owner not in (b"", owner.id.bytes):
        return False
    lock = find_lock(customer_of(owner))
    if lock is not None and row.added_at >= lock.since:  # it may be a thief's
        return False
    try:
        webauthn.check_answer(state, answer, webauthn.unseal_credential(row.credential, owner.id))
    except (webauthn.NotProved, SealBroken):  # sealed for another account: somebody moved the row
        return False
    return answer.uses > row.uses or answer.uses == row.uses == 0


def _or_raise(outcome: T | Refused) -> T:
    if isinstance(outcome, Refused):
        raise outcome
    return outcome


def _own(account: UUID, by: Actor) -> Account:
    if by.kind != "system" and by.account != account:
        raise NotAllowed("account.not_yours", _("You can use only your own passkeys."))
    return account_or_not_found(account)


def _hers(passkey: UUID, by: Actor) -> Passkey:
    row = Passkey.objects.select_for_update(of=("self",)).select_related("account").filter(id=passkey).first()
    if row is None or (by.kind != "system" and by.account != row.account_id):
        raise NotFound("passkey.unknown", _("There is no such passkey."))
    return row


def _passkeys_of(account: UUID) -> list[Passkey]:
    with scoped(SYSTEM):
        return list(Passkey.objects.filter(account_id=account))


def _read_name(name: str) -> str:
    called = "".join(char for char in " ".join(name.split()) if char.isprintable())[:60].strip()
    if not called:
        raise Invalid("passkey.name", _("Give the passkey a name, such as “My phone”."), field="name")
    return called


def _too_late() -> Refused:
    return Invalid("passkey.again", _("That took too long or was sent twice. Try again."))


def _no_proof() -> Refused:
    return Invalid("passkey.refused", _("This passkey does not open this account. Try again, or use a code."))


def _record(event: Event, row: Account, by: Actor, at: datetime) -> None:
    journal.record(event, subject_kind="account", subject=row.id, customer=row.customer, by=by, at=at)
