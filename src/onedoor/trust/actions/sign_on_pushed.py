"""Requests that a service hands in itself before it sends the person here (RFC 9126): what is asked never
lies in an address of her browser, nobody on the way changes it, and it counts once."""

import secrets
import time
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from uuid import NAMESPACE_URL, UUID, uuid5

from authlib.oauth2.rfc6749 import OAuth2Error
from django.utils.translation import gettext_lazy as _

from onedoor.kernel.actions import action
from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.kernel.errors import Invalid
from onedoor.kernel.scope import scoped
from onedoor.trust.models import Challenge
from onedoor.trust.queries.sign_on import AUTHORIZE
from onedoor.trust.sign_on.clients import BASIC, SIGNED
from onedoor.trust.sign_on.server import Asked, Lists, server
from onedoor.trust.types import PushedRequest, Reply

PUSH = "/sign-on/push"
URN = "urn:ietf:params:oauth:request_uri:"
KIND = "pushed"
COMES_WITHIN = timedelta(seconds=90)  # until a browser comes with it
ANSWERED_WITHIN = timedelta(minutes=15)  # from then on: time to sign in, and to read
LONGEST = 8 * 1024
PROOFS = ("client_secret", "client_assertion", "client_assertion_type")


@action()
def push_request(*, asked: Lists, headers: Mapping[str, str], by: Actor, at: datetime) -> Reply:
    """Keep what the service asks, once it has proved itself, and give it the address under which it is
    kept; else the error of the protocol. It is checked here as it will be when she comes."""
    if any(len(values) > 1 for values in asked.values()) or "request_uri" in asked:
        return Reply(400, {"error": "invalid_request"}, {})
    if sum(len(values[0]) for name, values in asked.items() if name not in PROOFS) > LONGEST:
        return Reply(413, {"error": "invalid_request"}, {})
    with scoped(SYSTEM):
        request = Asked("POST", PUSH, asked, headers)
        try:
            client = server.authenticate_client(request, [BASIC, SIGNED])
            code = client.get_client_id()
            if asked.get("client_id", [code]) != [code]:
                return Reply(400, {"error": "invalid_request"}, {})
            kept = {name: list(values) for name, values in asked.items() if name not in PROOFS}
            kept["client_id"] = [code]
            whoever = {name: values for name, values in kept.items() if name != "prompt"}
            server.get_consent_grant(Asked("GET", AUTHORIZE, whoever), None)
        except OAuth2Error as fault:
            fault.redirect_uri = None  # the service itself asks: it is answered, and nobody is sent anywhere
            told = server.handle_error_response(request, fault)
            return Reply(told.status, dict(told.body), told.headers)
        except ValueError:  # an error whose own words the protocol does not allow
            return Reply(400, {"error": "invalid_request"}, {})
        now, secret = datetime.now(UTC), secrets.token_urlsafe(32)
        Challenge.objects.filter(expires_at__lte=now).delete()
        Challenge.objects.create(
            id=_place(URN + secret), kind=KIND, expires_at=now + COMES_WITHIN,
            state={"client": code, "asked": kept, "browser": "", "opened_at": 0.0},
        )  # fmt: skip
    lasts = int(COMES_WITHIN.total_seconds())
    return Reply(201, {"request_uri": URN + secret, "expires_in": lasts}, {})


@action()
def open_pushed(*, client: str, request_uri: str, browser: str, by: Actor, at: datetime) -> PushedRequest:
    """What was handed in. The first browser that comes with it is the only one, and has a quarter of an
    hour. Raises Invalid where it ran out, was answered, is another service's, or is in another browser."""
    with scoped(SYSTEM):
        now = datetime.now(UTC)
        row = (
            Challenge.objects.select_for_update()
            .filter(id=_place(request_uri), kind=KIND, expires_at__gt=now)
            .first()
        )
        if row is None or row.state["client"] != client or row.state["browser"] not in ("", browser):
            raise Invalid(
                "sign_on.request_uri",
                _("This way in was used already, or took too long. Go back to the service and start again."),
            )
        if not row.state["browser"]:
            row.state |= {"browser": browser, "opened_at": time.time()}
            row.expires_at = now + ANSWERED_WITHIN
            row.save(update_fields=["state", "expires_at"])
        return PushedRequest(row.state["asked"], row.state["opened_at"])


@action()
def spend_pushed(*, request_uri: str, by: Actor, at: datetime) -> None:
    """It was answered, and is gone."""
    with scoped(SYSTEM):
        Challenge.objects.filter(id=_place(request_uri), kind=KIND).delete()


def _place(request_uri: str) -> UUID:
    """Where it lies; the address itself is kept nowhere."""
    return uuid5(NAMESPACE_URL, request_uri)
