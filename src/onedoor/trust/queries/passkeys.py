"""Passkeys of an account, and whether it has ever proved itself by more than its password."""

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.kernel.errors import NotAllowed
from onedoor.kernel.scope import scoped
from onedoor.trust.models import Passkey, SecondFactor
from onedoor.trust.types import PasskeyView


def list_passkeys(account: UUID, *, by: Actor) -> list[PasskeyView]:
    """Her passkeys, the oldest first."""
    if by.kind != "system" and by.account != account:
        raise NotAllowed("account.not_yours", _("You can use only your own passkeys."))
    with scoped(SYSTEM):
        return [view_passkey(row) for row in Passkey.objects.filter(account_id=account).order_by("id")]


def has_passkey(account: UUID | None) -> bool:
    """Whether the account can be opened with a passkey."""
    with scoped(SYSTEM):
        return account is not None and Passkey.objects.filter(account_id=account).exists()


def has_used_proof(account: UUID) -> bool:
    """Whether its owner holds a proof beyond the password that works: a code that was given, a passkey."""
    return SecondFactor.objects.filter(account_id=account, last_counter__gt=0).exists() or has_passkey(
        account
    )


def view_passkey(row: Passkey) -> PasskeyView:
    """The row as its owner sees it."""
    return PasskeyView(row.id, row.name, row.is_synced, row.added_at, row.last_used_at)
