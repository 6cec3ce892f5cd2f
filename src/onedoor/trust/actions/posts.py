"""Giving officers their roles and taking them back."""

from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from onedoor.journal import actions as journal
from onedoor.kernel.actions import action
from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.kernel.clock import local
from onedoor.kernel.errors import Conflict, Invalid, NotAllowed, NotFound
from onedoor.kernel.events import Event
from onedoor.kernel.scope import scoped
from onedoor.trust.models import DirectoryMember, Post
from onedoor.trust.queries.accounts import account_or_not_found
from onedoor.trust.queries.agencies import get_agency, get_role
from onedoor.trust.queries.staff import find_administrators
from onedoor.trust.types import POST_ENDED, POST_GIVEN


@action(may="posts.manage")
def give_post(
    *,
    account: UUID,
    agency: str,
    role: str,
    active_from: date,
    active_to: date | None = None,
    by: Actor,
    at: datetime,
) -> UUID:
    """The officer holds ``role`` at ``agency`` in this half-open period; the post's id."""
    _may_manage(by, agency)
    get_agency(agency)
    book_role = get_role(role)
    if book_role.kind != "officer" or account_or_not_found(account).kind != "officer":
        raise Invalid("post.officers_only", _("Only officers hold posts."), field="role")
    if book_role.agencies and agency not in book_role.agencies:
        raise Invalid("post.wrong_agency", _("This role does not exist at that agency."), field="agency")
    try:
        with transaction.atomic():
            post = Post.objects.create(
                account_id=account, agency=agency, role=role, active_from=active_from, active_to=active_to
            )
    except IntegrityError as error:
        raise Conflict("post.overlaps", _("The officer already holds this role in that period.")) from error
    _record(POST_GIVEN, post, by, at)
    return post.id


@action(may="posts.manage")
def end_post(*, post: UUID, active_to: date | None = None, by: Actor, at: datetime) -> None:
    """The post is over from ``active_to`` on (default: today). Conflict where an officer ends what the
    agency's directory gives: it would give it again."""
    row = Post.objects.select_for_update().filter(id=post).first()
    if row is None:
        raise NotFound("post.unknown", _("There is no such post."))
    _may_manage(by, row.agency)
    _leave_to_directory(row, by)
    _keep_an_administrator(row, by, at)
    row.active_to = max(active_to or local(at).date(), row.active_from)
    row.save(update_fields=["active_to"])
    _record(POST_ENDED, row, by, at)


def _keep_an_administrator(row: Post, by: Actor, at: datetime) -> None:
    """No officer ends the last post that may give posts: nobody could give another."""
    before = find_administrators(row.agency, at=at)
    if by.kind == "officer" and before and not find_administrators(row.agency, at=at, but=[row.id]):
        raise Conflict(
            "post.last_administrator",
            _("Somebody must be able to give roles. Give that role to another first."),
        )


def _leave_to_directory(row: Post, by: Actor) -> None:
    given = DirectoryMember.objects.filter(
        entry__account=row.account_id, group__agency=row.agency, group__role=row.role
    ).exclude(entry__active=False)
    with scoped(SYSTEM):
        if by.kind == "officer" and given.exists():
            raise Conflict(
                "post.by_directory",
                _("Your agency's directory gives this role. Take her out of its group there."),
            )


def _may_manage(by: Actor, agency: str) -> None:
    if by.kind == "system" or (by.kind == "officer" and by.agency == agency):
        return
    raise NotAllowed("post.other_agency", _("You can give roles only at your own agency."), agency=agency)


def _record(event: Event, post: Post, by: Actor, at: datetime) -> None:
    facts = {
        "role": dict(get_role(post.role).title),
        "agency": dict(get_agency(post.agency).name),
        "account": str(post.account_id),
    }
    journal.record(event, subject_kind="post", subject=post.id, agency=post.agency, by=by, at=at, data=facts)
