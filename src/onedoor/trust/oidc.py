"""OpenID Connect as a client: authorization code with PKCE (S256), state, nonce and the issuer's name.

Written over httpx and joserfc, and kept to what OpenID Connect Core 1.0, RFC 7636 and RFC 9207 ask.
"""

import base64
import hashlib
import secrets
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

import httpx
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from onedoor.trust.types import Provider

TIMEOUT = httpx.Timeout(8.0, connect=3.0)
# Signed with the provider's private key only: "none" proves nothing, and HS256 would make our secret a key.
ALGORITHMS = ["RS256", "PS256", "ES256", "RS384", "PS384", "ES384", "EdDSA"]
LEEWAY = 60  # seconds by which two clocks may differ
OLDEST = 600  # seconds since a token was made
NEEDED = ("authorization_endpoint", "token_endpoint", "jwks_uri")


class Silent(Exception):
    """The provider does not answer, or not as OpenID Connect says."""


class Unproved(Exception):
    """What came back proves nobody; the reason is for tests and never for whoever sent it."""


@dataclass(frozen=True, slots=True)
class Said:
    """What a provider said, checked: who (among its own people) and how well it knows her. ``email`` is
    empty where the provider did not verify it; ``directory`` is her number in its directory (Entra's ``oid``,
    elsewhere the subject)."""

    subject: str
    acr: str
    email: str = ""
    directory: str = ""


def begin(provider: Provider, back: str) -> tuple[str, dict[str, str]]:
    """The address of its sign-in page, and what is kept until she comes back."""
    kept = {"provider": provider.code} | {
        name: secrets.token_urlsafe(32) for name in ("state", "nonce", "verifier")
    }
    digest = hashlib.sha256(kept["verifier"].encode()).digest()
    asked = {
        "response_type": "code",
        "client_id": provider.client_id,
        "redirect_uri": back,
        "scope": "openid email" if provider.agency else "openid",
        "state": kept["state"],
        "nonce": kept["nonce"],
        "code_challenge": base64.urlsafe_b64encode(digest).rstrip(b"=").decode(),
        "code_challenge_method": "S256",
        "acr_values": " ".join(sorted(provider.levels, key=lambda acr: -provider.levels[acr])),
    }
    page = discover(provider)["authorization_endpoint"]
    return f"{page}{'&' if urlsplit(page).query else '?'}{urlencode(asked)}", kept


def finish(provider: Provider, back: str, kept: Mapping[str, str], answer: Mapping[str, str]) -> Said:
    """What the provider says of whoever came back, or Unproved."""
    if not secrets.compare_digest(answer.get("state", "").encode(), kept["state"].encode()):
        raise Unproved("state")
    about = discover(provider)
    told = answer.get("iss", "")
    if told != provider.issuer and (told or about.get("authorization_response_iss_parameter_supported")):
        raise Unproved("iss of the answer")
    if not answer.get("code"):
        raise Unproved("no code")
    token = _exchange(provider, about["token_endpoint"], back, kept["verifier"], answer["code"])
    return check_token(provider, token, _get(about["jwks_uri"]), nonce=kept["nonce"])


def check_token(provider: Provider, token: str, keys: Any, *, nonce: str) -> Said:
    """An ID token (Core, 3.1.3.7): signed by the provider, for us, now, for this one question."""
    try:
        claims = jwt.decode(token, KeySet.import_key_set(keys), algorithms=ALGORITHMS).claims
    except (JoseError, ValueError, TypeError, KeyError) as fault:
        raise Unproved("signature") from fault
    if claims.get("iss") != provider.issuer:
        raise Unproved("iss")
    _check_audience(claims, provider.client_id)
    _check_time(claims)
    if not secrets.compare_digest(str(claims.get("nonce", "")).encode(), nonce.encode()):
        raise Unproved("nonce")
    subject, acr = claims.get("sub"), claims.get("acr")
    if not isinstance(subject, str) or not 0 < len(subject) <= 255:
        raise Unproved("sub")
    email = claims.get("email") if claims.get("email_verified") is True else ""
    number = claims.get("oid")
    return Said(
        subject,
        acr if isinstance(acr, str) else "",
        email if isinstance(email, str) else "",
        number if isinstance(number, str) else subject,
    )


def discover(provider: Provider) -> dict[str, Any]:
    """What the provider publishes about itself; it must name itself as we do."""
    about = _get(f"{provider.issuer.rstrip('/')}/.well-known/openid-configuration")
    if about.get("issuer") != provider.issuer:
        raise Silent("another issuer")
    safe = urlsplit(provider.issuer).scheme
    if any(urlsplit(str(about.get(name, ""))).scheme not in (safe, "https") for name in NEEDED):
        raise Silent("an endpoint is missing or open to listeners")
    return about


def _exchange(provider: Provider, address: str, back: str, verifier: str, code: str) -> str:
    form = {
        "grant_type": "authorization_code", "code": code, "redirect_uri": back, "code_verifier": verifier
    }  # fmt: skip
    ours = httpx.BasicAuth(quote(provider.client_id, safe=""), quote(provider.secret, safe=""))
    try:
        answer = httpx.post(address, data=form, auth=ours, timeout=TIMEOUT)
    except httpx.HTTPError as fault:
        raise Silent("token endpoint") from fault
    if answer.status_code >= 500:
        raise Silent("token endpoint")
    token = _object(answer).get("id_token") if answer.status_code == 200 else None
    if not isinstance(token, str):
        raise Unproved("no token for this code")
    return token


def _get(address: str) -> dict[str, Any]:
    try:
        answer = httpx.get(address, timeout=TIMEOUT)
    except httpx.HTTPError as fault:
        raise Silent(urlsplit(address).path) from fault
    if answer.status_code != 200:
        raise Silent(urlsplit(address).path)
    return _object(answer)


def _object(answer: httpx.Response) -> dict[str, Any]:
    try:
        read = answer.json()
    except ValueError as fault:
        raise Silent("no JSON") from fault
    if not isinstance(read, dict):
        raise Silent("no object")
    return read


def _check_audience(claims: Mapping[str, Any], client: str) -> None:
    audience = claims.get("aud")
    named = audience if isinstance(audience, list) else [audience]
    if client not in named or ((len(named) > 1 or "azp" in claims) and claims.get("azp") != client):
        raise Unproved("aud")


def _check_time(claims: Mapping[str, Any]) -> None:
    now = time.time()  # real time: the provider knows nothing of a demo clock
    ends, made = claims.get("exp"), claims.get("iat")
    if not isinstance(ends, int | float) or now >= ends + LEEWAY:
        raise Unproved("exp")
    if not isinstance(made, int | float) or not now - OLDEST - LEEWAY < made < now + LEEWAY:
        raise Unproved("iat")
