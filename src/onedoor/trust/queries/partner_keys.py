"""Partners' keys and the actors behind them."""

from datetime import datetime

from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.kernel.scope import scoped
from onedoor.trust.keys.secrets import find_prefix, opens
from onedoor.trust.models import PartnerKey
from onedoor.trust.types import PartnerKeyView

PUSH = frozenset({"partner.push"})  # it can push its own data and read nothing else


def find_partner_by_key(secret: str, *, at: datetime, door: str = "api") -> Actor | None:
    """The partner behind a key in force at ``at``; None for any other text."""
    row = _find_key(secret, at=at)
    if row is None or row.customer is not None:
        return None
    return Actor(
        kind="partner",
        account=row.id,
        name=row.label,
        door=door,
        assurance=2,
        partner=row.partner,
        permissions=PUSH,
    )


def find_system_by_key(secret: str, *, at: datetime, door: str = "api") -> Actor | None:
    """The organisation behind a system's key, at level 2: what needs a stronger proof, a person signs."""
    row = _find_key(secret, at=at)
    if row is None or row.customer is None:
        return None
    return Actor(
        kind="citizen",
        account=row.id,
        name=row.label,
        door=door,
        assurance=2,
        customer=row.customer,
        self_customer=row.customer,
    )


def _find_key(secret: str, *, at: datetime) -> PartnerKey | None:
    prefix = find_prefix(secret)
    if not prefix:
        return None
    with scoped(SYSTEM):  # who holds the key is known only now
        row = PartnerKey.objects.filter(prefix=prefix).first()
    if row is None or not opens(secret, row.secret_hash):
        return None
    if at < row.active_from or (row.active_to is not None and at >= row.active_to):
        return None
    return row


def list_partner_keys(partner: str) -> list[PartnerKeyView]:
    """The partner's keys, newest first, without their secrets."""
    return [
        view_partner_key(row) for row in PartnerKey.objects.filter(partner=partner).order_by("-active_from")
    ]


def view_partner_key(row: PartnerKey) -> PartnerKeyView:
    """The row as others see it."""
    return PartnerKeyView(
        row.id,
        row.partner,
        row.label,
        row.prefix,
        row.active_from,
        row.active_to,
        row.last_used_at,
        row.customer,
    )
