"""How somebody wants to be dealt with. Others import it from ``types``."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Door(TextChoices):
    """Through which door somebody prefers to hear from government."""

    PORTAL = "portal", _("On this website")
    EMAIL = "email", _("By e-mail")
    TEXT = "text", _("By text message")
    PHONE = "phone", _("By phone")
    POST = "post", _("By post")


class Hours(TextChoices):
    """When somebody prefers to be reached."""

    ANY = "any", _("At any time")
    MORNING = "morning", _("In the morning, 8 to 12")
    AFTERNOON = "afternoon", _("In the afternoon, 12 to 18")
    EVENING = "evening", _("In the evening, 18 to 21")
    NIGHT = "night", _("At night, 21 to 8")


class Digest(TextChoices):
    """Whether somebody is told each month who used her data."""

    WHEN_USED = "used", _("Each month in which somebody used my data")
    ALWAYS = "always", _("Each month, also when nobody did")
    NEVER = "never", _("Never: I look myself")


class AccessNeed(TextChoices):
    """What makes dealing with us possible for somebody."""

    LARGE_PRINT = "large_print", _("Large print")
    SCREEN_READER = "screen_reader", _("Documents for a screen reader")
    EASY_READ = "easy_read", _("Short words and simple layout")
    SIGN_LANGUAGE = "sign_language", _("Sign language")
    HEARING = "hearing", _("Writing instead of calling")
    MOBILITY = "mobility", _("Step-free access")
    INTERPRETER = "interpreter", _("An interpreter")


@dataclass(frozen=True, slots=True)
class Preferences:
    """How a customer wants to be dealt with. ``representative`` hears from us in her place."""

    language: str
    door: str
    hours: str
    access_needs: tuple[str, ...]
    representative: UUID | None
    digest: str = Digest.WHEN_USED


@dataclass(frozen=True, slots=True)
class Wishes:
    """What is needed to write to one of many: ``kinds`` says by which ways she, or her representative,
    can be reached."""

    customer: UUID
    language: str
    door: str
    hours: str
    access_needs: tuple[str, ...]
    recipient: UUID
    kinds: frozenset[str]
    digest: str
