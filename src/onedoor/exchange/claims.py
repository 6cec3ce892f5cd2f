"""Which attribute of which register stands behind a claim of OpenID Connect.

Each claim is a scope of its own, so that a service asks for no more than it needs. Those that the standard
names have its names; every other one is ``register:attribute``.
"""

from collections.abc import Iterable, Mapping

from onedoor.exchange.types import Agreement, Wanted

CLAIMS: Mapping[str, tuple[str, str]] = {
    "name": ("civil-register", "name"),
    "birthdate": ("civil-register", "birth_date"),
    "address": ("civil-register", "address"),
    "entity_name": ("business-register", "business_name"),
}


def source_of(scope: str) -> Wanted | None:
    """What is asked of which register for that scope; None for ``openid``, which tells nothing."""
    register, _colon, attribute = scope.partition(":")
    found = CLAIMS.get(scope) or (register, attribute)
    return Wanted(*found, many=True) if all(found) else None


def sources_of(scopes: Iterable[str]) -> dict[str, Wanted]:
    """The same for many, without those that tell nothing."""
    found = {scope: source_of(scope) for scope in scopes}
    return {scope: wanted for scope, wanted in found.items() if wanted is not None}


def scopes_of(agreement: Agreement) -> list[str]:
    """Every scope that a service under this agreement may ask for."""
    named = {source: scope for scope, source in CLAIMS.items()}
    pairs = [(register, one) for register, names in agreement.shares.items() for one in sorted(names)]
    return [named.get(pair) or ":".join(pair) for pair in pairs]
