"""Who calls: a person in her session, or a system with a key, for itself or by mandate."""

from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from ninja.security import APIKeyCookie, HttpBearer

from onedoor.kernel import clock
from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.kernel.errors import Invalid, Refused
from onedoor.kernel.scope import scoped
from onedoor.look.doors import actor_of, signed_in
from onedoor.people import queries as people
from onedoor.trust import actions as trust_actions
from onedoor.trust import queries as trust

ACTING_FOR = "Onedoor-Acting-For"
CALLER = "key_caller"  # where a request keeps whose key it carries
DESK = "/api/v1/desk/"
MOST, WINDOW = 600, timedelta(minutes=1)


class NoKey(Refused):
    """Nobody is known to stand behind the call."""

    status = 401


def find_key(secret: str, *, at: datetime) -> Actor | None:
    """The organisation behind a system's key."""
    with scoped(SYSTEM):
        by = trust.find_system_by_key(secret, at=at)
        if by is not None:
            trust_actions.note_partner_key_use(by=by, at=at)
    return by


def limit_key(by: Actor, *, at: datetime) -> None:
    """So many calls a minute for each key or account."""
    trust_actions.spend_use(what=f"api/{by.account}", most=MOST, window=WINDOW, by=by, at=at)


def key_caller(request: HttpRequest) -> Actor:
    """Whose key the request carries, found on its way in."""
    by = getattr(request, CALLER)
    assert isinstance(by, Actor)
    return by


def caller_of_key(request: HttpRequest, secret: str) -> Actor:
    """The officer or organisation whose key it is, as the address asks. Raises NoKey."""
    if request.path_info.startswith(DESK):
        return officer_caller(secret)
    return system_caller(request, secret)


def signed_in_caller(request: HttpRequest) -> Actor | None:
    """The person of this session."""
    by = actor_of(request)
    if not signed_in(request) or by.kind != "citizen":
        return None
    limit_key(by, at=clock.now())
    return by


def system_caller(request: HttpRequest, secret: str) -> Actor:
    """The organisation behind the key, or who gave it a mandate. Raises NoKey."""
    at = clock.now()
    by = find_key(secret.strip(), at=at)
    if by is None:
        raise NoKey("key.unknown", _("This key is not valid. Ask for a new one."))
    limit_key(by, at=at)
    return _by_mandate(request, by, at=at)


def officer_caller(secret: str) -> Actor:
    """The officer whose key it is, with today's permissions. Raises NoKey."""
    at = clock.now()
    by = trust.find_officer_by_key(secret, at=at)
    if by is None:
        raise NoKey("key.unknown", _("This key is not valid. Ask for a new one."))
    limit_key(by, at=at)
    return by


def _by_mandate(request: HttpRequest, by: Actor, *, at: datetime) -> Actor:
    wanted = request.headers.get(ACTING_FOR, "").strip()
    if not wanted:
        return by
    try:
        giver = UUID(wanted)
    except ValueError:
        words = _("Write the customer's number as it was told to you with the mandate.")
        raise Invalid("acting_for.unreadable", words, field=ACTING_FOR) from None
    with scoped(SYSTEM):
        return people.acting_as(by, giver, at=at)


class SystemKey(HttpBearer):
    """``Authorization: Bearer odk_…``, with ``Onedoor-Acting-For`` where it acts by mandate."""

    def authenticate(self, request: HttpRequest, token: str) -> Actor:
        return key_caller(request)


class Session(APIKeyCookie):
    """The session of a person who signed in to the portal; writes need its CSRF token as well."""

    param_name = settings.SESSION_COOKIE_NAME

    def authenticate(self, request: HttpRequest, key: str | None) -> Actor | None:
        return signed_in_caller(request)
