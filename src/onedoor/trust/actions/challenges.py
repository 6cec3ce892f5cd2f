"""Questions that are answered once: made, kept in the house, and taken by the first answer."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from onedoor.kernel.actors import SYSTEM
from onedoor.kernel.scope import scoped
from onedoor.trust.models import Challenge
from onedoor.trust.rules import CHALLENGE_LASTS


def keep_challenge(kind: str, state: Mapping[str, Any], account: UUID | None = None) -> UUID:
    """Its id, for the session of whoever was asked. What nobody answered is swept away."""
    now = datetime.now(UTC)
    with scoped(SYSTEM):
        Challenge.objects.filter(expires_at__lte=now).delete()
        row = Challenge.objects.create(
            kind=kind, state=dict(state), account=account, expires_at=now + CHALLENGE_LASTS
        )
    return row.id


def take_challenge(challenge: UUID | None, kind: str, account: UUID | None = None) -> dict[str, Any] | None:
    """What was kept, to the one who comes first; None when it was answered before, is too old, or was
    asked of somebody else or for something else."""
    if challenge is None:
        return None
    with scoped(SYSTEM):
        row = Challenge.objects.select_for_update().filter(id=challenge).first()
        if row is None:
            return None
        row.delete()
    live = row.kind == kind and row.account == account and datetime.now(UTC) < row.expires_at
    return dict(row.state) if live else None
