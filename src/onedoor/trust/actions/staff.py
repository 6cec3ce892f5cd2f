"""An officer leaves: her posts, sessions and keys end at once."""

from datetime import datetime
from uuid import UUID

from django.db.models import F
from django.db.models.functions import Greatest
from django.utils.translation import gettext_lazy as _

from onedoor.journal import actions as journal
from onedoor.kernel.actions import action
from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.kernel.errors import Conflict, NotFound
from onedoor.kernel.scope import scoped
from onedoor.trust.actions.posts import end_post
from onedoor.trust.models import Account, BrowserSession, DeskKey, DirectoryEntry
from onedoor.trust.queries.accounts import current_posts
from onedoor.trust.queries.agencies import get_agency
from onedoor.trust.types import OFFICER_LEFT, AccountKind


@action(may="accounts.manage")
def close_officer(*, account: UUID, agency: str, by: Actor, at: datetime) -> None:
    """The officer left the agency. Nobody signs in with her account, what is open is shut, and her work
    goes back to its queue, as the rooms that hold it hear. Refused for oneself, for the last who may give
    posts, and while she works for another agency as well: then only her posts here are ended."""
    if by.account == account:
        raise Conflict("staff.oneself", _("Somebody else has to close your account."))
    with scoped(SYSTEM):
        held = list(current_posts(at).filter(account_id=account))
        row = Account.objects.select_for_update().filter(id=account, kind=AccountKind.OFFICER).first()
        here = [post for post in held if post.agency == agency]
        known = row is not None and (
            bool(here)
            or row.posts.filter(agency=agency).exists()
            or DirectoryEntry.objects.filter(account=row, agency=agency).exists()
        )
        if row is None or not known or (by.kind != "system" and by.agency != agency):
            raise NotFound("staff.unknown", _("There is no such account at your agency."))
        if len(here) < len(held):
            raise Conflict(
                "staff.works_elsewhere", _("This officer works for another agency too. End the posts here.")
            )
        leave_agency(row, agency, by=by, at=at)


def leave_agency(row: Account, agency: str, *, by: Actor, at: datetime) -> None:
    """Her posts at the agency end. Where she holds none elsewhere the account is closed with them."""
    DirectoryEntry.objects.filter(account=row, agency=agency).update(active=False)
    held = list(current_posts(at).filter(account=row))
    for post in held:
        if post.agency == agency:
            end_post(post=post.id, by=by, at=at)
    if any(post.agency != agency for post in held) or not row.is_active:
        return
    _shut(row, at)
    facts = {"agency": dict(get_agency(agency).name), "account": str(row.id)}
    journal.record(
        OFFICER_LEFT, subject_kind="account", subject=row.id, agency=agency, by=by, at=at, data=facts
    )


def _shut(row: Account, at: datetime) -> None:
    row.is_active = False
    row.save(update_fields=["is_active"])
    sessions = BrowserSession.objects.filter(account=row, ended_at=None)
    sessions.update(ended_at=Greatest(F("begun_at"), at))
    keys = DeskKey.objects.filter(account=row, active_to__gt=at)
    keys.update(active_to=Greatest(F("active_from"), at))
