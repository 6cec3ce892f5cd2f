"""Pairing a screen with a person: it shows a code, she confirms it where she is signed in."""

import secrets
from datetime import datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from onedoor.journal import actions as journal
from onedoor.kernel.actions import action
from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.kernel.errors import Invalid, NotAllowed
from onedoor.kernel.events import Event
from onedoor.kernel.scope import scoped
from onedoor.trust.models import Pairing
from onedoor.trust.queries.pairings import hash_of_code, read_code
from onedoor.trust.types import SCREEN_PAIRED, SCREEN_UNPAIRED, Paired

LETTERS = "BCDFGHJKLMNPQRSTVWXZ"  # no vowels, so no words (RFC 8628, 6.1); eight of twenty: 34 bits
WAITS, LASTS = timedelta(minutes=10), timedelta(minutes=30)


@action()
def begin_pairing(*, door: str, by: Actor, at: datetime) -> Paired:
    """A new code for the screen to show; it is told here once, and waits ten minutes."""
    code = "".join(secrets.choice(LETTERS) for _place in range(8))
    with scoped(SYSTEM):
        row = Pairing.objects.create(
            code_hash=hash_of_code(code), door=door, made_at=at, expires_at=at + WAITS
        )
    return Paired(row.id, f"{code[:4]}-{code[4:]}", row.expires_at)


@action()
def confirm_pairing(*, code: str, by: Actor, at: datetime) -> None:
    """The screen that shows this code shows ``by`` her own business from now on, half an hour at most.
    Raises Invalid for a wrong or old code; the door counts the tries."""
    if by.kind != "citizen" or by.customer is None or by.assurance < 2 or by.customer != by.self_customer:
        raise NotAllowed("pairing.not_signed_in", _("Sign in as yourself first."), customer=by.customer)
    with scoped(SYSTEM):
        row = (
            Pairing.objects.select_for_update()
            .filter(code_hash=hash_of_code(read_code(code)), paired_at=None, ended_at=None, expires_at__gt=at)
            .first()
        )
        if row is None:
            raise Invalid(
                "pairing.code", _("No screen shows this code now. Look at the screen again."), field="code"
            )
        row.account, row.customer, row.paired_at, row.expires_at = by.account, by.customer, at, at + LASTS
        row.save(update_fields=["account", "customer", "paired_at", "expires_at"])
    _record(SCREEN_PAIRED, row, by=by, at=at)


@action()
def end_pairing(*, pairing: UUID, by: Actor, at: datetime) -> None:
    """The screen shows nothing of hers any more. Safe to repeat."""
    with scoped(SYSTEM):
        row = Pairing.objects.select_for_update().filter(id=pairing, ended_at=None).first()
        if row is None:
            return
        row.ended_at = at
        row.save(update_fields=["ended_at"])
        if row.customer is not None:
            _record(SCREEN_UNPAIRED, row, by=by, at=at)


def _record(event: Event, row: Pairing, *, by: Actor, at: datetime) -> None:
    journal.record(
        event, subject_kind="pairing", subject=row.id, customer=row.customer, by=by, at=at,
        data={"screen": row.door},
    )  # fmt: skip
