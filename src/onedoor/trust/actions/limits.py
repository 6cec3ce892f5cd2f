"""Limits: how often something may be done, counted in windows of time across every process."""

import threading
from datetime import UTC, datetime, timedelta

from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from onedoor.kernel.actions import action
from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.kernel.ids import new_id
from onedoor.kernel.postgres.prepared import fetch_prepared
from onedoor.kernel.scope import scoped
from onedoor.trust.types import TooMany

_COUNT = """
    insert into trust_usecount (id, what, begins_at, uses)
    values (%s::uuid, %s::text, %s::timestamptz, %s::int)
    on conflict (what, begins_at) do update set uses = trust_usecount.uses + excluded.uses
    returning uses
"""
_FORGET = "delete from trust_usecount where begins_at < %s::timestamptz"
_KEPT = timedelta(days=1)
_AT_ONCE = 20
_taken: dict[str, tuple[datetime, int]] = {}
_taking = threading.Lock()


@action()
def count_use(*, what: str, most: int, window: timedelta, by: Actor, at: datetime, uses: int = 1) -> int:
    """Count one more use (or ``uses``) of ``what`` in the window of ``at``. TooMany from the use after
    ``most`` on, which is then not counted: the refusal undoes it."""
    begins_at = _begin(at, window)
    digest = salted_hmac(f"trust.limits/{at:%Y-%m-%d}", what, algorithm="sha256").hexdigest()
    with scoped(SYSTEM):  # whoever comes may be counted, and see no count
        counted: int = fetch_prepared(_COUNT, [new_id(), digest, begins_at, uses])[0][0]
        if counted == uses:
            fetch_prepared(_FORGET, [at - _KEPT])
    if counted > most:
        wait = begins_at + window - at
        raise TooMany(
            "limit.reached",
            _("This was done too often in a short time. Please wait a little and try again."),
            seconds=max(1, int(wait.total_seconds())),
        )
    return counted


def spend_use(*, what: str, most: int, window: timedelta, by: Actor, at: datetime) -> None:
    """``count_use`` for what is done many times a minute: this process takes some uses out of the window
    at once, and spends them without asking again. Never more than ``most``; each process may leave a few
    unspent, until the last of the window are counted one by one. Call it outside a transaction: one that
    fails would uncount what this process goes on spending."""
    begins_at = _begin(at, window)
    with _taking:
        since, left = _taken.get(what, (begins_at, 0))
        if since == begins_at and left > 0:
            _taken[what] = (begins_at, left - 1)
            return
        for gone in [key for key, (then, _) in _taken.items() if then != begins_at]:
            del _taken[gone]
    try:
        count_use(what=what, most=most, window=window, by=by, at=at, uses=_AT_ONCE)
    except TooMany:
        count_use(what=what, most=most, window=window, by=by, at=at)
        return
    with _taking:
        since, left = _taken.get(what, (begins_at, 0))
        _taken[what] = (begins_at, (left if since == begins_at else 0) + _AT_ONCE - 1)


def _begin(at: datetime, window: timedelta) -> datetime:
    seconds = int(window.total_seconds())
    return datetime.fromtimestamp(int(at.timestamp()) // seconds * seconds, UTC)
