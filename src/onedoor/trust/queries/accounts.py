"""Accounts, and the actors that they become."""

from collections.abc import Callable, Collection, Iterable
from datetime import datetime
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.kernel.clock import local, now
from onedoor.kernel.errors import NotAllowed, NotFound
from onedoor.kernel.scope import scoped
from onedoor.trust.models import Account, DoorPin, DoorPinOrder, Post
from onedoor.trust.queries.agencies import get_role
from onedoor.trust.queries.assistance import find_assisted
from onedoor.trust.rules import DECIDING_PERMISSIONS, SENSITIVE_PERMISSIONS, session_level
from onedoor.trust.types import AccountKind, AccountView, OfficerView, PostHeld

_follow_merges: Callable[[UUID], UUID] | None = None


def follow_merges_with(reader: Callable[[UUID], UUID]) -> None:
    """Called once by the room that puts records of one customer together: an account that is left at a
    merged record acts for the one that was kept."""
    global _follow_merges
    _follow_merges = reader


def actor_for(
    account_id: UUID,
    *,
    door: str,
    assurance: int,
    agency: str = "",
    assisted: UUID | None = None,
    at: datetime | None = None,
) -> Actor:
    """Who this account is, at this door, now. An officer with posts at several agencies acts for
    ``agency`` (default: her oldest post's); with none she may do nothing. ``assisted`` is her session
    with a customer: while it is open her actor carries it and that customer.

    To act for somebody else by mandate, use ``people.queries.acting_account``.
    """
    account = account_or_not_found(account_id)
    if not account.is_active:
        raise NotAllowed("account.locked", _("This account is locked. Call us to open it again."))
    if account.kind == "officer":
        return _officer(account, door, assurance, agency, assisted, at or now())
    if account.kind == "partner":
        may = get_role("partner-clerk").permissions
        return Actor(
            kind="partner", account=account.id, name=account.name, door=door, assurance=assurance,
            partner=account.partner, permissions=may,
        )  # fmt: skip
    customer = customer_of(account)
    return Actor(
        kind="citizen", account=account.id, name=account.name, door=door, assurance=assurance,
        customer=customer, self_customer=customer,
        permissions=get_role("citizen").permissions,
    )  # fmt: skip


def permissions_of(roles: Iterable[str]) -> frozenset[str]:
    """What these roles of one person at one agency allow together."""
    books = [get_role(role) for role in roles]
    granted = frozenset[str]().union(*(role.permissions for role in books))
    if any(role.never_sensitive for role in books):
        granted -= SENSITIVE_PERMISSIONS
    return granted - DECIDING_PERMISSIONS if any(role.never_decides for role in books) else granted


def get_account(account: UUID) -> AccountView:
    """The account of that id."""
    return view_account(account_or_not_found(account))


def find_account(email: str) -> AccountView | None:
    """The account that signs in with this e-mail."""
    row = Account.objects.filter(email=email.replace("\0", "").strip().lower()).first()
    return view_account(row) if row else None


def name_of(account: UUID) -> str:
    """The name behind an account id in the journal; empty for the system and unknown ids."""
    return Account.objects.filter(id=account).values_list("name", flat=True).first() or ""


def list_officers(agency: str, *, role: str = "", at: datetime | None = None) -> list[OfficerView]:
    """Officers who hold a post at the agency now (one of ``role``, when given), by name."""
    posts = (
        current_posts(at or now()).filter(agency=agency, account__is_active=True).select_related("account")
    )
    roles: dict[UUID, list[str]] = {}
    names: dict[UUID, str] = {}
    for post in posts.order_by("account__name", "role"):
        roles.setdefault(post.account_id, []).append(post.role)
        names[post.account_id] = post.account.name
    return [
        OfficerView(account, names[account], agency, tuple(held))
        for account, held in roles.items()
        if not role or role in held
    ]


def list_posts(agency: str) -> list[PostHeld]:
    """Every post at the agency whose account lives, those of the past and of the future among them."""
    rows = Post.objects.filter(agency=agency, account__is_active=True, account__kind=AccountKind.OFFICER)
    return [PostHeld(*row) for row in rows.values_list("account__email", "role", "active_from", "active_to")]


def has_totp(account: UUID) -> bool:
    """Whether one-time codes are set up."""
    found: bool = Authenticator.objects.filter(user_id=account, type=Authenticator.Type.TOTP).exists()
    return found


def has_door_pin(account: UUID) -> bool:
    """Whether the account's owner can say who she is at the doors that have keys and no screen."""
    with scoped(SYSTEM):
        return DoorPin.objects.filter(account_id=account).exists()


def find_pin_order(account: UUID) -> datetime | None:
    """Since when a letter with a PIN waits to be printed; None where none does."""
    with scoped(SYSTEM):
        waiting = DoorPinOrder.objects.filter(account_id=account, drawn_at=None, ended_at=None)
        return waiting.values_list("ordered_at", flat=True).first()


def find_account_of(customer: UUID) -> AccountView | None:
    """The account of that customer, when she has one."""
    row = Account.objects.filter(customer=customer, kind=AccountKind.CITIZEN).first()
    return view_account(row) if row else None


def session_assurance(account: UUID, methods: Collection[str]) -> int:
    """The level of a session of this account in which these methods succeeded:
    ``password``, ``totp``, ``hardware``."""
    return session_level(account_or_not_found(account).proofing, methods)


def account_or_not_found(account: UUID) -> Account:
    """The row itself, for this room only."""
    row = Account.objects.filter(id=account).first()
    if row is None:
        raise NotFound("account.unknown", _("There is no such account."))
    return row


def customer_of(row: Account) -> UUID | None:
    """Whose account it is, also where her record was put together with another; for this room only."""
    return _follow_merges(row.customer) if row.customer and _follow_merges else row.customer


def view_account(row: Account) -> AccountView:
    """The row as others see it."""
    return AccountView(
        row.id, row.email, row.name, row.language, row.kind, row.customer, row.partner, row.is_active
    )


def _officer(
    account: Account, door: str, assurance: int, agency: str, assisted: UUID | None, at: datetime
) -> Actor:
    posts = list(current_posts(at).filter(account=account).order_by("active_from", "id"))
    here = agency or (posts[0].agency if posts else "")
    held = [post.role for post in posts if post.agency == here]
    if agency and not held:
        raise NotAllowed("post.none_here", _("You have no role at this agency."), agency=agency)
    session = find_assisted(account.id, session=assisted, at=at) if assisted else None
    return Actor(
        kind="officer", account=account.id, name=account.name, door=door, assurance=assurance, agency=here,
        permissions=permissions_of(held), customer=session.customer if session else None,
        assisted=session.id if session else None,
    )  # fmt: skip


def current_posts(at: datetime) -> QuerySet[Post]:
    """Posts that are held now; for this room only."""
    day = local(at).date()
    return Post.objects.filter(Q(active_to=None) | Q(active_to__gt=day), active_from__lte=day)
