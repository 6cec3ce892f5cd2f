"""Officers' keys and the actors behind them."""

from datetime import datetime

from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.kernel.clock import local
from onedoor.kernel.postgres.prepared import fetch_prepared
from onedoor.kernel.scope import scoped
from onedoor.trust.keys.secrets import find_prefix, opens
from onedoor.trust.models import DeskKey
from onedoor.trust.queries.accounts import permissions_of
from onedoor.trust.types import DeskKeyView

LEVEL = 3  # an officer gets a key only where she signed in that well

_FIND = """
    select k.secret_hash, k.active_from, k.active_to, k.agency, a.id, a.name,
           array(select p.role from trust_post p
                 where p.account_id = a.id and p.agency = k.agency and p.active_from <= d.day
                   and (p.active_to is null or p.active_to > d.day))
    from (values (%s::date, %s::text)) d(day, prefix)
    join trust_deskkey k on k.prefix = d.prefix join trust_account a on a.id = k.account_id
    where a.is_active
"""


def find_officer_by_key(secret: str, *, at: datetime, door: str = "api") -> Actor | None:
    """The officer whose key is in force at ``at``, with what her posts allow her today; None for any
    other text, for a locked account and for one who has no post at that agency any more."""
    prefix = find_prefix(secret)
    if not prefix:
        return None
    with scoped(SYSTEM):  # who holds the key is known only now
        row = next(iter(fetch_prepared(_FIND, [local(at).date(), prefix])), None)
    if row is None or not opens(secret, row[0]) or not row[1] <= at < row[2] or not row[6]:
        return None
    return Actor(
        kind="officer", account=row[4], name=row[5], door=door, assurance=LEVEL, agency=row[3],
        permissions=permissions_of(row[6]),
    )  # fmt: skip


def list_desk_keys(*, by: Actor, at: datetime) -> list[DeskKeyView]:
    """The officer's own keys that are still in force, newest first."""
    rows = DeskKey.objects.filter(account=by.account, active_to__gt=at).order_by("-active_from")
    return [view_desk_key(row) for row in rows]


def view_desk_key(row: DeskKey) -> DeskKeyView:
    """The row as its officer sees it."""
    return DeskKeyView(row.id, row.label, row.prefix, row.active_from, row.active_to)
