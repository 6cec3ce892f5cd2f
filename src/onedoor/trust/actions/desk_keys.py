"""An officer's keys for the programs that she works with: for one shift, in her own name."""

from datetime import datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from onedoor.journal import actions as journal
from onedoor.kernel.actions import action
from onedoor.kernel.actors import Actor
from onedoor.kernel.errors import Invalid, NotAllowed, NotFound
from onedoor.trust.keys.secrets import new_secret
from onedoor.trust.models import DeskKey
from onedoor.trust.queries.desk_keys import LEVEL, view_desk_key
from onedoor.trust.types import DESK_KEY_ISSUED, DESK_KEY_REVOKED, IssuedDeskKey

LONGEST = timedelta(hours=12)


@action()
def issue_desk_key(
    *, label: str, active_to: datetime | None = None, by: Actor, at: datetime
) -> IssuedDeskKey:
    """A key for a program of the officer's own, in force for twelve hours at most; its secret is told
    here once. What is done with it is done by her."""
    if by.kind != "officer" or by.assurance < LEVEL:
        raise NotAllowed("desk_key.officers_only", _("Sign in at the desk with your code first."))
    if not label.strip():
        raise Invalid("desk_key.label", _("Say what the key is for."), field="label")
    ends = active_to or at + LONGEST
    if not at < ends <= at + LONGEST:
        raise Invalid("desk_key.too_long", _("A key lasts for one shift: twelve hours at most."))
    prefix, secret, kept = new_secret()
    row = DeskKey.objects.create(
        account_id=by.account, agency=by.agency, label=label.strip()[:120], prefix=prefix, secret_hash=kept,
        active_from=at, active_to=ends,
    )  # fmt: skip
    journal.record(
        DESK_KEY_ISSUED, subject_kind="desk_key", subject=row.id, agency=by.agency, by=by, at=at,
        data={"prefix": prefix},
    )  # fmt: skip
    return IssuedDeskKey(view_desk_key(row), secret)


@action()
def revoke_desk_key(*, key: UUID, by: Actor, at: datetime) -> None:
    """The key opens nothing from now on. An officer revokes her own."""
    row = DeskKey.objects.select_for_update().filter(id=key, account=by.account).first()
    if row is None:
        raise NotFound("desk_key.unknown", _("There is no such key."))
    if row.active_to > at:
        row.active_to = max(at, row.active_from)
        row.save(update_fields=["active_to"])
        journal.record(
            DESK_KEY_REVOKED, subject_kind="desk_key", subject=row.id, agency=by.agency, by=by, at=at,
            data={"prefix": row.prefix},
        )  # fmt: skip
