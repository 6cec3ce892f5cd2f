"""Registering agencies' own services for sign-in through the house."""

import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, KeySet, RSAKey

from onedoor.journal import actions as journal
from onedoor.kernel.actions import action
from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.kernel.calls import is_inside
from onedoor.kernel.errors import Invalid, NotAllowed, NotFound
from onedoor.kernel.events import Event
from onedoor.kernel.scope import scoped
from onedoor.kernel.text import LANGUAGES, Text
from onedoor.trust.keys.secrets import new_secret
from onedoor.trust.models import SignOnClient
from onedoor.trust.queries.agencies import get_agency
from onedoor.trust.queries.sign_on import view_client
from onedoor.trust.types import CLIENT_REGISTERED, CLIENT_RENEWED, CLIENT_REVOKED, IssuedClient

RSA_AT_LEAST = 2048
LONGEST = 500


@action(may="sign_on.manage")
def register_client(
    *,
    agency: str,
    name: Text,
    redirect_uris: Sequence[str],
    after_uris: Sequence[str] = (),
    scopes: Sequence[str] = (),
    agreement: str = "",
    service: str = "",
    level: int = 2,
    public_keys: Mapping[str, Any] | None = None,
    logout_uri: str = "",
    pushed_only: bool = False,
    by: Actor,
    at: datetime,
) -> IssuedClient:
    """A service of ``agency``; with ``public_keys`` (a JSON Web Key Set) it proves itself by its own key,
    else by a secret, which is told here once. Which claims its agreement allows is checked by the room
    that keeps agreements: register there."""
    _may_manage(by, agency)
    if not all(str(name.get(language, "")).strip() for language in LANGUAGES):
        raise Invalid("sign_on_client.name", _("Give its name in both languages."), field="name")
    if not redirect_uris:
        raise Invalid("sign_on_client.no_address", _("Give an address."), field="redirect_uris")
    _check_addresses(redirect_uris, "redirect_uris")
    _check_addresses(after_uris, "after_uris")
    _check_logout(logout_uri, redirect_uris)
    keys = _public(public_keys) if public_keys is not None else None
    _prefix, secret, kept = new_secret()
    with scoped(SYSTEM):
        row = SignOnClient.objects.create(
        code=f"{agency.lower()}-{secrets.token_hex(6)}", agency=get_agency(agency).code, name=dict(name),
        redirect_uris=list(redirect_uris), after_uris=list(after_uris), scopes=list(scopes),
        agreement=agreement, service=service, level=level, public_keys=keys,
        logout_uri=logout_uri, pushed_only=pushed_only,
        secret_hash=None if keys else kept, active_from=at,
      )  # fmt: skip
    _record(CLIENT_REGISTERED, row, by, at)
    return IssuedClient(view_client(row), "" if keys else secret)


@action(may="sign_on.manage")
def renew_client_secret(*, client: UUID, by: Actor, at: datetime) -> IssuedClient:
    """A new secret, told once; the old one proves nothing from now on."""
    row = _find(client, by)
    if row.secret_hash is None or row.active_to is not None:
        raise Invalid("sign_on_client.no_secret", _("This service has no secret that could be renewed."))
    _prefix, secret, row.secret_hash = new_secret()
    with scoped(SYSTEM):
        row.save(update_fields=["secret_hash"])
    _record(CLIENT_RENEWED, row, by, at)
    return IssuedClient(view_client(row), secret)


@action(may="sign_on.manage")
def revoke_client(*, client: UUID, by: Actor, at: datetime) -> None:
    """Nobody signs in there any more, and what its tokens opened is shut."""
    row = _find(client, by)
    if row.active_to is None:
        row.active_to = max(at, row.active_from)
        with scoped(SYSTEM):
            row.save(update_fields=["active_to"])
        _record(CLIENT_REVOKED, row, by, at)


def _find(client: UUID, by: Actor) -> SignOnClient:
    with scoped(SYSTEM):
        row = SignOnClient.objects.select_for_update().filter(id=client).first()
    if row is None or (by.kind != "system" and row.agency != by.agency):
        raise NotFound("sign_on_client.unknown", _("There is no such service."))
    return row


def _may_manage(by: Actor, agency: str) -> None:
    if by.kind == "system" or (by.kind == "officer" and by.agency == agency):
        return
    raise NotAllowed(
        "sign_on_client.other_agency", _("You can register only services of your own agency."), agency=agency
    )


def _check_addresses(addresses: Sequence[str], field: str) -> None:
    """Each address is compared letter by letter, so it has to be one: https, whole, without a fragment."""
    for one in addresses:
        try:
            parts = urlsplit(one)
            loopback = parts.scheme == "http" and parts.hostname in ("127.0.0.1", "localhost")
        except ValueError:
            parts, loopback = urlsplit(""), False
        whole = one.isascii() and one.isprintable() and " " not in one and "*" not in one and "#" not in one
        plain = not parts.username and bool(parts.hostname) and len(one) <= LONGEST
        if not (whole and plain and (parts.scheme == "https" or loopback)):
            raise Invalid(
                "sign_on_client.address",
                _("Write each address in full, with https:// and without #."),
                field=field,
            )


def _check_logout(address: str, redirect_uris: Sequence[str]) -> None:
    """A server of the service itself, which the house may call: https at a host to which people go back,
    or a host of the house's own network that the operator named."""
    if not address:
        return
    _check_addresses([address], "logout_uri")
    parts = urlsplit(address)
    named = parts.hostname in settings.SIGN_ON_INSIDE_HOSTS
    if parts.hostname not in {urlsplit(one).hostname for one in redirect_uris}:
        raise Invalid(
            "sign_on_client.logout_host",
            _("The address that is told of signing out must be at a host to which people come back."),
            field="logout_uri",
        )
    if not named and (parts.scheme != "https" or is_inside(parts.hostname or "")):
        raise Invalid(
            "sign_on_client.logout_inside",
            _("Give an address that is reached from outside, or ask the operator to allow this host."),
            field="logout_uri",
        )


def _public(given: Mapping[str, Any]) -> dict[str, Any]:
    try:
        if any(key["kty"] not in ("EC", "RSA") for key in given["keys"]):
            raise ValueError("another kind")
        found = KeySet.import_key_set(dict(given))  # type: ignore[arg-type]  # checked by what it raises
    except (JoseError, ValueError, TypeError, KeyError, AttributeError):
        found = KeySet([])
    good = [
        key
        for key in found.keys
        if not key.is_private
        and (isinstance(key, ECKey) or (isinstance(key, RSAKey) and key.public_key.key_size >= RSA_AT_LEAST))
    ]
    if not good or len(good) < len(found.keys):
        raise Invalid(
            "sign_on_client.keys",
            _("Give public keys only, as a JSON Web Key Set of EC or of RSA with 2048 bits or more."),
            field="public_keys",
        )
    return dict(found.as_dict(private=False))


def _record(event: Event, row: SignOnClient, by: Actor, at: datetime) -> None:
    facts = {"service": dict(row.name), "agency": dict(get_agency(row.agency).name)}
    journal.record(
        event, subject_kind="sign_on_client", subject=row.id, agency=row.agency, by=by, at=at, data=facts
    )
