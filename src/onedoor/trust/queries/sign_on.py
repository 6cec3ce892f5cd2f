"""Signing in at agencies' own services: what is asked, where somebody is signed in, what a token opens."""

import time
from collections.abc import Mapping
from datetime import UTC, datetime
from urllib.parse import urlsplit
from uuid import UUID

from authlib.common.urls import add_params_to_uri
from authlib.oauth2.rfc6749 import OAuth2Error
from django.conf import settings
from django.db.models import Count, Max, Q
from django.utils.translation import gettext_lazy as _

from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.kernel.clock import now
from onedoor.kernel.errors import Invalid
from onedoor.kernel.scope import scoped
from onedoor.trust.keys.secrets import hash_of
from onedoor.trust.keys.tokens import ALGORITHM, published_keys
from onedoor.trust.models import LogoutNotice, SignOn, SignOnClient
from onedoor.trust.queries.accounts import session_assurance
from onedoor.trust.queries.protection import check_free
from onedoor.trust.rules import LEVEL_NAMES, SIGN_ON_LASTS, level_asked
from onedoor.trust.sign_on.clients import BASIC, SIGNED
from onedoor.trust.sign_on.server import Asked, CodeGrant, Lists, Person, server
from onedoor.trust.sign_on.subjects import subjects_of
from onedoor.trust.types import (
    HeldAct,
    LogoutsTold,
    NotSignedOn,
    OpenSignOn,
    SignOnAsked,
    SignOnClientView,
    SignOnView,
    TurnedBack,
)

AUTHORIZE = "/sign-on/"


def read_sign_on(
    asked: Lists, *, session: UUID | None, proved_at: float, pushed_at: float | None = None, by: Actor
) -> SignOnAsked:
    """What a service asks of whoever came from it, and what she has to do before it is answered.
    ``pushed_at``: the service handed it in itself, and a browser came with it first then.

    Raises Invalid where nobody can be told (no such service, another address than is registered), and
    TurnedBack where the service is told what it did wrong; Held while her identity is locked, whatever
    she signed in with: nothing of hers is opened elsewhere.
    """
    check_free(by.self_customer, HeldAct.SIGN_IN, at=now())
    person = person_of(by, session, proved_at)
    with scoped(SYSTEM):
        grant = check_request(Asked("GET", AUTHORIZE, asked), person)
        row = grant.request.client.row
        if row.pushed_only and pushed_at is None:
            raise turn_back(grant, "invalid_request")
        needed = level_asked(grant.request.payload.data.get("acr_values", ""), row.level)
        needs = _needs(grant, person, needed, pushed_at)
    parts = urlsplit(grant.redirect_uri)
    scopes = tuple(grant.request.scope.split())
    return SignOnAsked(view_client(row), scopes, needed, needs, f"{parts.scheme}://{parts.netloc}")


def describe_provider() -> dict[str, object]:
    """The house as OpenID provider (OpenID Connect Discovery 1.0)."""
    here = settings.PUBLIC_URL
    return {
        "issuer": here,
        "authorization_endpoint": f"{here}/sign-on/",
        "token_endpoint": f"{here}/sign-on/token",
        "userinfo_endpoint": f"{here}/sign-on/claims",
        "jwks_uri": f"{here}/sign-on/keys.json",
        "end_session_endpoint": f"{here}/sign-on/end/",
        "response_types_supported": ["code"],
        "response_modes_supported": ["query"],
        "grant_types_supported": ["authorization_code"],
        "subject_types_supported": ["pairwise"],
        "id_token_signing_alg_values_supported": [ALGORITHM],
        "token_endpoint_auth_methods_supported": [BASIC, SIGNED],
        "token_endpoint_auth_signing_alg_values_supported": ["ES256", "RS256"],
        "code_challenge_methods_supported": ["S256"],
        "acr_values_supported": list(LEVEL_NAMES.values()),
        "prompt_values_supported": ["none", "login", "consent"],
        "authorization_response_iss_parameter_supported": True,
        "claims_parameter_supported": False,
        "request_parameter_supported": False,
        "request_uri_parameter_supported": False,
        "pushed_authorization_request_endpoint": f"{here}/sign-on/push",
        "require_pushed_authorization_requests": False,
        "backchannel_logout_supported": True,
        "backchannel_logout_session_supported": True,
    }


def list_token_keys(*, at: datetime) -> dict[str, object]:
    """The public keys of our tokens, as a JSON Web Key Set."""
    with scoped(SYSTEM):
        return dict(published_keys(at).as_dict(private=False))


def list_sign_ons(*, by: Actor, at: datetime) -> list[SignOnView]:
    """The services at which her account is signed in, newest first."""
    with scoped(SYSTEM):
        rows = SignOn.objects.filter(
            account_id=by.account, ended_at=None, token_hash__isnull=False, session__ended_at=None,
            client__active_to=None, begun_at__gt=at - SIGN_ON_LASTS,
        ).select_related("client")  # fmt: skip
        return [
            SignOnView(row.id, row.client.name, row.client.agency, tuple(row.scopes), row.begun_at)
            for row in rows.order_by("-begun_at")
        ]


