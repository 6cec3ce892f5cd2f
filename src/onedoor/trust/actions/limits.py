"""Limits: how often something may be done, counted in windows of time across every process."""

from datetime import UTC, datetime, timedelta

from django.db import connection
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from onedoor.kernel.actions import action
from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.kernel.ids import new_id
from onedoor.kernel.scope import scoped
from onedoor.trust.types import TooMany

_COUNT = """
    insert into trust_usecount (id, what, begins_at, uses) values (%s, %s, %s, 1)
    on conflict (what, begins_at) do update set uses = trust_usecount.uses + 1
    returning uses
"""
_KEPT = timedelta(days=1)


@action()
def count_use(*, what: str, most: int, window: timedelta, by: Actor, at: datetime) -> int:
    """Count one more use of ``what`` in the window of ``at``. TooMany from the use after ``most`` on,
    which is then not counted: the refusal undoes it."""
    begins_at = _begin(at, window)
    digest = salted_hmac(f"trust.limits/{at:%Y-%m-%d}", what, algorithm="sha256").hexdigest()
    with scoped(SYSTEM), connection.cursor() as cursor:  # whoever comes may be counted, and see no count
        cursor.execute(_COUNT, [new_id(), digest, begins_at])
        uses: int = cursor.fetchone()[0]
        if uses == 1:
            cursor.execute("delete from trust_usecount where begins_at < %s", [at - _KEPT])
    if uses > most:
        wait = begins_at + window - at
        raise TooMany(
            "limit.reached",
            _("This was done too often in a short time. Please wait a little and try again."),
            seconds=max(1, int(wait.total_seconds())),
        )
    return uses


def _begin(at: datetime, window: timedelta) -> datetime:
    seconds = int(window.total_seconds())
    return datetime.fromtimestamp(int(at.timestamp()) // seconds * seconds, UTC)
