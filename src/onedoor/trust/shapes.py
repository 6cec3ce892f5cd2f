"""Shapes of signing in at agencies' own services, and of an agency's staff; others know them by ``types``."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from onedoor.kernel.errors import Refused
from onedoor.kernel.text import Text


@dataclass(frozen=True, slots=True)
class SignOnClientView:
    """An agency's own service that people may sign in to through the house. ``proves``: secret or key."""

    id: UUID
    code: str
    agency: str
    name: Text
    redirect_uris: tuple[str, ...]
    after_uris: tuple[str, ...]
    scopes: tuple[str, ...]
    agreement: str
    service: str
    level: int
    proves: str
    logout_uri: str
    pushed_only: bool
    active_from: datetime
    active_to: datetime | None


@dataclass(frozen=True, slots=True)
class IssuedClient:
    """A service at its registration: the only moment at which ``secret`` can be read; empty where it
    proves itself by its own key."""

    client: SignOnClientView
    secret: str


@dataclass(frozen=True, slots=True)
class SignOnAsked:
    """What a service asks of whoever came from it, checked. ``needs`` is what stands before the answer:
    ``sign_in``, ``again``, ``proof`` (of ``level``), ``consent``, or nothing."""

    client: SignOnClientView
    scopes: tuple[str, ...]
    level: int
    needs: str
    origin: str


@dataclass(frozen=True, slots=True)
class SignOnView:
    """An agency's service at which somebody is signed in, as she sees it in her list."""

    id: UUID
    name: Text
    agency: str
    scopes: tuple[str, ...]
    begun_at: datetime


@dataclass(frozen=True, slots=True)
class OpenSignOn:
    """What a service's token stands for: whose account, for whom, at which level, and the pseudonyms."""

    id: UUID
    account: UUID
    holder: UUID
    level: int
    scopes: tuple[str, ...]
    client: SignOnClientView
    subjects: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Reply:
    """What a service's call to the house is answered."""

    status: int
    body: Mapping[str, Any]
    headers: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class PushedRequest:
    """What a service handed in itself (RFC 9126), and when a browser came with it first (real seconds)."""

    asked: Mapping[str, list[str]]
    opened_at: float


@dataclass(frozen=True, slots=True)
class LogoutsTold:
    """How far a service knows who signed out: sign-ons of which it was told, is being told, and could not
    be told, with why not the last time."""

    told: int
    waiting: int
    stuck: int
    last_told_at: datetime | None
    failure: str


@dataclass(frozen=True, slots=True)
class ClaimedLogout:
    """What one job may send now: where to, and the signed token."""

    notice: UUID
    address: str
    token: str
    attempts: int


@dataclass(frozen=True, slots=True)
class LeftService:
    """She signed out at a service: where it wants her browser back, and the browser session it came from."""

    address: str
    session: UUID | None


@dataclass(frozen=True, slots=True)
class StaffPost:
    """A post as the administrator of its agency sees it."""

    id: UUID
    title: Text
    active_from: date
    active_to: date | None
    is_held: bool


@dataclass(frozen=True, slots=True)
class StaffView:
    """An officer's account as the administrator of her agency sees it."""

    account: UUID
    name: str
    email: str
    is_active: bool
    last_sign_in: datetime | None
    passkeys: int
    posts: tuple[StaffPost, ...]
    is_self: bool
    by_directory: bool

    @property
    def works(self) -> bool:
        """Whether she holds a post here now."""
        return any(post.is_held for post in self.posts)


class TurnedBack(Exception):
    """A service asked for what it does not get; its error goes back to it, at ``address``."""

    def __init__(self, address: str) -> None:
        super().__init__("turned back")
        self.address = address


class NotSignedOn(Refused):
    """A service's token opens nothing (any more)."""

    status = 401