def open_token(token: str) -> OpenSignOn:
    """What a service's token stands for. Raises NotSignedOn for one that ran out, was ended, or never was."""
    with scoped(SYSTEM):
        row = (
            SignOn.objects.select_related("client", "account", "session")
            .filter(token_hash=hash_of(token), ended_at=None, runs_out_at__gt=datetime.now(UTC))
            .filter(session__ended_at=None, account__is_active=True, client__active_to=None)
            .first()
        )
        if row is None:
            raise NotSignedOn("sign_on.token", _("This token opens nothing. Sign the person in again."))
        return OpenSignOn(
            row.id, row.account_id, row.holder, row.level, tuple(row.scopes), view_client(row.client),
            subjects_of(row),
        )  # fmt: skip


def list_clients(agency: str) -> list[SignOnClientView]:
    """The agency's own services for sign-in: those in force first, then by name."""
    with scoped(SYSTEM):
        rows = SignOnClient.objects.filter(agency=agency)
        return sorted(map(view_client, rows), key=lambda one: (one.active_to is not None, one.name["en"]))


def list_logouts_told(agency: str) -> dict[UUID, LogoutsTold]:
    """How far each of the agency's services knows who signed out."""
    with scoped(SYSTEM):
        rows = (
            LogoutNotice.objects.filter(client__agency=agency)
            .values("client")
            .annotate(
                told=Count("id", filter=Q(state="told")),
                waiting=Count("id", filter=Q(state="waiting")),
                stuck=Count("id", filter=Q(state="stuck")),
                last=Max("told_at"),
                failure=Max("failure", filter=~Q(state="told")),
            )
        )
        return {
            row["client"]: LogoutsTold(
                row["told"], row["waiting"], row["stuck"], row["last"], row["failure"] or ""
            )
            for row in rows
        }


def view_client(row: SignOnClient) -> SignOnClientView:
    """The row as others see it."""
    return SignOnClientView(
        row.id, row.code, row.agency, row.name, tuple(row.redirect_uris), tuple(row.after_uris),
        tuple(row.scopes), row.agreement, row.service, row.level,
        "key" if row.secret_hash is None else "secret", row.logout_uri, row.pushed_only,
        row.active_from, row.active_to,
    )  # fmt: skip


def person_of(by: Actor, session: UUID | None, proved_at: float) -> Person | None:
    """Whoever is signed in as a customer, in a browser that we know; nobody else signs in at a service."""
    if by.kind != "citizen" or not by.assurance or by.customer is None or session is None:
        return None
    return Person(by.account, session, by.customer, by.assurance, datetime.fromtimestamp(proved_at, UTC))


def check_request(asked: Asked, person: Person | None) -> CodeGrant:
    """The request as the protocol has it (for this room only)."""
    try:
        grant: CodeGrant = server.get_consent_grant(asked, person)
        return grant
    except (OAuth2Error, ValueError) as fault:
        if isinstance(fault, OAuth2Error) and fault.redirect_uri:
            raise TurnedBack(locate(server.handle_error_response(asked, fault).headers)) from fault
        raise Invalid(
            "sign_on.wrong_request",
            _("The service that sent you here did not ask in the right way. Nothing was told to it."),
        ) from fault


def turn_back(grant: CodeGrant, error: str) -> TurnedBack:
    """The error of that name, on its way to the service."""
    fault = OAuth2Error(error=error, redirect_uri=grant.redirect_uri, state=grant.request.payload.state)
    return TurnedBack(locate(server.handle_error_response(grant.request, fault).headers))


def locate(headers: Mapping[str, str]) -> str:
    """Where the answer goes, with our name in it, so that no two providers are mixed up (RFC 9207)."""
    return str(add_params_to_uri(headers["Location"], [("iss", settings.PUBLIC_URL)]))


def _needs(grant: CodeGrant, person: Person | None, level: int, pushed_at: float | None) -> str:
    prompts = grant.request.payload.data.get("prompt", "").split()
    if person is None:
        return "sign_in"
    anew = pushed_at is not None and person.proved_at.timestamp() > pushed_at
    if ("login" in prompts and not anew) or _is_older(grant, person):
        return _unless_silent(grant, prompts, "again", "login_required")
    if person.level < level:
        if session_assurance(person.account, ["passkey"]) < level:
            raise turn_back(grant, "unmet_authentication_requirements")
        return _unless_silent(grant, prompts, "proof", "interaction_required")
    if "consent" not in prompts and _agreed(grant, person):
        return ""
    return _unless_silent(grant, prompts, "consent", "consent_required")


def _unless_silent(grant: CodeGrant, prompts: list[str], needs: str, error: str) -> str:
    if "none" in prompts:
        raise turn_back(grant, error)
    return needs


def _is_older(grant: CodeGrant, person: Person) -> bool:
    """Whether her proof is older than the service takes, or nobody noted when it was."""
    asked = grant.request.payload.data.get("max_age", "")
    if asked and not (asked.isascii() and asked.isdigit() and len(asked) < 10):
        raise turn_back(grant, "invalid_request")
    since = person.proved_at.timestamp()
    return not since or (bool(asked) and time.time() - since > max(int(asked), 1))


def _agreed(grant: CodeGrant, person: Person) -> bool:
    """Whether she agreed to as much in this browser, for the same holder, and has not ended it."""
    rows = SignOn.objects.filter(
        client=grant.request.client.row, session_id=person.session, holder=person.holder, ended_at=None,
        token_hash__isnull=False,
    ).values_list("scopes", flat=True)  # fmt: skip
    return any(set(grant.request.scope.split()) <= set(scopes) for scopes in rows)
