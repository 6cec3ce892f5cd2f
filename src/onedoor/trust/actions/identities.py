"""Signing in with an outside identity provider: the link that she makes once, and what it is worth."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from onedoor.journal import actions as journal
from onedoor.kernel.actions import action
from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.kernel.errors import Conflict, Invalid, NotAllowed, NotFound, Refused
from onedoor.kernel.events import Event
from onedoor.kernel.scope import scoped
from onedoor.trust import oidc
from onedoor.trust.actions.challenges import keep_challenge, take_challenge
from onedoor.trust.actions.protection import note_change
from onedoor.trust.keys.sealing import blind_index
from onedoor.trust.models import Account, OutsideIdentity
from onedoor.trust.queries.accounts import account_or_not_found, customer_of
from onedoor.trust.queries.identities import get_provider
from onedoor.trust.queries.levels import require_level
from onedoor.trust.queries.protection import check_free
from onedoor.trust.rules import level_by_provider
from onedoor.trust.types import (
    IDENTITY_LINKED,
    IDENTITY_REFUSED,
    IDENTITY_UNLINKED,
    IDENTITY_USED,
    AccountKind,
    Away,
    ChangeKind,
    HeldAct,
    Proved,
    Provider,
)

Answer = Mapping[str, str]  # code, state and iss, as her browser brings them
LINK, SIGN_IN = "identity.link", "identity.sign_in"


@action()
def go_to_provider(*, provider: str, account: UUID | None, by: Actor, at: datetime) -> Away:
    """Where her browser goes, to sign in there: to link that identity to ``account``, or to sign in here."""
    there = get_provider(provider)
    if account is not None:
        _check_for_customers(there)
        _may_link(account, by, at)
    try:
        address, kept = oidc.begin(there, address_back(there))
    except oidc.Silent:
        raise _silent() from None
    return Away(keep_challenge(LINK if account else SIGN_IN, kept, account), address)


def link_identity(
    *,
    provider: str,
    account: UUID,
    challenge: UUID | None,
    answer: Answer,
    by: Actor,
    at: datetime,
) -> None:
    """From now on whoever signs in there as this person signs in here as ``account``. By her own word
    only, at level 3: nobody is ever matched by an e-mail address or a name that a provider gives."""
    outcome = _try_link(provider=provider, account=account, challenge=challenge, answer=answer, by=by, at=at)
    if outcome is not None:
        raise outcome


@action()
def _try_link(
    *,
    provider: str,
    account: UUID,
    challenge: UUID | None,
    answer: Answer,
    by: Actor,
    at: datetime,
) -> Refused | None:
    there, row = get_provider(provider), _may_link(account, by, at)
    _check_for_customers(there)
    said = hear(there, take_challenge(challenge, LINK, account), answer)
    if isinstance(said, Refused):
        return said
    if said.acr not in there.levels:
        return _unknown_acr()
    index = index_of(there, said)
    with scoped(SYSTEM):
        held = OutsideIdentity.objects.filter(subject_index=index).first()
        if held is not None and held.account_id == account:
            return None
        if held is not None or OutsideIdentity.objects.filter(account=row, provider=there.code).exists():
            return Conflict(
                "identity.taken", _("One of the two is linked already. End that link first, or call us.")
            )
        made = OutsideIdentity.objects.create(
            account=row, provider=there.code, subject_index=index, linked_at=at
        )
    _record(IDENTITY_LINKED, row, by, at)
    if by.kind != "system" and (customer := customer_of(row)):
        note_change(
            customer=customer, kind=ChangeKind.IDENTITY, account=row.id, subject=made.id, by=by, at=at
        )
    return None


def sign_in_by_provider(
    *, provider: str, challenge: UUID | None, answer: Answer, by: Actor, at: datetime
) -> Proved:
    """Whose account it is, at the level of the provider's row for what it said (``acr``), never above
    what was proofed here. The question is used up even where the answer is refused."""
    outcome = _try_sign_in(provider=provider, challenge=challenge, answer=answer, by=by, at=at)
    if isinstance(outcome, Refused):
        raise outcome
    return outcome


@action()
def _try_sign_in(
    *, provider: str, challenge: UUID | None, answer: Answer, by: Actor, at: datetime
) -> Proved | Refused:
    there = get_provider(provider)
    _check_for_customers(there)
    said = hear(there, take_challenge(challenge, SIGN_IN), answer)
    if isinstance(said, Refused):
        return said
    with scoped(SYSTEM):
        row = (
            OutsideIdentity.objects.select_for_update(of=("self",))
            .select_related("account")
            .filter(subject_index=index_of(there, said), provider=there.code, account__is_active=True)
            .first()
        )
        if row is None:
            return Invalid(
                "identity.unlinked",
                _("This identity is not linked to an account here. Sign in as usual, then link it."),
            )
        level = level_by_provider(there.levels, said.acr, row.account.proofing)
        if not level:
            _record(IDENTITY_REFUSED, row.account, by, at)
            return _unknown_acr()
        row.last_used_at = at
        row.save(update_fields=["last_used_at"])
        _record(IDENTITY_USED, row.account, by, at)
    return Proved(row.account_id, level)


@action()
def unlink_identity(*, identity: UUID, by: Actor, at: datetime) -> None:
    """Nobody signs in here by it any more."""
    with scoped(SYSTEM):
        row = OutsideIdentity.objects.select_related("account").filter(id=identity).first()
        if row is None or (by.kind != "system" and by.account != row.account_id):
            raise NotFound("identity.unknown", _("There is no such link."))
        require_level(by, 3, _("Confirm with a code or with a passkey before you end a link."))
        row.delete()
        _record(IDENTITY_UNLINKED, row.account, by, at)


def address_back(there: Provider) -> str:
    """Where a provider sends her back to; another address for each, so that no two can be mixed up."""
    return f"{settings.PUBLIC_URL}{'/desk' if there.agency else ''}/sign-in/with/{there.code}/back/"


def hear(there: Provider, kept: Mapping[str, str] | None, answer: Answer) -> oidc.Said | Refused:
    """What the provider says of whoever came back, or the refusal; for this room only."""
    if kept is None or kept["provider"] != there.code:
        return Invalid("identity.again", _("That took too long or was sent twice. Try again."))
    try:
        return oidc.finish(there, address_back(there), kept, answer)
    except oidc.Silent:
        return _silent()
    except oidc.Unproved:
        return Invalid(
            "identity.unproved", _("That did not succeed. Try again, or use another way to sign in.")
        )


def _may_link(account: UUID, by: Actor, at: datetime) -> Account:
    row = account_or_not_found(account)
    if by.account != account or row.kind != AccountKind.CITIZEN:
        raise NotAllowed("account.not_yours", _("You can link only your own account."))
    require_level(by, 3, _("Confirm with a code or with a passkey before you link another way to sign in."))
    check_free(customer_of(row), HeldAct.PROOF, at=at)
    return row


def index_of(there: Provider, said: oidc.Said) -> bytes:
    """By what a link is found again; for this room only."""
    return blind_index(f"{there.issuer}\0{said.subject}", "outside-identity")


def _check_for_customers(there: Provider) -> None:
    if there.agency:
        raise NotFound("identity.no_provider", _("There is no such way to sign in."))


def _silent() -> Refused:
    return Invalid("identity.silent", _("That provider does not answer now. Try later, or use another way."))


def _unknown_acr() -> Refused:
    return Invalid(
        "identity.acr",
        _("That provider did not say well enough how it knows you. Use another way to sign in."),
    )


def _record(event: Event, row: Account, by: Actor, at: datetime) -> None:
    journal.record(event, subject_kind="account", subject=row.id, customer=row.customer, by=by, at=at)
