"""The token by which a service learns that somebody signed out (OpenID Connect Back-Channel Logout 1.0)."""

import secrets
import time

from django.conf import settings
from joserfc import jwt

from onedoor.trust.keys.sealing import pseudonym
from onedoor.trust.keys.tokens import ALGORITHM, signing_key
from onedoor.trust.models import SignOn

EVENT = "http://schemas.openid.net/event/backchannel-logout"
GOOD_FOR = 120  # seconds, as the standard advises


def make_logout_token(row: SignOn) -> str:
    """Signed with the key of the ID tokens, in real time; every attempt has a ``jti`` of its own. It says
    which sign-on ended (``sid``) and never has a nonce, so that nobody takes it for an ID token."""
    now, key = int(time.time()), signing_key()
    claims = {
        "iss": settings.PUBLIC_URL, "aud": row.client.code, "iat": now, "exp": now + GOOD_FOR,
        "jti": secrets.token_urlsafe(16), "sub": pseudonym(row.holder, row.client.agency), "sid": str(row.id),
        "events": {EVENT: {}},
    }  # fmt: skip
    header = {"alg": ALGORITHM, "typ": "logout+jwt", "kid": str(key.kid)}
    return jwt.encode(header, claims, key, [ALGORITHM])
