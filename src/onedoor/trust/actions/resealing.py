"""Secrets of the sign-in that earlier keys sealed are sealed with the newest, part by part."""

import base64
from datetime import datetime
from typing import Any

from allauth.mfa.models import Authenticator
from django.utils.translation import gettext_lazy as _

from onedoor.journal import actions as journal
from onedoor.kernel.actions import action
from onedoor.kernel.actors import SYSTEM, SYSTEM_ID, Actor
from onedoor.kernel.errors import NotAllowed
from onedoor.kernel.scope import scoped
from onedoor.trust import mfa, webauthn
from onedoor.trust.keys.sealing import reseal, seal_mark
from onedoor.trust.models import Passkey
from onedoor.trust.types import SECRETS_RESEALED, SealBroken

_AT_ONCE = 500
_FACTORS = ("secret", "seed")  # of an authenticator app, and of the codes for when it is lost


@action()
def reseal_secrets(*, by: Actor, at: datetime) -> tuple[int, int]:
    """The next part of passkeys and second factors: how many were sealed anew, nought when none is left, and
    how many of them do not open."""
    if by.kind != "system":
        raise NotAllowed("keys.system_only", _("Keys are handled on the command line only."))
    with scoped(SYSTEM):
        done = [_reseal_passkey(row) for row in _earlier(Passkey, "credential")]
        for name in _FACTORS:
            earlier = _earlier(Authenticator, f"decode(data->>'{name}', 'base64')")
            done += [_reseal_factor(row, name) for row in earlier]
    count = sum(done)
    if count:
        journal.record(
            SECRETS_RESEALED, subject_kind="key", subject=SYSTEM_ID, by=by, at=at, data={"rows": count}
        )
    return count, len(done) - count


def _reseal_passkey(row: Passkey) -> bool:
    try:
        row.credential = reseal(bytes(row.credential), purpose=webauthn.purpose_of(row.account_id))
    except SealBroken:
        return False
    row.save(update_fields=["credential"])
    return True


def _reseal_factor(row: Any, name: str) -> bool:
    try:
        sealed = reseal(base64.b64decode(row.data[name]), purpose=mfa.PURPOSE)
    except SealBroken:
        return False
    row.data[name] = base64.b64encode(sealed).decode()
    row.save(update_fields=["data"])
    return True


def _earlier(table: Any, column: str) -> list[Any]:
    """Rows in which this was sealed with an earlier key, and that nobody is writing."""
    rows = table.objects.extra(where=[f"substr({column}, 1, 5) <> %s"], params=[seal_mark()])  # noqa: S610  # our own words
    return list(rows.select_for_update(skip_locked=True)[:_AT_ONCE])
