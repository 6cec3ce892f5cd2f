"""An agency's directory opens, changes and closes its officers' accounts."""

from datetime import datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from onedoor.journal import actions as journal
from onedoor.kernel.actions import action
from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.kernel.clock import local
from onedoor.kernel.errors import Conflict, Invalid
from onedoor.kernel.events import Event
from onedoor.kernel.scope import scoped
from onedoor.trust.actions.accounts import open_account
from onedoor.trust.actions.posts import end_post, give_post
from onedoor.trust.actions.staff import leave_agency
from onedoor.trust.models import Account, DirectoryEntry
from onedoor.trust.queries.accounts import account_or_not_found, current_posts
from onedoor.trust.queries.agencies import get_agency
from onedoor.trust.queries.directory import agency_of_directory, find_directory_account, get_directory_user
from onedoor.trust.types import (
    DIRECTORY_CHANGED,
    DIRECTORY_LET_GO,
    DIRECTORY_TOOK_OVER,
    AccountKind,
    DirectoryPerson,
)


@action()
def add_directory_user(*, person: DirectoryPerson, by: Actor, at: datetime) -> UUID:
    """An account for an officer whom the directory sends; the account's id. One of the agency's own who has
    an account already, or who comes back, keeps it. Conflict when the name or the e-mail is taken, without
    a word of where; Invalid for what is no e-mail address or no name."""
    agency = agency_of_directory(by)
    person = _checked(person)
    with scoped(SYSTEM):
        row = Account.objects.select_for_update().filter(email=person.email).first()
        entry = DirectoryEntry.objects.filter(account=row).first() if row else None
        if row is None:
            opened = open_account(
                email=person.email, name=person.name, kind=AccountKind.OFFICER, by=by, at=at
            )
            row = account_or_not_found(opened.id)
        elif not _may_take_over(row, entry, agency, at):
            raise _taken()
        _keep(row, entry, person, agency, by, at)
    return row.id


@action()
def change_directory_user(*, account: UUID, person: DirectoryPerson, by: Actor, at: datetime) -> None:
    """She is now as ``person`` says. Not active: she is shut out of the agency before this returns, with
    every session and key. Active again: she holds what her groups give. Her name and e-mail stay as they
    are while she works for another agency too: then Conflict."""
    agency = agency_of_directory(by)
    person = _checked(person)
    row, entry = find_directory_account(account, by=by, at=at)
    if get_directory_user(account, by=by, at=at).person == person:
        return
    with scoped(SYSTEM):
        row = Account.objects.select_for_update().get(id=row.id)
        changed = {name for name in ("email", "name") if getattr(row, name) != getattr(person, name)}
        if changed and current_posts(at).filter(account=row).exclude(agency=agency).exists():
            raise Conflict(
                "directory.works_elsewhere",
                _("This officer works for another agency too: her name and e-mail stay as they are."),
            )
        for name in changed:
            setattr(row, name, getattr(person, name))
        if changed:
            _save_unless_taken(row)
        _keep(row, entry, person, agency, by, at)


@action()
def remove_directory_user(*, account: UUID, by: Actor, at: datetime) -> None:
    """The directory sends her no more: shut out as when she is not active, and out of every group."""
    agency = agency_of_directory(by)
    row, _entry = find_directory_account(account, by=by, at=at)
    with scoped(SYSTEM):
        entry = entry_for(account, by=by, at=at)  # also where it never sent her: so she can come back
        leave_agency(row, agency, by=by, at=at)
        entry.groups.clear()
        entry.active, entry.removed_at, entry.changed_at = False, at, at
        entry.save(update_fields=["active", "removed_at", "changed_at"])
        _record(DIRECTORY_LET_GO, row, agency, by, at)


def hold_roles(entry: DirectoryEntry, before: set[str], *, by: Actor, at: datetime) -> None:
    """Her posts follow her groups: ``before`` is what they gave until now. For this room only."""
    now = roles_of(entry)
    held = {
        post.role: post for post in current_posts(at).filter(account=entry.account_id, agency=entry.agency)
    }
    for role in before - now:
        if role in held:
            end_post(post=held[role].id, by=by, at=at)
    for role in sorted(now - set(held)):
        give_post(
            account=entry.account_id,
            agency=entry.agency,
            role=role,
            active_from=local(at).date(),
            by=by,
            at=at,
        )


def roles_of(entry: DirectoryEntry) -> set[str]:
    """What her groups give her now; for this room only."""
    if entry.active is False or entry.removed_at is not None:
        return set()
    return set(entry.groups.exclude(role="").values_list("role", flat=True))


def entry_for(account: UUID, *, by: Actor, at: datetime) -> DirectoryEntry:
    """Her entry, made for one of the agency's officers whom the directory has not sent yet."""
    row, entry = find_directory_account(account, by=by, at=at)
    if entry is None:
        _keep(row, None, get_directory_user(account, by=by, at=at).person, by.agency, by, at)
        entry = DirectoryEntry.objects.get(account=row)
    return entry


def _keep(
    row: Account, entry: DirectoryEntry | None, person: DirectoryPerson, agency: str, by: Actor, at: datetime
) -> None:
    new = entry is None or entry.removed_at is not None
    before = roles_of(entry) if entry else set()
    kept = entry or DirectoryEntry(account=row, created_at=at)
    was_active = row.is_active and kept.active is not False
    kept.agency, kept.changed_at, kept.removed_at, kept.active = agency, at, None, person.active
    for name in ("user_name", "external_id", "given_name", "family_name"):
        setattr(kept, name, getattr(person, name))
    kept.emails = list(person.emails)
    _save_unless_taken(kept)
    if person.active is False:
        leave_agency(row, agency, by=by, at=at)
    else:
        if not was_active:
            row.is_active = True
            row.save(update_fields=["is_active"])
        hold_roles(kept, before, by=by, at=at)
    _record(DIRECTORY_TOOK_OVER if new else DIRECTORY_CHANGED, row, agency, by, at)


def _may_take_over(row: Account, entry: DirectoryEntry | None, agency: str, at: datetime) -> bool:
    """One of its own whom it does not keep yet, or one whom it let go."""
    if row.kind != AccountKind.OFFICER or (entry is not None and entry.removed_at is None):
        return False
    posts = set(current_posts(at).filter(account=row).values_list("agency", flat=True))
    return posts == {agency} or (not posts and entry is not None and entry.agency == agency)


def _checked(person: DirectoryPerson) -> DirectoryPerson:
    try:
        validate_email(person.email)
    except ValidationError:
        raise Invalid(
            "directory.email", _("An officer needs an e-mail address to sign in with."), field="emails"
        ) from None
    if not person.name.strip() or not person.user_name.strip():
        raise Invalid("directory.name", _("An officer needs a name."), field="displayName")
    return person


def _save_unless_taken(row: Account | DirectoryEntry) -> None:
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        raise _taken() from None


def _taken() -> Conflict:
    return Conflict("directory.taken", _("This name or e-mail address is taken."))


def _record(event: Event, row: Account, agency: str, by: Actor, at: datetime) -> None:
    facts = {"agency": dict(get_agency(agency).name), "account": str(row.id)}
    journal.record(event, subject_kind="account", subject=row.id, agency=agency, by=by, at=at, data=facts)
