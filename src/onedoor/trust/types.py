"""What other rooms may know of trust: kinds, roles, agencies, keys' outputs, events."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from onedoor.kernel.errors import NotAllowed, Refused
from onedoor.kernel.events import Event
from onedoor.kernel.text import Text
from onedoor.trust.directory import DIRECTORY_CHANGED as DIRECTORY_CHANGED
from onedoor.trust.directory import DIRECTORY_GROUP_CHANGED as DIRECTORY_GROUP_CHANGED
from onedoor.trust.directory import DIRECTORY_GROUP_MAPPED as DIRECTORY_GROUP_MAPPED
from onedoor.trust.directory import DIRECTORY_KEY_ISSUED as DIRECTORY_KEY_ISSUED
from onedoor.trust.directory import DIRECTORY_KEY_REVOKED as DIRECTORY_KEY_REVOKED
from onedoor.trust.directory import DIRECTORY_LET_GO as DIRECTORY_LET_GO
from onedoor.trust.directory import DIRECTORY_TOOK_OVER as DIRECTORY_TOOK_OVER
from onedoor.trust.directory import STAFF_IDENTIFIED as STAFF_IDENTIFIED
from onedoor.trust.directory import STAFF_REFUSED as STAFF_REFUSED
from onedoor.trust.directory import DirectoryGroupView as DirectoryGroupView
from onedoor.trust.directory import DirectoryKeyView as DirectoryKeyView
from onedoor.trust.directory import DirectoryPerson as DirectoryPerson
from onedoor.trust.directory import DirectoryUser as DirectoryUser
from onedoor.trust.directory import IssuedDirectoryKey as IssuedDirectoryKey
from onedoor.trust.protection import CHANGE_DISOWNED as CHANGE_DISOWNED
from onedoor.trust.protection import CHANGE_NOTED as CHANGE_NOTED
from onedoor.trust.protection import EMERGENCIES_AUDITED as EMERGENCIES_AUDITED
from onedoor.trust.protection import EMERGENCY_OPENED as EMERGENCY_OPENED
from onedoor.trust.protection import EMERGENCY_REVIEWED as EMERGENCY_REVIEWED
from onedoor.trust.protection import IDENTITY_LOCKED as IDENTITY_LOCKED
from onedoor.trust.protection import IDENTITY_UNLOCKED as IDENTITY_UNLOCKED
from onedoor.trust.protection import LESS_PROOF as LESS_PROOF
from onedoor.trust.protection import NEW_DEVICE as NEW_DEVICE
from onedoor.trust.protection import NOT_ME_BY_LETTER_LASTS as NOT_ME_BY_LETTER_LASTS
from onedoor.trust.protection import NOT_ME_LASTS as NOT_ME_LASTS
from onedoor.trust.protection import UNLOCK_ASKED as UNLOCK_ASKED
from onedoor.trust.protection import ChangeKind as ChangeKind
from onedoor.trust.protection import ChangeView as ChangeView
from onedoor.trust.protection import EmergencyKind as EmergencyKind
from onedoor.trust.protection import EmergencyView as EmergencyView
from onedoor.trust.protection import Held as Held
from onedoor.trust.protection import HeldAct as HeldAct
from onedoor.trust.protection import LockedBy as LockedBy
from onedoor.trust.protection import LockView as LockView
from onedoor.trust.providers import Provider as Provider
from onedoor.trust.shapes import ClaimedLogout as ClaimedLogout
from onedoor.trust.shapes import IssuedClient as IssuedClient
from onedoor.trust.shapes import LeftService as LeftService
from onedoor.trust.shapes import LogoutsTold as LogoutsTold
from onedoor.trust.shapes import NotSignedOn as NotSignedOn
from onedoor.trust.shapes import OpenSignOn as OpenSignOn
from onedoor.trust.shapes import PushedRequest as PushedRequest
from onedoor.trust.shapes import Reply as Reply
from onedoor.trust.shapes import SignOnAsked as SignOnAsked
from onedoor.trust.shapes import SignOnClientView as SignOnClientView
from onedoor.trust.shapes import SignOnView as SignOnView
from onedoor.trust.shapes import StaffPost as StaffPost
from onedoor.trust.shapes import StaffView as StaffView
from onedoor.trust.shapes import TurnedBack as TurnedBack

CONTACT_CENTRE = "CTC"  # the agency that answers for all others


class AccountKind(TextChoices):
    """Whose account it is."""

    CITIZEN = "citizen", _("Customer")
    OFFICER = "officer", _("Officer")
    PARTNER = "partner", _("Partner")


class Sensitivity(TextChoices):
    """How carefully a value is shown."""

    PLAIN = "plain", _("Not about a person")
    PERSONAL = "personal", _("Personal")
    TAX = "tax", _("Tax details")
    MEDICAL = "medical", _("Medical records")


class Impact(TextChoices):
    """What can go wrong when the wrong person is let in (OMB M-04-04, table 1)."""

    DISTRESS = "distress", _("Inconvenience, distress or damage to standing")
    MONEY = "money", _("Financial loss or agency liability")
    PROGRAMMES = "programmes", _("Harm to agency programmes or public interests")
    RELEASE = "release", _("Unauthorised release of sensitive information")
    SAFETY = "safety", _("Personal safety")
    VIOLATIONS = "violations", _("Civil or criminal violations")


class Degree(TextChoices):
    """How bad it would be."""

    LOW = "low", _("Low")
    MODERATE = "moderate", _("Moderate")
    HIGH = "high", _("High")


@dataclass(frozen=True, slots=True)
class Agency:
    """A part of government, from ``catalogue/agencies.yaml``."""

    code: str
    name: Text
    does: Text


@dataclass(frozen=True, slots=True)
class Role:
    """A row of ``catalogue/roles.yaml``. ``never_sensitive``: tax and medical details stay shut,
    and ``never_decides``: so does whatever decides, whatever another role of the same person would grant."""

    code: str
    title: Text
    kind: str
    permissions: frozenset[str]
    never_sensitive: bool = False
    agencies: tuple[str, ...] = ()
    never_decides: bool = False


@dataclass(frozen=True, slots=True)
class RoleBook:
    """All roles, and what each permission allows, in words."""

    permissions: Mapping[str, Text]
    roles: Mapping[str, Role]


@dataclass(frozen=True, slots=True)
class AccountView:
    """An account as others see it."""

    id: UUID
    email: str
    name: str
    language: str
    kind: str
    customer: UUID | None
    partner: str
    is_active: bool


@dataclass(frozen=True, slots=True)
class NewAccount:
    """An account to be opened together with many others."""

    email: str
    name: str
    kind: str = "citizen"
    customer: UUID | None = None
    partner: str = ""
    language: str = "en"


@dataclass(frozen=True, slots=True)
class OfficerView:
    """An officer at an agency, with the codes of her roles there."""

    account: UUID
    name: str
    agency: str
    roles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PostHeld:
    """A post of an officer whose account lives: half-open, without an end where ``active_to`` is None."""

    email: str
    role: str
    active_from: date
    active_to: date | None

    def covers(self, day: date) -> bool:
        """Whether she holds it on that day."""
        return self.active_from <= day and (self.active_to is None or day < self.active_to)


@dataclass(frozen=True, slots=True)
class PartnerKeyView:
    """A partner's credential, without its secret."""

    id: UUID
    partner: str
    label: str
    prefix: str
    active_from: datetime
    active_to: datetime | None
    last_used_at: datetime | None
    customer: UUID | None = None


