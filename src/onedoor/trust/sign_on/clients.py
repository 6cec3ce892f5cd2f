"""What Authlib asks about a client and about a code, answered from their rows."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from authlib.oauth2.rfc6749 import AuthorizationCodeMixin, ClientMixin
from authlib.oauth2.rfc7523 import JWTBearerClientAssertion
from django.conf import settings
from joserfc.jwk import KeySet

from onedoor.kernel import clock
from onedoor.trust.keys.secrets import opens
from onedoor.trust.models import Challenge, SignOn, SignOnClient
from onedoor.trust.rules import find_live_scopes, level_name

BASIC, SIGNED = "client_secret_basic", "private_key_jwt"
ASSERTION_AT_MOST = timedelta(minutes=61)  # an hour, as Authlib has it, and two clocks that differ


@dataclass
class Client(ClientMixin):  # type: ignore[misc]  # Authlib is untyped
    """A registered service, as Authlib asks about it."""

    row: SignOnClient

    def get_client_id(self) -> str:
        return self.row.code

    def get_default_redirect_uri(self) -> None:
        """None: every request names its own, and exactly."""

    def get_allowed_scope(self, scope: str | None) -> str | None:
        return find_live_scopes(scope or "", self.row.scopes)

    def check_redirect_uri(self, redirect_uri: str) -> bool:
        return redirect_uri in self.row.redirect_uris

    def check_client_secret(self, client_secret: str) -> bool:
        return self.row.secret_hash is not None and opens(client_secret, self.row.secret_hash)

    def check_endpoint_auth_method(self, method: str, endpoint: str) -> bool:
        return method == (SIGNED if self.row.secret_hash is None else BASIC)

    def check_response_type(self, response_type: str) -> bool:
        return response_type == "code"

    def check_grant_type(self, grant_type: str) -> bool:
        return grant_type == "authorization_code"

    @property
    def client_metadata(self) -> dict[str, Any]:
        return {"post_logout_redirect_uris": self.row.after_uris}


@dataclass
class Code(AuthorizationCodeMixin):  # type: ignore[misc]  # Authlib is untyped
    """A code that is being redeemed, as Authlib asks about it."""

    row: SignOn

    @property
    def code_challenge(self) -> str:
        return self.row.challenge

    code_challenge_method = "S256"

    def get_redirect_uri(self) -> str:
        return self.row.redirect_uri

    def get_scope(self) -> str:
        return " ".join(self.row.scopes)

    def get_nonce(self) -> str:
        return self.row.nonce

    def get_auth_time(self) -> int:
        return int(self.row.proved_at.timestamp())

    def get_acr(self) -> str:
        return level_name(self.row.level)

    def get_amr(self) -> None:
        """None: the level says how well she is proved."""


def find_client(code: str) -> Client | None:
    """The client of that name, while it is in force."""
    row = SignOnClient.objects.filter(code=code or "", active_to=None).first()
    return Client(row) if row else None


class SignedAssertion(JWTBearerClientAssertion):  # type: ignore[misc]  # Authlib is untyped
    """A client proves itself with its own key (RFC 7523), each statement once."""

    CLIENT_AUTH_METHOD = SIGNED

    def get_audiences(self) -> list[str]:
        here = settings.PUBLIC_URL
        return [here, f"{here}/sign-on/token", f"{here}/sign-on/push"]

    def resolve_client_public_key(self, client: Client) -> KeySet:
        held: Any = client.row.public_keys or {"keys": []}
        return KeySet.import_key_set(held)

    def validate_jti(self, claims: dict[str, Any], jti: str) -> bool:
        ends = datetime.fromtimestamp(claims["exp"], UTC)
        if not isinstance(jti, str) or ends > datetime.now(UTC) + ASSERTION_AT_MOST:
            return False
        _row, new = Challenge.objects.get_or_create(
            id=uuid5(NAMESPACE_URL, f"{claims['sub']}\0{jti}"),
            defaults={"kind": "assertion", "state": {}, "expires_at": ends + timedelta(minutes=2)},
        )
        return new


def find_code(code_hash: bytes, client: Client) -> Code | None:
    """The code, for the client to which it was given, once. A second time is theft: what the first time
    gave is ended."""
    row = SignOn.objects.select_for_update().filter(code_hash=code_hash, client=client.row).first()
    if row is None:
        return None
    if row.token_hash is not None:
        row.ended_at = row.ended_at or max(clock.now(), row.begun_at)
        row.save(update_fields=["ended_at"])
        return None
    return Code(row) if row.ended_at is None and datetime.now(UTC) < row.runs_out_at else None
