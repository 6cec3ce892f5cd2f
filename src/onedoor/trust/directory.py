"""Shapes and events of agencies' directories, which keep officers' accounts by SCIM 2.0 (RFC 7643, 7644);
others know them by ``types``."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from onedoor.kernel.events import Event
from onedoor.kernel.text import Text

# A directory gives no role that gives roles, looks over others or grants secrecy: who runs an agency's
# directory would otherwise make himself its administrator or auditor.
NEVER_BY_DIRECTORY = frozenset(
    {
        "accounts.manage", "posts.manage", "journal.audit", "emergencies.review", "exchange.audit_secrecy",
        "exchange.grant_secrecy", "breaches.handle",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class DirectoryPerson:
    """An officer as her agency's directory says she is. ``name`` is shown to customers. ``active`` is None
    where it says nothing: then she is."""

    user_name: str
    email: str
    name: str
    external_id: str = ""
    given_name: str = ""
    family_name: str = ""
    active: bool | None = True
    emails: tuple[tuple[str, str | None, bool | None], ...] = ()  # as sent: address, kind, whether primary


@dataclass(frozen=True, slots=True)
class DirectoryUser:
    """An officer whom the directory sends, or one of the agency whom it may take over; her account's id."""

    id: UUID
    person: DirectoryPerson
    groups: tuple[tuple[UUID, str], ...]
    created_at: datetime
    changed_at: datetime


@dataclass(frozen=True, slots=True)
class DirectoryGroupView:
    """A group of the directory, the role that it gives (empty: none), and the accounts in it."""

    id: UUID
    name: str
    external_id: str
    role: str
    role_title: Text
    members: tuple[tuple[UUID, str], ...]
    created_at: datetime
    changed_at: datetime


@dataclass(frozen=True, slots=True)
class DirectoryKeyView:
    """A directory's key, without its secret."""

    id: UUID
    label: str
    prefix: str
    active_from: datetime
    last_used_at: datetime | None


@dataclass(frozen=True, slots=True)
class IssuedDirectoryKey:
    """A key at its making: the only moment at which ``secret`` can be read."""

    key: DirectoryKeyView
    secret: str


DIRECTORY_KEY_ISSUED = Event(
    "trust.directory_key.issued", _("A key was issued to the directory of %(agency)s"), "audit"
)
DIRECTORY_KEY_REVOKED = Event(
    "trust.directory_key.revoked", _("A key of the directory of %(agency)s was revoked"), "audit"
)
DIRECTORY_TOOK_OVER = Event(
    "trust.directory.took_over", _("The directory of %(agency)s keeps an officer's account"), "audit"
)
DIRECTORY_CHANGED = Event(
    "trust.directory.changed", _("The directory of %(agency)s changed an officer's account"), "audit"
)
DIRECTORY_LET_GO = Event(
    "trust.directory.let_go", _("The directory of %(agency)s keeps an officer's account no more"), "audit"
)
DIRECTORY_GROUP_CHANGED = Event(
    "trust.directory_group.changed", _("A group in the directory of %(agency)s was changed"), "audit"
)
DIRECTORY_GROUP_MAPPED = Event(
    "trust.directory_group.mapped",
    _("A group in the directory of %(agency)s gives the role %(role)s"),
    "audit",
)
STAFF_IDENTIFIED = Event(
    "trust.staff.identified", _("An officer was identified by the provider of %(agency)s"), "audit"
)
STAFF_REFUSED = Event(
    "trust.staff.refused", _("The provider of %(agency)s knew an officer too little to sign her in"), "audit"
)