@dataclass(frozen=True, slots=True)
class IssuedKey:
    """A credential at its birth: the only moment at which ``secret`` can be read."""

    key: PartnerKeyView
    secret: str


@dataclass(frozen=True, slots=True)
class DeskKeyView:
    """An officer's key for a program, without its secret."""

    id: UUID
    label: str
    prefix: str
    active_from: datetime
    active_to: datetime


@dataclass(frozen=True, slots=True)
class IssuedDeskKey:
    """An officer's key at its birth: the only moment at which ``secret`` can be read."""

    key: DeskKeyView
    secret: str


@dataclass(frozen=True, slots=True)
class Paired:
    """A screen's code at its birth: the only moment at which ``code`` can be read."""

    id: UUID
    code: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class PasskeyView:
    """A passkey, as its owner sees it in her list."""

    id: UUID
    name: str
    is_synced: bool
    added_at: datetime
    last_used_at: datetime | None


@dataclass(frozen=True, slots=True)
class Asked:
    """A challenge at its birth: its id, to be kept in the session, and what the browser is told."""

    id: UUID
    options: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Proved:
    """Who answered a challenge, and the level of assurance of her session from now on."""

    account: UUID
    level: int


@dataclass(frozen=True, slots=True)
class Away:
    """Where her browser is sent to sign in; ``id`` is kept in the session until she comes back."""

    id: UUID
    address: str


@dataclass(frozen=True, slots=True)
class ProviderView:
    """An outside identity provider that is offered."""

    code: str
    name: Text


