"""Links for one person: made, held by who opens them first, ended.

The room that sends one writes what happened to the journal; here only the key to the door is kept.
"""

import secrets
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from onedoor.kernel.actions import action
from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.kernel.errors import Conflict
from onedoor.kernel.scope import scoped
from onedoor.trust.models import Link
from onedoor.trust.queries.links import hash_of, live_link, view_link
from onedoor.trust.types import LinkView

_BYTES = 24  # 192 bits: nobody guesses one, however many there are


@action()
def make_link(*, purpose: str, subject: UUID, expires_at: datetime | None, by: Actor, at: datetime) -> str:
    """A new token for ``subject``, given out this once; an older link about it is dead from now on."""
    token = secrets.token_urlsafe(_BYTES)
    with scoped(SYSTEM):
        _end(purpose, subject, at)
        Link.objects.create(
            purpose=purpose, subject=subject, token_hash=hash_of(token), made_at=at, expires_at=expires_at
        )
    return token


@action()
def hold_link(*, token: str, purpose: str, by: Actor, at: datetime) -> LinkView:
    """Open the link as ``by``, who is signed in; from then on it is hers alone. Without an account a
    link cannot tell two readers apart, and is held by nobody. NotFound when it is dead."""
    with scoped(SYSTEM):
        row = live_link(token, purpose, at=at, lock=True)
        if by.assurance > 0 and row.holder is None:
            row.holder = by.account
            row.save(update_fields=["holder"])
    if row.holder is not None and row.holder != by.account:
        raise Conflict(
            "link.anothers",
            _("Somebody else has opened this link. Ask the person who sent it to send a new one."),
        )
    return view_link(row)


@action()
def end_link(*, purpose: str, subject: UUID, by: Actor, at: datetime) -> None:
    """The link about ``subject`` opens nothing any more."""
    with scoped(SYSTEM):
        _end(purpose, subject, at)


def _end(purpose: str, subject: UUID, at: datetime) -> None:
    Link.objects.filter(purpose=purpose, subject=subject, ended_at=None).update(ended_at=at)
