"""Groups of an agency's directory: who is in one holds its role; which role that is an officer says."""

from collections.abc import Collection, Iterable
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from onedoor.journal import actions as journal
from onedoor.kernel.actions import action
from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.kernel.errors import Conflict, Invalid, NotAllowed, NotFound
from onedoor.kernel.events import Event
from onedoor.kernel.scope import scoped
from onedoor.trust.actions.directory import entry_for, hold_roles, roles_of
from onedoor.trust.models import DirectoryEntry, DirectoryGroup
from onedoor.trust.queries.agencies import get_agency, get_role
from onedoor.trust.queries.directory import agency_of_directory, list_directory_roles
from onedoor.trust.types import DIRECTORY_GROUP_CHANGED, DIRECTORY_GROUP_MAPPED


@action()
def add_directory_group(
    *, name: str, external_id: str = "", members: Collection[UUID] = (), by: Actor, at: datetime
) -> UUID:
    """A group; it gives the role whose code or title is its name, or none until an officer says which.
    Conflict when the name is taken, Invalid for a member who is none of the agency's."""
    agency = agency_of_directory(by)
    with scoped(SYSTEM):
        row = DirectoryGroup(agency=agency, role=_role_named(name, agency), created_at=at)
        _save(row, name, external_id, at)
        _put_in(row, members, by, at)
        _record(DIRECTORY_GROUP_CHANGED, row, by, at)
    return row.id


@action()
def change_directory_group(
    *, group: UUID, name: str, external_id: str, members: Collection[UUID], by: Actor, at: datetime
) -> None:
    """The group is now so. Who came in holds its role, who went out does not, before this returns. Its role
    stays what it is, whatever it is called now."""
    agency = agency_of_directory(by)
    with scoped(SYSTEM):
        row = _group(group, agency)
        _save(row, name, external_id, at)
        inside = {one.account_id: one for one in row.entries.all()}
        _take_out(row, [entry for account, entry in inside.items() if account not in members], by, at)
        _put_in(row, [account for account in members if account not in inside], by, at)
        _record(DIRECTORY_GROUP_CHANGED, row, by, at)


@action()
def remove_directory_group(*, group: UUID, by: Actor, at: datetime) -> None:
    """There is no such group any more; what it gave ends."""
    agency = agency_of_directory(by)
    with scoped(SYSTEM):
        row = _group(group, agency)
        _take_out(row, list(row.entries.all()), by, at)
        _record(DIRECTORY_GROUP_CHANGED, row, by, at)
        row.delete()


@action(may="accounts.manage")
def map_directory_group(*, group: UUID, role: str, by: Actor, at: datetime) -> None:
    """From now on the group gives ``role`` (empty: nothing); who is in it holds that one instead. Refused
    for a role that gives roles or looks over others: those are given at the desk."""
    if by.kind != "officer" or not by.may("posts.manage"):
        raise NotAllowed("directory.staff_only", _("Only an officer can do this."), needs="posts.manage")
    if role and role not in {one.code for one in list_directory_roles(by.agency)}:
        raise Invalid("directory.role", _("A directory cannot give this role."), field="role")
    with scoped(SYSTEM):
        row = _group(group, by.agency)
        if row.role == role:
            return
        before = {entry: roles_of(entry) for entry in row.entries.all()}
        row.role, row.changed_at = role, at
        row.save(update_fields=["role", "changed_at"])
        for entry, had in before.items():
            hold_roles(entry, had, by=by, at=at)
        _record(DIRECTORY_GROUP_MAPPED, row, by, at)


def _put_in(row: DirectoryGroup, accounts: Iterable[UUID], by: Actor, at: datetime) -> None:
    for account in accounts:
        try:
            entry = entry_for(account, by=by, at=at)
        except NotFound as refusal:
            raise Invalid("directory.member", refusal.message, field="members") from None
        before = roles_of(entry)
        row.entries.add(entry)
        hold_roles(entry, before, by=by, at=at)


def _take_out(row: DirectoryGroup, entries: Iterable[DirectoryEntry], by: Actor, at: datetime) -> None:
    for entry in entries:
        before = roles_of(entry)
        row.entries.remove(entry)
        hold_roles(entry, before, by=by, at=at)


def _save(row: DirectoryGroup, name: str, external_id: str, at: datetime) -> None:
    if not name.strip():
        raise Invalid("directory.group_name", _("A group needs a name."), field="displayName")
    row.name, row.external_id, row.changed_at = name.strip()[:120], external_id, at
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        raise Conflict("directory.group_taken", _("There is a group of this name.")) from None


def _group(group: UUID, agency: str) -> DirectoryGroup:
    row = DirectoryGroup.objects.select_for_update().filter(id=group, agency=agency).first()
    if row is None:
        raise NotFound("directory.no_group", _("There is no such group at your agency."))
    return row


def _role_named(name: str, agency: str) -> str:
    wanted = name.strip().casefold()
    for role in list_directory_roles(agency):
        if wanted in {role.code, *(title.casefold() for title in role.title.values())}:
            return role.code
    return ""


def _record(event: Event, row: DirectoryGroup, by: Actor, at: datetime) -> None:
    facts = {
        "agency": dict(get_agency(row.agency).name),
        "role": dict(get_role(row.role).title) if row.role else {"en": "–", "zh-hans": "–"},
    }
    journal.record(
        event, subject_kind="directory_group", subject=row.id, agency=row.agency, by=by, at=at, data=facts
    )