@dataclass(frozen=True, slots=True)
class IdentityView:
    """A customer's link to her identity at ``provider``."""

    id: UUID
    provider: str
    linked_at: datetime
    last_used_at: datetime | None


@dataclass(frozen=True, slots=True)
class SessionView:
    """A browser in which an account is signed in, as coarsely as its owner needs to recognise it."""

    id: UUID
    door: str
    browser: str
    system: str
    begun_at: datetime
    seen_at: datetime
    is_here: bool


@dataclass(frozen=True, slots=True)
class Offered:
    """A customer's one-time code for an officer. ``code`` is empty when it went to her by message."""

    id: UUID
    customer: UUID
    code: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class AssistedView:
    """An officer typing for a customer who is present."""

    id: UUID
    customer: UUID
    officer: UUID
    officer_name: str
    agency: str
    begun_at: datetime
    ends_at: datetime
    ended_at: datetime | None


@dataclass(frozen=True, slots=True)
class LinkView:
    """A link that was sent to one person; ``holder`` is the account that opened it first."""

    id: UUID
    subject: UUID
    made_at: datetime
    expires_at: datetime | None
    holder: UUID | None


@dataclass(frozen=True, slots=True)
class Signature:
    """An Ed25519 signature and the id of the key that made it."""

    key_id: str
    value: bytes


@dataclass(frozen=True, slots=True)
class PublicKey:
    """A key with which anybody can check our signatures."""

    key_id: str
    value: bytes
    active_from: datetime
    active_to: datetime | None


@dataclass(frozen=True, slots=True)
class KeyView:
    """A key of the ring: for what, since when, until when it was the newest, the fingerprint of the master
    key that wraps it, and when its certificate ends, where it has one."""

    number: int
    purpose: str
    active_from: datetime
    active_to: datetime | None
    master: str
    certificate_ends_at: datetime | None


@dataclass(frozen=True, slots=True)
class PaperSeal:
    """What the seal on a PDF says: ``by`` its certificate's name; ``ours`` when that is one of the
    house's; ``intact`` when nothing was changed or added since; ``stamped`` by a time stamp."""

    by: str
    ours: bool
    intact: bool
    sealed_at: datetime | None
    stamped: bool


class KeysUnavailable(RuntimeError):
    """The master key is missing or does not open this database's keys. Nothing was read or changed."""


class SealBroken(RuntimeError):
    """A sealed field was altered, cut, or sealed for another purpose. Nothing of it is given out."""


class Locked(NotAllowed):
    """Too many wrong codes; ``facts['until']`` says when to try again."""

    status = 429


class TooMany(Refused):
    """Done too often in a short time; ``facts['seconds']`` says how long to wait."""

    status = 429


