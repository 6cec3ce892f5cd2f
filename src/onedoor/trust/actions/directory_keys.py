"""The keys of agencies' directories: made by who administers the accounts, shown once, revoked."""

from datetime import datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from onedoor.journal import actions as journal
from onedoor.kernel.actions import action
from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.kernel.errors import Invalid, NotAllowed, NotFound
from onedoor.kernel.events import Event
from onedoor.kernel.scope import scoped
from onedoor.trust.keys.secrets import new_secret
from onedoor.trust.models import DirectoryKey
from onedoor.trust.queries.agencies import get_agency
from onedoor.trust.queries.directory import view_directory_key
from onedoor.trust.queries.levels import require_level
from onedoor.trust.types import DIRECTORY_KEY_ISSUED, DIRECTORY_KEY_REVOKED, IssuedDirectoryKey

_SEEN_EVERY = timedelta(minutes=10)  # last use is good to ten minutes: not one write a request


@action(may="accounts.manage")
def issue_directory_key(*, label: str, by: Actor, at: datetime) -> IssuedDirectoryKey:
    """A key for the directory of the officer's own agency; its secret is told here once."""
    if by.kind != "officer" or not by.agency:
        raise NotAllowed("directory.staff_only", _("Only an officer can do this."))
    require_level(by, 3, _("Sign in at the desk with your code first."))
    if not label.strip():
        raise Invalid("directory.label", _("Say what the key is for."), field="label")
    prefix, secret, kept = new_secret()
    row = DirectoryKey.objects.create(
        agency=by.agency, label=label.strip()[:120], prefix=prefix, secret_hash=kept, active_from=at
    )
    _record(DIRECTORY_KEY_ISSUED, row, by, at)
    return IssuedDirectoryKey(view_directory_key(row), secret)


@action(may="accounts.manage")
def revoke_directory_key(*, key: UUID, by: Actor, at: datetime) -> None:
    """The key opens nothing from now on; whom the directory sent stays."""
    row = DirectoryKey.objects.select_for_update().filter(id=key, agency=by.agency).first()
    if row is None:
        raise NotFound("directory.no_key", _("There is no such key."))
    if row.active_to is None or row.active_to > at:
        row.active_to = max(at, row.active_from)
        row.save(update_fields=["active_to"])
        _record(DIRECTORY_KEY_REVOKED, row, by, at)


@action()
def note_directory_key_use(*, by: Actor, at: datetime) -> None:
    """Remember that the key of the directory ``by`` was used."""
    with scoped(SYSTEM):
        row = DirectoryKey.objects.filter(id=by.account).first()
        if row and (row.last_used_at is None or at - row.last_used_at > _SEEN_EVERY):
            DirectoryKey.objects.filter(id=row.id).update(last_used_at=at)


def _record(event: Event, row: DirectoryKey, by: Actor, at: datetime) -> None:
    facts = {"agency": dict(get_agency(row.agency).name), "prefix": row.prefix}
    journal.record(
        event, subject_kind="directory_key", subject=row.id, agency=row.agency, by=by, at=at, data=facts
    )
