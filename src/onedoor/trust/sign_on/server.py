"""Authlib's authorization server: the code with PKCE and nothing else, tokens signed with the house's key.

What is asked, who may, and what is written stands in ``actions.sign_on``; here is only the protocol.
"""

import secrets
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from authlib.oauth2.rfc6749 import AuthorizationServer, InvalidRequestError, OAuth2Payload, OAuth2Request
from authlib.oauth2.rfc6749.grants import AuthorizationCodeGrant
from authlib.oauth2.rfc7636 import CodeChallenge
from authlib.oidc.core import OpenIDCode, UserInfo
from authlib.oidc.rpinitiated import EndSessionEndpoint
from django.conf import settings
from joserfc.jwk import ECKey, KeySet

from onedoor.kernel import clock
from onedoor.trust.keys.secrets import hash_of
from onedoor.trust.keys.tokens import ALGORITHM, published_keys, signing_key
from onedoor.trust.models import Account, SignOn
from onedoor.trust.sign_on.clients import BASIC, SIGNED, Client, Code, SignedAssertion, find_client, find_code
from onedoor.trust.sign_on.subjects import subjects_of

CODE_LASTS, TOKEN_LASTS = timedelta(minutes=1), timedelta(minutes=10)
Lists = Mapping[str, list[str]]


@dataclass(frozen=True)
class Person:
    """Who agreed: in which browser, for whom, how well proved and since when."""

    account: UUID
    session: UUID
    holder: UUID
    level: int
    proved_at: datetime


@dataclass
class Told:
    """What the server answers, before a door makes a page of it."""

    status: int
    body: Any
    headers: dict[str, str] = field(default_factory=dict)


class _Payload(OAuth2Payload):  # type: ignore[misc]  # Authlib is untyped
    def __init__(self, lists: Lists) -> None:
        self.datalist = dict(lists)
        self.data = {name: values[-1] for name, values in lists.items() if values}

    data: dict[str, str] = {}
    datalist: dict[str, list[str]] = {}


class Asked(OAuth2Request):  # type: ignore[misc]  # Authlib is untyped
    """One request, without the web around it."""

    def __init__(
        self, method: str, path: str, lists: Lists, headers: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(method, f"{settings.PUBLIC_URL}{path}", headers=headers or {})
        self.payload = _Payload(lists)

    @property
    def form(self) -> dict[str, str]:
        return dict(self.payload.data)


class Server(AuthorizationServer):  # type: ignore[misc]  # Authlib is untyped
    """The house's authorization server."""

    def query_client(self, client_id: str) -> Client | None:
        return find_client(client_id)

    def save_token(self, token: dict[str, Any], request: Asked) -> None:
        row = request.authorization_code.row
        row.token_hash = hash_of(token["access_token"])
        row.runs_out_at = datetime.now(UTC) + TOKEN_LASTS
        row.save(update_fields=["token_hash", "runs_out_at"])

    def create_oauth2_request(self, request: Asked) -> Asked:
        return request

    def handle_response(self, status: int, body: Any, headers: list[tuple[str, str]]) -> Told:
        return Told(status, body, dict(headers))

    def send_signal(self, name: str, *args: Any, **kwargs: Any) -> None:
        """Nobody listens."""


class CodeGrant(AuthorizationCodeGrant):  # type: ignore[misc]  # Authlib is untyped
    """The only grant: a code for one browser, one client, one minute."""

    TOKEN_ENDPOINT_AUTH_METHODS = [BASIC, SIGNED]

    def save_authorization_code(self, code: str, request: Asked) -> None:
        person: Person = request.user
        SignOn.objects.create(
            client=request.client.row,
            account_id=person.account,
            session_id=person.session,
            holder=person.holder,
            scopes=request.scope.split(),
            level=person.level,
            redirect_uri=request.payload.redirect_uri,
            nonce=request.payload.data.get("nonce", "")[:255],
            challenge=request.payload.data["code_challenge"],
            code_hash=hash_of(code),
            proved_at=person.proved_at,
            runs_out_at=datetime.now(UTC) + CODE_LASTS,
            begun_at=clock.now(),
        )

    def query_authorization_code(self, code: str, client: Client) -> Code | None:
        return find_code(hash_of(code), client)

    def delete_authorization_code(self, authorization_code: Code) -> None:
        """Spent with its token: its hash stays, so that a second use is noticed."""

    def authenticate_user(self, authorization_code: Code) -> Account | None:
        row = authorization_code.row
        return row.account if row.account.is_active and row.session.ended_at is None else None


class Pkce(CodeChallenge):  # type: ignore[misc]  # Authlib is untyped
    """S256, for every client."""

    SUPPORTED_CODE_CHALLENGE_METHOD = ["S256"]

    def validate_code_challenge(self, grant: CodeGrant, redirect_uri: str) -> None:
        super().validate_code_challenge(grant, redirect_uri)
        if grant.request.payload.data.get("code_challenge_method") != "S256":
            raise InvalidRequestError("Give a code_challenge with code_challenge_method S256.")


class IdTokens(OpenIDCode):  # type: ignore[misc]  # Authlib is untyped
    """ID tokens say who, how well proved and for whom. Values of registers are never in them."""

    def exists_nonce(self, nonce: str, request: Asked) -> bool:
        return (
            len(nonce) > 255
            or SignOn.objects.filter(client__code=request.payload.client_id, nonce=nonce).exists()
        )

    def get_client_algorithm(self, client: Client) -> str:
        return ALGORITHM

    def resolve_client_private_key(self, client: Client) -> ECKey:
        return signing_key()

    def get_encode_header(self, client: Client) -> dict[str, str]:
        return {"alg": ALGORITHM, "kid": str(signing_key().kid)}

    def get_client_claims(self, client: Client) -> dict[str, Any]:
        ends = int(time.time()) + int(TOKEN_LASTS.total_seconds())
        return {"iss": settings.PUBLIC_URL, "aud": client.row.code, "exp": ends}

    def generate_user_info(self, user: Account, scope: str) -> UserInfo:
        return UserInfo()

    def get_authorization_code_claims(self, authorization_code: Code) -> dict[str, Any]:
        claims: dict[str, Any] = super().get_authorization_code_claims(authorization_code)
        row = authorization_code.row
        return claims | {"sid": str(row.id)} | subjects_of(row)


class EndSession(EndSessionEndpoint):  # type: ignore[misc]  # Authlib is untyped
    """Only reads and checks; ``actions.sign_on`` ends."""

    def get_server_jwks(self) -> KeySet:
        return published_keys(clock.now())

    def get_algorithms(self) -> list[str]:
        return [ALGORITHM]


def _bearer(*, scope: str | None = None, **_rest: Any) -> dict[str, Any]:
    lasts = int(TOKEN_LASTS.total_seconds())
    token = {"token_type": "Bearer", "access_token": secrets.token_urlsafe(32), "expires_in": lasts}
    return token | ({"scope": scope} if scope else {})


def _make() -> Server:
    made = Server()
    made.register_token_generator("default", _bearer)
    made.register_client_auth_method(SIGNED, SignedAssertion())
    made.register_grant(CodeGrant, [Pkce(required=True), IdTokens(require_nonce=True)])
    made.register_endpoint(EndSession)
    return made


server = _make()
