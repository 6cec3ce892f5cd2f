"""An agency's officers, for whoever administers their accounts."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import Count
from django.utils.translation import gettext_lazy as _

from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.kernel.clock import local
from onedoor.kernel.errors import NotAllowed
from onedoor.kernel.scope import scoped
from onedoor.trust.models import Account, DirectoryEntry, Post
from onedoor.trust.queries.accounts import current_posts
from onedoor.trust.queries.agencies import get_role
from onedoor.trust.types import AccountKind, StaffPost, StaffView

ADMINISTERS = "posts.manage"


def list_staff(agency: str, *, by: Actor, at: datetime) -> list[StaffView]:
    """Everybody who holds or held a post at the agency or whom its directory sends, those who still do
    first, then by name."""
    if by.kind != "system" and (by.agency != agency or not by.may(ADMINISTERS)):
        raise NotAllowed(
            "staff.other_agency",
            _("You can see only the accounts of your own agency."),
            agency=agency,
            needs=ADMINISTERS,
        )
    with scoped(SYSTEM):
        posts: dict[UUID, list[StaffPost]] = {}
        day = local(at).date()
        for post in Post.objects.filter(agency=agency).order_by("-active_from", "role"):
            holds = post.active_from <= day and (post.active_to is None or day < post.active_to)
            view = StaffPost(post.id, get_role(post.role).title, post.active_from, post.active_to, holds)
            posts.setdefault(post.account_id, []).append(view)
        sent = set(
            DirectoryEntry.objects.filter(agency=agency, removed_at=None).values_list("account", flat=True)
        )
        rows = Account.objects.filter(id__in={*posts, *sent}, kind=AccountKind.OFFICER)
        views = [
            StaffView(
                row.id, row.name, row.email, row.is_active, row.last_login, row.held,
                tuple(posts.get(row.id, ())), row.id == by.account, row.id in sent,
            )
            for row in rows.annotate(held=Count("passkeys"))
        ]  # fmt: skip
    return sorted(views, key=lambda one: (not (one.is_active and one.works), one.name))


def find_administrators(agency: str, *, at: datetime, but: Iterable[UUID] = ()) -> set[UUID]:
    """The accounts that may give posts at the agency now, without the posts of ``but``."""
    rows = current_posts(at).filter(agency=agency, account__is_active=True).exclude(id__in=list(but))
    return {row.account_id for row in rows if ADMINISTERS in get_role(row.role).permissions}
