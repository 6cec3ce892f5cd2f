"""Agencies' directories: who calls with their keys, whom they keep, their groups."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext_lazy as _

from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.kernel.errors import NotAllowed, NotFound
from onedoor.kernel.scope import scoped
from onedoor.trust.directory import NEVER_BY_DIRECTORY
from onedoor.trust.keys.secrets import find_prefix, opens
from onedoor.trust.models import Account, DirectoryEntry, DirectoryGroup, DirectoryKey
from onedoor.trust.queries.accounts import current_posts
from onedoor.trust.queries.agencies import get_role, list_roles
from onedoor.trust.types import (
    AccountKind,
    DirectoryGroupView,
    DirectoryKeyView,
    DirectoryPerson,
    DirectoryUser,
    Role,
)

DOOR = "directory"


def find_directory_by_key(secret: str, *, at: datetime) -> Actor | None:
    """The agency's directory behind a key in force at ``at``; None for any other text."""
    prefix = find_prefix(secret)
    if not prefix:
        return None
    with scoped(SYSTEM):  # whose key it is is known only now
        row = DirectoryKey.objects.filter(prefix=prefix).first()
    if row is None or not opens(secret, row.secret_hash) or at < row.active_from:
        return None
    if row.active_to is not None and at >= row.active_to:
        return None
    return Actor(kind="system", account=row.id, name=row.label, door=DOOR, assurance=3, agency=row.agency)


def list_directory_users(*, by: Actor, at: datetime) -> list[DirectoryUser]:
    """Whom the directory sends, and the agency's other officers, whom it may take over; by e-mail."""
    agency = agency_of_directory(by)
    with scoped(SYSTEM):
        works = current_posts(at).filter(agency=agency).values("account")
        sent = DirectoryEntry.objects.filter(agency=agency, removed_at=None)
        known = Account.objects.filter(kind=AccountKind.OFFICER)
        rows = (known.filter(id__in=works) | known.filter(id__in=sent.values("account"))).distinct()
        entries = {one.account_id: one for one in _with_groups(sent)}
        return [_to_user(row, entries.get(row.id)) for row in rows.order_by("email")]


def get_directory_user(account: UUID, *, by: Actor, at: datetime) -> DirectoryUser:
    """One of them. Raises NotFound for everybody else."""
    row, entry = find_directory_account(account, by=by, at=at)
    with scoped(SYSTEM):
        return _to_user(
            row, _with_groups(DirectoryEntry.objects.filter(id=entry.id)).get() if entry else None
        )


def find_directory_account(
    account: UUID, *, by: Actor, at: datetime
) -> tuple[Account, DirectoryEntry | None]:
    """The rows of one of the directory's officers, for this room only. Raises NotFound."""
    agency = agency_of_directory(by)
    with scoped(SYSTEM):
        row = Account.objects.filter(id=account, kind=AccountKind.OFFICER).first()
        entry = DirectoryEntry.objects.filter(account_id=account, agency=agency, removed_at=None).first()
        works = row is not None and current_posts(at).filter(account=row, agency=agency).exists()
    if row is None or (entry is None and not works):
        raise NotFound("directory.unknown", _("There is no such account at your agency."))
    return row, entry


def list_directory_groups(*, by: Actor) -> list[DirectoryGroupView]:
    """The directory's groups by name; for itself and for who administers the agency's accounts."""
    with scoped(SYSTEM):
        return [_to_group(row) for row in _groups(by).order_by("name")]


def get_directory_group(group: UUID, *, by: Actor) -> DirectoryGroupView:
    """One of them. Raises NotFound."""
    with scoped(SYSTEM):
        row = _groups(by).filter(id=group).first()
    if row is None:
        raise NotFound("directory.no_group", _("There is no such group at your agency."))
    return _to_group(row)


def list_directory_keys(*, by: Actor, at: datetime) -> list[DirectoryKeyView]:
    """The keys of the officer's own agency that are in force, newest first."""
    _require_administrator(by)
    rows = DirectoryKey.objects.filter(agency=by.agency, active_to=None).order_by("-active_from")
    return [view_directory_key(row) for row in rows]


def list_directory_roles(agency: str) -> list[Role]:
    """The roles that the agency's directory may give."""
    return [
        role
        for role in list_roles()
        if role.kind == "officer"
        and (not role.agencies or agency in role.agencies)
        and not role.permissions & NEVER_BY_DIRECTORY
    ]


def agency_of_directory(by: Actor) -> str:
    """Whose directory calls, for this room only. Raises NotAllowed for anybody else."""
    if by.kind != "system" or by.door != DOOR or not by.agency:
        raise NotAllowed("directory.only", _("Only the agency's directory does this."))
    return by.agency


def view_directory_key(row: DirectoryKey) -> DirectoryKeyView:
    """The row without its secret."""
    return DirectoryKeyView(row.id, row.label, row.prefix, row.active_from, row.last_used_at)


def _require_administrator(by: Actor) -> None:
    if by.kind != "officer" or not by.may("accounts.manage"):
        raise NotAllowed("directory.staff_only", _("Only an officer can do this."), needs="accounts.manage")


def _groups(by: Actor) -> QuerySet[DirectoryGroup]:
    if by.kind == "officer":
        _require_administrator(by)
    agency = by.agency if by.kind == "officer" else agency_of_directory(by)
    return DirectoryGroup.objects.filter(agency=agency).prefetch_related(
        Prefetch("entries", DirectoryEntry.objects.filter(removed_at=None).select_related("account"))
    )


def _with_groups(rows: QuerySet[DirectoryEntry]) -> QuerySet[DirectoryEntry]:
    return rows.prefetch_related("groups")


def _to_user(row: Account, entry: DirectoryEntry | None) -> DirectoryUser:
    groups: Sequence[DirectoryGroup] = sorted(entry.groups.all(), key=lambda one: one.name) if entry else ()
    person = DirectoryPerson(
        user_name=entry.user_name if entry else row.email,
        email=row.email,
        name=row.name,
        external_id=entry.external_id if entry else "",
        given_name=entry.given_name if entry else "",
        family_name=entry.family_name if entry else "",
        active=entry.active if entry and row.is_active else row.is_active,
        emails=tuple((value, kind, main) for value, kind, main in entry.emails)
        if entry
        else ((row.email, "work", True),),
    )
    return DirectoryUser(
        row.id,
        person,
        tuple((one.id, one.name) for one in groups),
        entry.created_at if entry else row.created_at,
        entry.changed_at if entry else row.created_at,
    )


def _to_group(row: DirectoryGroup) -> DirectoryGroupView:
    members = sorted(
        ((one.account_id, one.account.name) for one in row.entries.all()), key=lambda one: one[1]
    )
    title = get_role(row.role).title if row.role else {}
    return DirectoryGroupView(
        row.id, row.name, row.external_id, row.role, title, tuple(members), row.created_at, row.changed_at
    )