SIGNED_IN = Event("trust.account.signed_in", _("You signed in"))
SIGN_IN_FAILED = Event(
    "trust.account.sign_in_failed", _("Somebody tried to sign in as you and did not succeed")
)
ACCOUNT_OPENED = Event("trust.account.opened", _("An account was opened for you"))
ACCOUNT_LOCKED = Event("trust.account.locked", _("Your account was locked"))
ACCOUNT_UNLOCKED = Event("trust.account.unlocked", _("Your account was unlocked"))
PASSWORD_CHANGED = Event("trust.password.changed", _("Your password was changed"))
TOTP_ENROLLED = Event("trust.second_factor.enrolled", _("You set up one-time codes for signing in"))
STEP_UP_PASSED = Event("trust.step_up.passed", _("You confirmed who you are with a one-time code"))
STEP_UP_FAILED = Event("trust.step_up.failed", _("A one-time code for your account was refused"))
STEP_UP_LOCKED = Event(
    "trust.step_up.locked", _("One-time codes for your account were locked after too many wrong tries")
)
PASSKEY_ADDED = Event("trust.passkey.added", _("A passkey was added to your account"))
PASSKEY_RENAMED = Event("trust.passkey.renamed", _("You gave a passkey another name"))
PASSKEY_REMOVED = Event("trust.passkey.removed", _("A passkey was removed from your account"))
PASSKEY_USED = Event("trust.passkey.used", _("You proved who you are with a passkey"))
PASSKEY_REFUSED = Event("trust.passkey.refused", _("A passkey for your account was refused"))
IDENTITY_LINKED = Event("trust.identity.linked", _("Your account was linked to another way to sign in"))
IDENTITY_UNLINKED = Event("trust.identity.unlinked", _("The link to another way to sign in was ended"))
IDENTITY_USED = Event("trust.identity.used", _("You signed in with an outside identity provider"))
IDENTITY_REFUSED = Event(
    "trust.identity.refused", _("An outside identity provider knew you too little to sign you in")
)
SIGNED_OUT = Event("trust.session.signed_out", _("You signed out"))
SESSION_ENDED = Event("trust.session.ended", _("You ended a session in another browser"))
OTHER_SESSIONS_ENDED = Event("trust.session.others_ended", _("You ended your sessions in all other browsers"))
SIGN_ON_BEGUN = Event("trust.sign_on.begun", _("You signed in at %(service)s (%(agency)s)"))
SIGN_ON_DECLINED = Event("trust.sign_on.declined", _("You did not sign in at %(service)s (%(agency)s)"))
SIGN_ON_ENDED = Event("trust.sign_on.ended", _("You signed out of %(service)s (%(agency)s)"))
CLIENT_REGISTERED = Event(
    "trust.sign_on_client.registered", _("%(service)s was registered for sign-in by %(agency)s"), "audit"
)
CLIENT_RENEWED = Event("trust.sign_on_client.renewed", _("%(service)s was given a new secret"), "audit")
CLIENT_REVOKED = Event("trust.sign_on_client.revoked", _("%(service)s signs nobody in any more"), "audit")
LOGOUT_TOLD = Event("trust.sign_on.logout_told", _("%(service)s was told that somebody signed out"), "audit")
LOGOUT_STUCK = Event(
    "trust.sign_on.logout_stuck", _("%(service)s could not be told that somebody signed out"), "audit"
)
LOGOUTS_RETRIED = Event(
    "trust.sign_on.logouts_retried", _("%(service)s is told anew who signed out: %(count)s"), "audit"
)
POST_GIVEN = Event("trust.post.given", _("An officer was given the role %(role)s at %(agency)s"), "audit")
POST_ENDED = Event("trust.post.ended", _("An officer's role %(role)s at %(agency)s ended"), "audit")
OFFICER_LEFT = Event(
    "trust.officer.left", _("An officer left %(agency)s, and the account was closed"), "audit"
)
KEY_ISSUED = Event("trust.partner_key.issued", _("A key was issued to the partner %(partner)s"), "audit")
KEY_REVOKED = Event("trust.partner_key.revoked", _("A key of the partner %(partner)s was revoked"), "audit")
DESK_KEY_ISSUED = Event("trust.desk_key.issued", _("An officer made a key for a program"), "audit")
DESK_KEY_REVOKED = Event("trust.desk_key.revoked", _("An officer revoked the key of a program"), "audit")
SCREEN_PAIRED = Event("trust.screen.paired", _("You let a screen show how far your requests are"))
SCREEN_UNPAIRED = Event("trust.screen.unpaired", _("The screen shows nothing of yours any more"))
RING_CHANGED = Event("trust.key.made", _("A key for %(purpose)s was made"), "audit")
SECRETS_RESEALED = Event(
    "trust.secrets.resealed", _("%(rows)s secrets of the sign-in were sealed with the newest key"), "audit"
)
ASSISTANCE_OFFERED = Event(
    "trust.assistance.offered", _("A one-time code was made so that an officer can help you")
)
ASSISTANCE_REFUSED = Event(
    "trust.assistance.refused", _("An officer gave a wrong or expired code and was turned away")
)
ASSISTANCE_BEGUN = Event("trust.assistance.begun", _("%(officer)s began to help you at %(agency)s"))
ASSISTANCE_CONFIRMED = Event(
    "trust.assistance.confirmed", _("You confirmed with a code what %(officer)s filled in with you")
)
ASSISTANCE_ENDED = Event("trust.assistance.ended", _("%(officer)s finished helping you"))
DOOR_PIN_SET = Event("trust.door_pin.set", _("A PIN for the telephone and other doors was set for you"))
DOOR_PIN_REMOVED = Event(
    "trust.door_pin.removed", _("Your PIN for the telephone and other doors was removed")
)
DOOR_PIN_FAILED = Event("trust.door_pin.failed", _("Somebody gave a wrong PIN for you"))
DOOR_PIN_LOCKED = Event("trust.door_pin.locked", _("Your PIN was locked after too many wrong tries"))
DOOR_PIN_ENDED = Event(
    "trust.door_pin.ended", _("Your PIN was ended after too many wrong tries: set a new one")
)
DOOR_PIN_ORDERED = Event("trust.door_pin.ordered", _("A PIN for the telephone was ordered by letter for you"))
DOOR_PIN_NOT_SENT = Event(
    "trust.door_pin.not_sent",
    _(
        "No letter with a PIN was printed: how you are reached was changed after it was ordered, or you "
        "cannot be reached by post"
    ),
)
