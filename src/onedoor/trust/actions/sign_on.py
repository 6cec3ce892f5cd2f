"""Signing in at an agency's own service through the house: agreed or declined, redeemed, ended."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from authlib.oauth2.rfc6749 import OAuth2Error
from django.utils.translation import gettext_lazy as _

from onedoor.journal import actions as journal
from onedoor.kernel.actions import action
from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.kernel.errors import Conflict, Invalid, NotFound
from onedoor.kernel.events import Event
from onedoor.kernel.scope import scoped
from onedoor.trust.models import SignOn, SignOnClient
from onedoor.trust.queries.agencies import get_agency
from onedoor.trust.queries.sign_on import (
    AUTHORIZE,
    check_request,
    locate,
    person_of,
    read_sign_on,
    turn_back,
)
from onedoor.trust.rules import SIGN_ONS_KEPT
from onedoor.trust.sign_on.server import Asked, Lists, server
from onedoor.trust.types import (
    SIGN_ON_BEGUN,
    SIGN_ON_DECLINED,
    SIGN_ON_ENDED,
    LeftService,
    Reply,
)


@action()
def grant_sign_on(
    *, asked: Lists, session: UUID, proved_at: float, pushed_at: float | None = None, by: Actor, at: datetime
) -> str:
    """She agreed: where her browser goes, with the code that the service redeems once."""
    read = read_sign_on(asked, session=session, proved_at=proved_at, pushed_at=pushed_at, by=by)
    if read.needs not in ("", "consent"):
        raise Conflict("sign_on.not_yet", _("Something else is needed first. Go back to the service."))
    with scoped(SYSTEM):
        SignOn.objects.filter(begun_at__lt=at - SIGN_ONS_KEPT).delete()
        request, person = Asked("POST", AUTHORIZE, asked), person_of(by, session, proved_at)
        grant = check_request(request, person)
        told = server.create_authorization_response(request, grant_user=person, grant=grant)
        _record(SIGN_ON_BEGUN, request.client.row, by.customer, by, at)
    return locate(told.headers)


@action()
def decline_sign_on(*, asked: Lists, session: UUID, proved_at: float, by: Actor, at: datetime) -> str:
    """She declined: where her browser goes, with nothing but that."""
    with scoped(SYSTEM):
        grant = check_request(Asked("POST", AUTHORIZE, asked), person_of(by, session, proved_at))
        _record(SIGN_ON_DECLINED, grant.request.client.row, by.customer, by, at)
        return turn_back(grant, "access_denied").address


@action()
def redeem_code(*, asked: Lists, headers: Mapping[str, str], by: Actor, at: datetime) -> Reply:
    """The tokens for a code, once, for the client that proves itself; else the error of the protocol."""
    with scoped(SYSTEM):
        if any(len(values) > 1 for values in asked.values()):
            return Reply(400, {"error": "invalid_request"}, {})
        try:
            told = server.create_token_response(Asked("POST", "/sign-on/token", asked, headers))
        except ValueError:  # an error whose own words the protocol does not allow
            return Reply(400, {"error": "invalid_request"}, {})
    return Reply(told.status, dict(told.body), told.headers)


@action()
def end_sign_on(*, sign_on: UUID, by: Actor, at: datetime) -> None:
    """The service reads nothing of hers any more: she ends it in her list."""
    with scoped(SYSTEM):
        row = SignOn.objects.select_related("client").filter(id=sign_on).first()
        if row is None or by.account != row.account_id:
            raise NotFound("sign_on.unknown", _("You are not signed in there."))
        _end(row, by, at)


@action()
def leave_service(*, asked: Lists, by: Actor, at: datetime) -> LeftService:
    """She signed out at a service, which says so by its ID token (OpenID Connect RP-Initiated Logout).
    Without one nothing is ended: whoever it is has to be asked."""
    with scoped(SYSTEM):
        try:
            found = server.validate_endpoint_request("end_session", Asked("GET", "/sign-on/end/", asked))
        except (OAuth2Error, ValueError) as fault:
            raise Invalid(
                "sign_on.wrong_request",
                _("The service that sent you here did not ask in the right way. Nothing was told to it."),
            ) from fault
        claims = found.id_token_claims or {}
        sid = UUID(claims["sid"]) if "sid" in claims else UUID(int=0)
        row = SignOn.objects.select_related("client", "account").filter(id=sid).first()
        if row is None:
            return LeftService("", None)
        _end(row, by, at)
        return LeftService(found.redirect_uri or "", row.session_id)


def _end(row: SignOn, by: Actor, at: datetime) -> None:
    if row.ended_at is None:
        row.ended_at = max(at, row.begun_at)
        row.save(update_fields=["ended_at"])
        _record(SIGN_ON_ENDED, row.client, row.holder, by, at)


def _record(event: Event, client: SignOnClient, customer: UUID | None, by: Actor, at: datetime) -> None:
    facts = {"service": dict(client.name), "agency": dict(get_agency(client.agency).name)}
    journal.record(
        event, subject_kind="sign_on_client", subject=client.id, customer=customer, agency=client.agency,
        by=by, at=at, data=facts,
    )  # fmt: skip
