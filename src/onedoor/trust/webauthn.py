"""WebAuthn, spoken with the fido2 library: whose site we are, what browsers are asked, what they answer."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from fido2.server import Fido2Server
from fido2.webauthn import (
    AttestedCredentialData,
    AuthenticationResponse,
    AuthenticatorData,
    PublicKeyCredentialRpEntity,
    PublicKeyCredentialUserEntity,
    RegistrationResponse,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from onedoor.trust.keys.sealing import blind_index, seal_bytes, unseal_bytes

Options = Mapping[str, Any]
NAME = "Onedoor"
LARGEST = 20_000  # characters; an answer has one or two thousand
# Always: without it a passkey proves the device and not the person, which is one factor and level 2.
VERIFIED = UserVerificationRequirement.REQUIRED


class NotProved(Exception):
    """The answer is no proof; the reason is for tests and never for whoever sent it."""


@dataclass(frozen=True, slots=True)
class Registered:
    """What a device made for us."""

    credential: AttestedCredentialData
    uses: int
    is_synced: bool


@dataclass(frozen=True, slots=True)
class Answer:
    """What a browser answered, read but not yet believed."""

    response: AuthenticationResponse

    @property
    def index(self) -> bytes:
        """Under which its credential is kept."""
        return index_of(self.response.raw_id)

    @property
    def owner(self) -> bytes:
        """The account that the device says it is for; empty when it does not say."""
        return self.response.response.user_handle or b""

    @property
    def uses(self) -> int:
        """The device's counter, moved on by this answer."""
        return self.response.response.authenticator_data.counter


def origin() -> str:
    """The only address whose pages may ask for our passkeys."""
    parts = urlsplit(settings.PUBLIC_URL)
    return f"{parts.scheme}://{parts.netloc}"


def ask_to_register(
    *, account: UUID, email: str, name: str, held: Sequence[AttestedCredentialData]
) -> tuple[Options, Any]:
    """What the browser is told, and what is kept until it answers."""
    options, state = _server().register_begin(
        PublicKeyCredentialUserEntity(id=account.bytes, name=email, display_name=name),
        credentials=held,
        resident_key_requirement=ResidentKeyRequirement.REQUIRED,
        user_verification=VERIFIED,
    )
    return dict(options)["publicKey"], state


def read_registration(state: Any, text: str) -> Registered:
    """The new passkey, or NotProved."""
    try:
        answer = RegistrationResponse.from_dict(_load(text))
        data: AuthenticatorData = _server().register_complete(state, answer)
    except (ValueError, TypeError, KeyError, AttributeError) as fault:
        raise NotProved(str(fault)) from fault
    assert data.credential_data is not None  # the library checked
    return Registered(data.credential_data, data.counter, bool(data.flags & AuthenticatorData.FLAG.BE))


def ask_to_prove(held: Sequence[AttestedCredentialData]) -> tuple[Options, Any]:
    """As above, for a proof; with none ``held`` the device offers whatever it has for us."""
    options, state = _server().authenticate_begin(held or None, user_verification=VERIFIED)
    return dict(options)["publicKey"], state


def read_answer(text: str) -> Answer:
    """What the browser sent, or NotProved where it is no answer at all."""
    try:
        return Answer(AuthenticationResponse.from_dict(_load(text)))
    except (ValueError, TypeError, KeyError, AttributeError) as fault:
        raise NotProved("unreadable") from fault


def check_answer(state: Any, answer: Answer, credential: AttestedCredentialData) -> None:
    """Right challenge, our site, a person who was verified, and the key's signature; or NotProved."""
    try:
        _server().authenticate_complete(state, [credential], answer.response)
    except (ValueError, TypeError) as fault:
        raise NotProved(str(fault)) from fault


def index_of(credential_id: bytes) -> bytes:
    """Under which a credential is found again, which tells nobody its id."""
    return blind_index(credential_id.hex(), "passkey")


def seal_credential(credential: AttestedCredentialData, account: UUID) -> bytes:
    """Its id and public key, for this account alone."""
    return seal_bytes(bytes(credential), purpose=purpose_of(account))


def unseal_credential(sealed: bytes | memoryview, account: UUID) -> AttestedCredentialData:
    """What was sealed for this account, or SealBroken."""
    return AttestedCredentialData(unseal_bytes(bytes(sealed), purpose=purpose_of(account)))


def _load(text: str) -> Options:
    """An object, or ValueError: whoever is not signed in may send anything."""
    try:
        loaded = json.loads(text) if len(text) <= LARGEST else None
    except RecursionError:
        loaded = None
    if not isinstance(loaded, dict):
        raise ValueError("no object")
    return loaded


def purpose_of(account: UUID) -> str:
    return f"passkey/{account}"


def _server() -> Fido2Server:
    site = PublicKeyCredentialRpEntity(name=NAME, id=urlsplit(settings.PUBLIC_URL).hostname or "")
    return Fido2Server(site, verify_origin=lambda where: where == origin())
