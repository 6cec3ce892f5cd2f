"""What others may know of the protection against being taken over: kinds, what is held, events."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from onedoor.kernel.errors import NotAllowed
from onedoor.kernel.events import Event

NOT_ME_LASTS = timedelta(days=14)  # how long a change can be disowned by its link
NOT_ME_BY_LETTER_LASTS = timedelta(days=30)  # by a letter, which takes days to print and to come


class ChangeKind(TextChoices):
    """What was changed of how a customer is reached or proved."""

    CONTACT = "contact", _("how you are reached")
    PASSKEY = "passkey", _("a passkey")
    TOTP = "totp", _("the codes from your phone")
    IDENTITY = "identity", _("another way to sign in")
    PIN = "pin", _("your PIN for the telephone")
    PASSWORD = "password", _("your password")  # a kind of change


class HeldAct(TextChoices):
    """What may wait while an identity is protected."""

    PROOF = "proof", _("A new passkey, phone for codes or way to sign in")
    PIN = "pin", _("A PIN by letter")
    ACCOUNT = "account", _("Money to a new bank account")
    MANDATE = "mandate", _("Letting somebody act for you")
    CONSENT = "consent", _("Agreeing to share what is held about you")
    SIGN = "sign", _("Signing")
    SIGN_IN = "sign-in", _("Signing in without a passkey that you had before")


class LockedBy(TextChoices):
    """How it came that an identity was locked."""

    HERSELF = "herself", _("She reported it herself")
    NOT_ME = "not-me", _("She said of a change that it was not she")
    BESIDE = "beside", _("With an officer beside her")
    SEEN = "seen", _("An officer saw her and her papers")
    CALLED = "called", _("She called and gave her PIN")
    TEXTED = "texted", _("She wrote from her telephone and gave her PIN")
    NUMBER = "number", _("A message from her telephone number asked for it")
    ANSWERED = "answered", _("She called, and her answers to an officer's questions were right")


LESS_PROOF = frozenset({LockedBy.NUMBER.value, LockedBy.ANSWERED.value})
"""A lock may be had for less than opening it: these prove nobody, and lock all the same."""


class EmergencyKind(TextChoices):
    """What may open a record that a role may not see."""

    CHILD = "child", _("A child is in danger")
    MEDICAL = "medical", _("Somebody's life or health is in danger")


@dataclass(frozen=True, slots=True)
class EmergencyView:
    """A record that was opened in an emergency. ``reason`` is the officer's own words, ``finding`` the
    reviewer's; ``case`` is the case of the review, once it is open."""

    id: UUID
    customer: UUID
    officer: UUID
    officer_name: str
    agency: str
    kind: str
    reason: str
    opened_at: datetime
    ends_at: datetime
    review_by: datetime
    reviewed_at: datetime | None
    was_right: bool | None
    case: UUID | None = None
    visible_from: datetime | None = None
    finding: str = ""
    told_at: datetime | None = None

    @property
    def words(self) -> Any:
        """The kind, as people read it."""
        return EmergencyKind(self.kind).label


@dataclass(frozen=True, slots=True)
class ChangeView:
    """A change that was told to the contacts she had before."""

    id: UUID
    customer: UUID
    kind: str
    before: Sequence[Any]
    changed_at: datetime
    free_at: datetime | None
    disowned_at: datetime | None

    @property
    def words(self) -> Any:
        """What was changed, as people read it."""
        return ChangeKind(self.kind).label


@dataclass(frozen=True, slots=True)
class LockView:
    """An identity that is locked; ``asked_by`` is who said first that it may be opened."""

    id: UUID
    customer: UUID
    since: datetime
    how: str
    locked_at: datetime
    asked_by: UUID | None
    asked_at: datetime | None
    opened_at: datetime | None

    @property
    def words(self) -> Any:
        """How it came, as people read it."""
        return LockedBy(self.how).label


class Held(NotAllowed):
    """It waits for her protection; ``facts['until']`` says how long, None for as long as she is locked."""


NEW_DEVICE = Event(
    "trust.session.on_new_device", _("You signed in on a kind of device that you had not used")
)
CHANGE_NOTED = Event(
    "trust.change.noted", _("Your contacts were told that somebody changed how you are reached or proved")
)
CHANGE_DISOWNED = Event("trust.change.disowned", _("You said of a change that it was not you; it was undone"))
IDENTITY_LOCKED = Event("trust.identity.locked", _("Your identity was locked: a theft was reported"))
UNLOCK_ASKED = Event("trust.identity.unlock_asked", _("It was asked to open the lock of your identity"))
IDENTITY_UNLOCKED = Event("trust.identity.unlocked", _("The lock of your identity was opened by two"))
EMERGENCY_OPENED = Event(
    "trust.emergency.opened", _("%(officer)s opened what is held about you in an emergency: %(kind)s")
)
EMERGENCY_REVIEWED = Event(
    "trust.emergency.reviewed", _("A supervisor reviewed why your record was opened in an emergency")
)
EMERGENCIES_AUDITED = Event(
    "trust.emergencies.audited",
    _("The list of emergencies that were not right or not reviewed was read: %(count)s lines"),
    "audit",
)
