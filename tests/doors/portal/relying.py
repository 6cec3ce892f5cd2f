"""An agency's own service that signs people in through the house: the reading room of the Libraries,
played by the house's own OpenID client (``trust.oidc``), whose checks are those of decision 28."""

import base64
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit
from uuid import UUID

import pytest
from django.test import Client
from joserfc import jwt
from joserfc.jwk import ECKey, KeySet

from onedoor.exchange import actions as exchange
from onedoor.kernel.actors import SYSTEM
from onedoor.trust import oidc
from onedoor.trust.types import IssuedClient, Provider
from tests.services.conftest import Report

HERE = "http://localhost:8000"
BACK = "https://reading.example/back"
NAME = {"en": "Reading room", "zh-hans": "在线阅览室"}
LEVELS = {f"urn:onedoor:assurance:{level}": level for level in (1, 2, 3)}


@dataclass
class Service:
    """One registered service and a browser that came from it."""

    issued: IssuedClient
    browser: Client
    scope: str = "openid name birthdate"
    back: str = BACK
    kept: dict[str, str] = field(default_factory=dict)

    def address(self, **changes: str) -> str:
        """Where it sends her; ``changes`` set or (empty) leave out what the client would say."""
        provider = Provider(
            code="house", name=NAME, issuer=HERE, client_id=self.issued.client.code,
            secret_file=Path("/dev/null"), levels={"urn:onedoor:assurance:2": 2},
        )  # fmt: skip
        page, self.kept = begin(provider, self.back)
        asked = {name: values[0] for name, values in parse_qs(urlsplit(page).query).items()}
        asked = {"scope": self.scope} | {k: v for k, v in asked.items() if k != "scope"} | changes
        return f"/sign-on/?{urlencode({name: value for name, value in asked.items() if value})}"

    def agree(self, answer: str = "yes", **changes: str) -> dict[str, str]:
        """She looks and says yes: what her browser brings back to the service."""
        return self.brought(self.browser.post(self.address(**changes), {"answer": answer}))

    def brought(self, response: Any) -> dict[str, str]:
        assert response.status_code == 302, response.content.decode()
        assert response["Location"].startswith(self.back + "?"), response["Location"]
        query = parse_qs(urlsplit(response["Location"]).query)
        return {name: values[0] for name, values in query.items()}

    def redeem(self, spent: str, /, **changes: Any) -> tuple[int, dict[str, Any]]:
        """What the token endpoint answers to this code."""
        form = {
            "grant_type": "authorization_code", "code": spent, "redirect_uri": self.back,
            "code_verifier": self.kept["verifier"],
        } | changes  # fmt: skip
        headers = {} if "client_assertion" in form else {"Authorization": self.basic}
        form = {name: value for name, value in form.items() if value is not None}
        told = Client().post("/sign-on/token", form, headers=headers)
        return told.status_code, told.json()

    @property
    def basic(self) -> str:
        pair = f"{self.issued.client.code}:{self.issued.secret}"
        return "Basic " + base64.b64encode(pair.encode()).decode()

    def sign_in(self, **changes: str) -> dict[str, Any]:
        """All of it: the claims of the ID token, and the access token."""
        status, told = self.redeem(self.agree(**changes)["code"])
        assert status == 200, told
        return self.read(told["id_token"]) | {"token": told["access_token"], "id_token": told["id_token"]}

    def read(self, token: str) -> dict[str, Any]:
        """The claims, after the house's own client checked signature, issuer, audience, time and nonce."""
        provider = Provider(
            code="house", name=NAME, issuer=HERE, client_id=self.issued.client.code,
            secret_file=Path("/dev/null"), levels=LEVELS,
        )  # fmt: skip
        keys = Client().get("/sign-on/keys.json").json()
        oidc.check_token(provider, token, keys, nonce=self.kept["nonce"])
        return dict(jwt.decode(token, KeySet.import_key_set(keys), algorithms=["ES256"]).claims)

    def claims(self, token: str) -> tuple[int, dict[str, Any]]:
        told = Client().get("/sign-on/claims", headers={"Authorization": f"Bearer {token}"})
        return told.status_code, told.json()


def begin(provider: Provider, back: str) -> tuple[str, dict[str, str]]:
    """``oidc.begin``, which asks the discovery document, answered by the test's own browser."""
    original = oidc.discover
    oidc.discover = lambda _provider: Client().get("/.well-known/openid-configuration").json()
    try:
        return oidc.begin(provider, back)
    finally:
        oidc.discover = original


def assertion(key: ECKey, client: str, lasts: int = 60, **changes: Any) -> dict[str, str]:
    """What a service with its own key sends instead of a secret."""
    now = int(time.time())
    claims: Mapping[str, Any] = {
        "iss": client, "sub": client, "aud": HERE, "exp": now + lasts, "iat": now,
        "jti": f"j{time.time_ns()}",
    } | changes  # fmt: skip
    signed = jwt.encode({"alg": "ES256"}, dict(claims), key, ["ES256"])
    kind = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
    return {"client_assertion": signed, "client_assertion_type": kind}


LIB = {"agreement": "AG-2025-30", "scopes": ("name", "birthdate", "entity_name")}


def register(at: datetime, agency: str = "LIB", **more: object) -> IssuedClient:
    given = {"redirect_uris": (BACK,), "after_uris": ("https://reading.example/",)} | more
    return exchange.register_sign_on_client(agency=agency, name=NAME, **given, by=SYSTEM, at=at)  # type: ignore[arg-type]


@pytest.fixture
def room(browser: Client, report: Report, at: datetime, mei: UUID) -> Service:
    """The reading room, and Mei Lin, who came from it and is signed in here with her password."""
    report("civil-register", "CIV", name="Mei Lin", birth_date="1988-04-02")
    return Service(register(at, **LIB), browser)


def error(told: tuple[int, dict[str, object]]) -> object:
    return told[1].get("error")
