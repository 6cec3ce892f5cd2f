"""Officers' keys and the actors behind them."""

from datetime import datetime

from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.kernel.scope import scoped
from onedoor.trust.keys.secrets import find_prefix, opens
from onedoor.trust.models import DeskKey
from onedoor.trust.queries.accounts import permissions_at
from onedoor.trust.types import DeskKeyView

LEVEL = 3  # an officer gets a key only where she signed in that well


def find_officer_by_key(secret: str, *, at: datetime, door: str = "api") -> Actor | None:
    """The officer whose key is in force at ``at``, with what her posts allow her today; None for any
    other text, for a locked account and for one who has no post at that agency any more."""
    prefix = find_prefix(secret)
    if not prefix:
        return None
    with scoped(SYSTEM):  # who holds the key is known only now
        row = DeskKey.objects.select_related("account").filter(prefix=prefix).first()
        if row is None or not opens(secret, row.secret_hash) or not row.active_from <= at < row.active_to:
            return None
        may = permissions_at(row.account_id, row.agency, at=at) if row.account.is_active else None
    if may is None:
        return None
    return Actor(
        kind="officer", account=row.account_id, name=row.account.name, door=door, assurance=LEVEL,
        agency=row.agency, permissions=may,
    )  # fmt: skip


def list_desk_keys(*, by: Actor, at: datetime) -> list[DeskKeyView]:
    """The officer's own keys that are still in force, newest first."""
    rows = DeskKey.objects.filter(account=by.account, active_to__gt=at).order_by("-active_from")
    return [view_desk_key(row) for row in rows]


def view_desk_key(row: DeskKey) -> DeskKeyView:
    """The row as its officer sees it."""
    return DeskKeyView(row.id, row.label, row.prefix, row.active_from, row.active_to)
