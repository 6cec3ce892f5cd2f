"""The Libraries' online reading room: an agency's own service in a process of its own, which signs people in
through the house as any OpenID client would (Authlib's), and proves itself with a key of its own. What it
asks it hands in itself (RFC 9126), and who signs out elsewhere is out here too (Back-Channel Logout 1.0)."""

import html
import os
import secrets
import threading
import warnings
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import httpx
from authlib.common.errors import AuthlibBaseError
from authlib.deprecate import AuthlibDeprecationWarning
from authlib.oauth2.rfc7523 import PrivateKeyJWT, private_key_jwt_sign
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, KeySet

with warnings.catch_warnings():  # Authlib would have httpx2, which the house has no other use for
    warnings.simplefilter("ignore", AuthlibDeprecationWarning)
    from authlib.integrations.httpx_client import OAuth2Client

NAME = {"en": "Online reading room", "zh-hans": "在线阅览室"}
SCOPE = "openid name birthdate entity_name"
COOKIE = "reading_room"
LOGOUT = "http://schemas.openid.net/event/backchannel-logout"
STYLE = (
    "body{font:1.1rem/1.5 system-ui;max-width:36rem;margin:3rem auto;padding:0 1rem;color:#1f2a37}"
    "a{color:#064}.b{display:inline-block;padding:.6rem 1.2rem;background:#064;color:#fff;"
    "text-decoration:none;border-radius:.3rem}dt{font-weight:600}dd{margin:0 0 .6rem}"
)
HEAD = (
    '<!doctype html><html lang="en"><meta charset="utf-8">'
    '<meta name="viewport" content="width=device-width"><title>Online reading room</title>'
    f"<style>{STYLE}</style><p>Libraries of Harbour City · 海港市图书馆</p>"
    "<h1>Online reading room<br>在线阅览室</h1>"
)


@dataclass
class Visit:
    """One browser: what it was sent away with, and who it turned out to be."""

    state: str = ""
    nonce: str = ""
    verifier: str = ""
    id_token: str = ""
    sid: str = ""
    told: dict[str, Any] = field(default_factory=dict)


class Room(ThreadingHTTPServer):
    """The service, its key, and who is in it."""

    def __init__(self, port: int, issuer: str, client: str, key: ECKey) -> None:
        super().__init__(("127.0.0.1", port), Handler)
        self.here = f"http://127.0.0.1:{self.server_address[1]}"
        self.issuer, self.client_id, self.key = issuer, client, key
        self.visits: dict[str, Visit] = {}
        self.heard: set[str] = set()

    def about(self) -> dict[str, Any]:
        """What the house publishes about itself; it must name itself as we do."""
        told: dict[str, Any] = httpx.get(f"{self.issuer}/.well-known/openid-configuration", timeout=8).json()
        if told["issuer"] != self.issuer:
            raise ValueError("another issuer")
        return told

    def client(self, about: dict[str, Any], state: str = "") -> OAuth2Client:
        """Authlib's client, with our key."""
        made = OAuth2Client(
            self.client_id, self.key, token_endpoint_auth_method="private_key_jwt", scope=SCOPE,  # noqa: S106
            redirect_uri=f"{self.here}/back", code_challenge_method="S256", state=state, timeout=8,
        )  # fmt: skip
        made.register_client_auth_method(PrivateKeyJWT(about["token_endpoint"], alg="ES256"))
        return made

    def leave(self, visit: Visit) -> str:
        """Where a browser goes to sign in."""
        about = self.about()
        visit.nonce, visit.verifier = secrets.token_urlsafe(24), secrets.token_urlsafe(48)
        page, visit.state = self.client(about).create_authorization_url(
            about["authorization_endpoint"], code_verifier=visit.verifier, nonce=visit.nonce
        )
        return f"{about['authorization_endpoint']}?{urlencode(self._push(about, page))}"

    def _push(self, about: dict[str, Any], page: str) -> dict[str, str]:
        asked = {name: values[0] for name, values in parse_qs(urlsplit(page).query).items()}
        where = about["pushed_authorization_request_endpoint"]
        asked |= {
            "client_assertion": private_key_jwt_sign(self.key, self.client_id, where, alg="ES256"),
            "client_assertion_type": "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
        }
        told = httpx.post(where, data=asked, timeout=8).raise_for_status().json()
        return {"client_id": self.client_id, "request_uri": told["request_uri"]}

    def hear(self, token: str) -> None:
        """Somebody signed out through the house; raises where its word is not as it must be."""
        about = self.about()
        read = jwt.decode(token, self._keys(about), algorithms=["ES256"])
        jwt.JWTClaimsRegistry(
            iss={"essential": True, "value": self.issuer}, aud={"essential": True, "value": self.client_id},
            exp={"essential": True}, iat={"essential": True}, jti={"essential": True},
            sid={"essential": True},
        ).validate(read.claims)  # fmt: skip
        claims, jti = dict(read.claims), str(read.claims["jti"])
        if (
            read.header.get("typ") != "logout+jwt"
            or claims.get("events") != {LOGOUT: {}}
            or "nonce" in claims
            or jti in self.heard
        ):
            raise ValueError("no word of a sign-out")
        self.heard.add(jti)
        for name, visit in list(self.visits.items()):
            if visit.sid == claims["sid"]:
                del self.visits[name]

    def arrive(self, visit: Visit, path: str) -> None:
        """Who came back; raises where anything about the answer is not as it must be."""
        about, answer = self.about(), {k: v[0] for k, v in parse_qs(urlsplit(path).query).items()}
        if answer.get("iss") != self.issuer or not secrets.compare_digest(
            answer.get("state", ""), visit.state
        ):
            raise ValueError("not an answer to our question")
        with self.client(about, visit.state) as client:
            token = client.fetch_token(
                about["token_endpoint"], authorization_response=f"{self.here}{path}", state=visit.state,
                code_verifier=visit.verifier,
            )  # fmt: skip
            claims = self._check(about, token["id_token"], visit.nonce)
            told = client.get(about["userinfo_endpoint"]).json()
        if told.get("sub") != claims["sub"]:
            raise ValueError("somebody else's claims")
        visit.told, visit.id_token = {**told, "acr": claims["acr"]}, token["id_token"]
        visit.sid = claims["sid"]

    def _check(self, about: dict[str, Any], token: str, nonce: str) -> dict[str, Any]:
        read = jwt.decode(token, self._keys(about), algorithms=["ES256"])
        jwt.JWTClaimsRegistry(
            iss={"essential": True, "value": self.issuer}, aud={"essential": True, "value": self.client_id},
            exp={"essential": True}, nonce={"essential": True, "value": nonce},
        ).validate(read.claims)  # fmt: skip
        return dict(read.claims)

    def _keys(self, about: dict[str, Any]) -> KeySet:
        return KeySet.import_key_set(httpx.get(about["jwks_uri"], timeout=8).json())


