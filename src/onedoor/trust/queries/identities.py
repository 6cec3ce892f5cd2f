"""Outside identity providers that are offered, and which of them a customer has linked."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.kernel.errors import NotAllowed, NotFound
from onedoor.kernel.scope import scoped
from onedoor.trust.models import OutsideIdentity
from onedoor.trust.queries.accounts import current_posts
from onedoor.trust.queries.agencies import get_role
from onedoor.trust.queries.staff import ADMINISTERS
from onedoor.trust.types import IdentityView, Provider, ProviderView


def list_identity_providers() -> Sequence[ProviderView]:
    """Those of the operator's file for customers, in its order."""
    return [ProviderView(one.code, one.name) for one in settings.IDENTITY_PROVIDERS if not one.agency]


def list_staff_providers() -> Sequence[ProviderView]:
    """Those of agencies, for their officers, in its order."""
    return [ProviderView(one.code, one.name) for one in settings.IDENTITY_PROVIDERS if one.agency]


def find_required_provider(account: UUID, *, at: datetime) -> ProviderView | None:
    """The provider by which this officer has to sign in, where her only agency says so. Who gives roles
    there is free: somebody must come in when the provider is down."""
    with scoped(SYSTEM):
        posts = list(current_posts(at).filter(account_id=account).values_list("agency", "role"))
    agencies = {agency for agency, _role in posts}
    if any(ADMINISTERS in get_role(role).permissions for _agency, role in posts):
        return None
    for one in settings.IDENTITY_PROVIDERS:
        if one.required and agencies == {one.agency}:
            return ProviderView(one.code, one.name)
    return None


def get_provider(code: str) -> Provider:
    """The one with that code, for this room only."""
    providers: Sequence[Provider] = settings.IDENTITY_PROVIDERS
    for provider in providers:
        if provider.code == code:
            return provider
    raise NotFound("identity.no_provider", _("There is no such way to sign in."))


def list_identities(account: UUID, *, by: Actor) -> Sequence[IdentityView]:
    """The links that she made."""
    if by.kind != "system" and by.account != account:
        raise NotAllowed("account.not_yours", _("You can link only your own account."))
    with scoped(SYSTEM):
        rows = OutsideIdentity.objects.filter(account_id=account).order_by("id")
        return [IdentityView(row.id, row.provider, row.linked_at, row.last_used_at) for row in rows]
