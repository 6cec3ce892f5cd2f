"""Making, rotating and rewrapping the ring's keys."""

from datetime import datetime
from uuid import UUID

from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from onedoor.journal import actions as journal
from onedoor.kernel.actions import action
from onedoor.kernel.actors import SYSTEM_ID, Actor
from onedoor.kernel.errors import Invalid, NotAllowed
from onedoor.trust.keys.master import fingerprint, get_master, make_master, make_next, put_in_force
from onedoor.trust.keys.ring import PURPOSES, forget_ring, new_key, unwrap, wrap
from onedoor.trust.models import TrustKey
from onedoor.trust.types import RING_CHANGED

# An index or pseudonym key cannot be changed without computing every index anew.
ROTATABLE = ("seal", "sign", "paper", "token")


@action()
def make_missing_keys(*, by: Actor, at: datetime) -> tuple[str, ...]:
    """Give a new database its keys; the purposes for which one was made. Safe to repeat.

    A database that has keys never gets a new master key: without its own it says so.
    """
    _only_system(by)
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtext('trust.keys'))")
    held = list(TrustKey.objects.all())
    master = get_master() if held else make_master()
    for row in held:
        unwrap(row)
    missing = tuple(sorted(set(PURPOSES) - {row.purpose for row in held}))
    for purpose in missing:
        _make(purpose, master, by, at)
    transaction.on_commit(forget_ring)
    forget_ring()
    return missing


@action()
def rotate_key(*, purpose: str, by: Actor, at: datetime) -> int:
    """Seal or sign with a new key from now on; what the old one made still opens and verifies."""
    _only_system(by)
    if purpose not in ROTATABLE:
        raise Invalid("keys.not_rotatable", _("Only the keys for sealing and signing can be rotated."))
    number = _make(purpose, get_master(), by, at)
    transaction.on_commit(forget_ring)
    return number


@action()
def rewrap_keys(*, by: Actor, at: datetime) -> int:
    """Wrap every key with a new master key, made in a file beside the one in force, and put it in force; how
    many. Nobody has to stop meanwhile: a process finds the master key that a key names, old or new. The file
    of the key before stays, for older backups. Safe to repeat after a crash."""
    _only_system(by)
    master = make_next()
    rows = list(TrustKey.objects.select_for_update())
    for row in rows:
        row.wrapped = wrap(unwrap(row), row.purpose, master)
        row.master = fingerprint(master)
        row.save(update_fields=["wrapped", "master"])
    _record("master", by, at)
    transaction.on_commit(put_in_force)
    transaction.on_commit(forget_ring)
    return len(rows)


def _make(purpose: str, master: bytes, by: Actor, at: datetime) -> int:
    row = new_key(purpose, master, at)
    _record(purpose, by, at)
    return row.number


def _record(purpose: str, by: Actor, at: datetime) -> None:
    journal.record(RING_CHANGED, subject_kind="key", subject=_NOBODY, by=by, at=at, data={"purpose": purpose})


def _only_system(by: Actor) -> None:
    if by.kind != "system":
        raise NotAllowed("keys.system_only", _("Keys are handled on the command line only."))


_NOBODY: UUID = SYSTEM_ID
