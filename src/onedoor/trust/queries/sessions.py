"""Where an account is signed in."""

from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db.models import Q

from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.kernel.scope import scoped
from onedoor.trust.models import BrowserSession
from onedoor.trust.types import SessionView


def session_stands(session: UUID, account: UUID) -> bool:
    """Whether that browser may go on as this account: nobody ended it."""
    with scoped(SYSTEM):
        return BrowserSession.objects.filter(id=session, account_id=account, ended_at=None).exists()


def list_sessions(*, here: UUID, by: Actor, at: datetime) -> list[SessionView]:
    """Her browsers, this one first, then the last seen; those that fell asleep have ended by themselves."""
    asleep = at - timedelta(seconds=settings.SESSION_IDLE_SECONDS)
    with scoped(SYSTEM):
        rows = BrowserSession.objects.filter(Q(seen_at__gt=asleep) | Q(id=here), account_id=by.account)
        views = [
            SessionView(row.id, row.door, row.browser, row.system, row.begun_at, row.seen_at, row.id == here)
            for row in rows.filter(ended_at=None).order_by("-seen_at")
        ]
    return sorted(views, key=lambda view: not view.is_here)