class Handler(BaseHTTPRequestHandler):
    """The room's four pages."""

    server: Room

    def log_message(self, *_what: object) -> None:
        """Who reads is logged nowhere."""

    def do_GET(self) -> None:
        path, visit = urlsplit(self.path).path, self._visit()
        try:
            if path == "/in":
                self._go(self.server.leave(visit))
            elif path == "/back":
                self.server.arrive(visit, self.path)
                self._go("/")
            elif path == "/out":
                self._leave(visit)
            else:
                self._show(_welcome(visit))
        except (httpx.HTTPError, AuthlibBaseError, JoseError, ValueError, KeyError) as fault:
            self._show(
                "<p>Nobody was signed in. 未登录。</p>"
                f"<p><small>{html.escape(str(fault)[:200])}</small></p>"
                '<p><a href="/">Back 返回</a></p>'
            )

    def do_POST(self) -> None:
        """The house says who signed out."""
        size = min(int(self.headers.get("Content-Length", 0)), 16_384)
        said, self._name = parse_qs(self.rfile.read(size).decode()), ""
        try:
            self.server.hear(said["logout_token"][0])
            self.send_response(200)
        except (httpx.HTTPError, JoseError, ValueError, KeyError):
            self.send_response(400)
        self.send_header("Cache-Control", "no-store")
        self._finish(b"")

    def _leave(self, visit: Visit) -> None:
        asked = {"id_token_hint": visit.id_token, "post_logout_redirect_uri": f"{self.server.here}/"}
        self.server.visits.pop(self._name, None)
        self._go(f"{self.server.about()['end_session_endpoint']}?{urlencode(asked)}")

    def _visit(self) -> Visit:
        cookies = dict(one.strip().partition("=")[::2] for one in self.headers.get("Cookie", "").split(";"))
        self._name = cookies.get(COOKIE, "")
        if self._name not in self.server.visits:
            self._name = secrets.token_urlsafe(16)
        return self.server.visits.setdefault(self._name, Visit())

    def _go(self, address: str) -> None:
        self.send_response(302)
        self.send_header("Location", address)
        self._finish(b"")

    def _show(self, body: str) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self._finish(f"{HEAD}{body}</html>".encode())

    def _finish(self, content: bytes) -> None:
        self.send_header("Set-Cookie", f"{COOKIE}={self._name}; HttpOnly; SameSite=Lax; Path=/")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)


def _welcome(visit: Visit) -> str:
    if not visit.told:
        return (
            "<p>Keep your place in what you read. 保存您的阅读进度。</p>"
            '<p><a class="b" href="/in">Sign in with Onedoor 通过 Onedoor 登录</a></p>'
        )
    facts = "".join(
        f"<dt>{html.escape(str(name))}</dt><dd>{html.escape(str(value))}</dd>"
        for name, value in visit.told.items()
    )
    return (
        f"<p>Signed in. We were told: 已登录。我们获知：</p><dl>{facts}</dl>"
        '<p><a class="b" href="/out">Sign out 退出</a></p>'
    )


def serve(stop: threading.Event) -> None:
    """Registers itself as its engineer would at the desk, and serves until ``stop`` is set."""
    port = os.environ.get("DEMO_READING_ROOM_PORT", "")
    if not port:
        return
    server = open_room(int(port))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    stop.wait()
    server.shutdown()


def open_room(port: int) -> Room:
    """The room at ``port``, registered anew with a new key; what it was registered with before is ended."""
    from django.conf import settings

    from onedoor.exchange import actions as exchange
    from onedoor.kernel import clock
    from onedoor.kernel.actors import SYSTEM
    from onedoor.kernel.scope import scoped
    from onedoor.trust import actions as trust
    from onedoor.trust import queries

    key, here = ECKey.generate_key("P-256", {"kid": "reading-room"}), f"http://127.0.0.1:{port}"
    with scoped(SYSTEM):
        for old in queries.list_clients("LIB"):
            if old.name == NAME and old.active_to is None:
                trust.revoke_client(client=old.id, by=SYSTEM, at=clock.now())
        issued = exchange.register_sign_on_client(
            agency="LIB", name=NAME, redirect_uris=[f"{here}/back"], after_uris=[f"{here}/"],
            scopes=SCOPE.split()[1:], agreement="AG-2025-30",
            public_keys={"keys": [key.as_dict(private=False)]}, logout_uri=f"{here}/told", pushed_only=True,
            by=SYSTEM, at=clock.now(),
        )  # fmt: skip
    return Room(port, settings.PUBLIC_URL, issued.client.code, key)
