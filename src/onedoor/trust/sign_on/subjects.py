"""Whom a token is about: pseudonyms of the client's agency, of the entity and of whoever acts for it."""

from typing import Any

from onedoor.trust.keys.sealing import pseudonym
from onedoor.trust.models import SignOn
from onedoor.trust.queries.accounts import actor_for


def subjects_of(row: SignOn) -> dict[str, Any]:
    """``sub`` is whose business it is. Where somebody acts for another, ``act`` (RFC 8693) is who acts."""
    agency = row.client.agency
    own = actor_for(row.account_id, door="api", assurance=row.level).self_customer
    claims: dict[str, Any] = {"sub": pseudonym(row.holder, agency), "role": "self"}
    if own is not None and own != row.holder:
        claims |= {"role": "representative", "act": {"sub": pseudonym(own, agency)}}
    return claims
