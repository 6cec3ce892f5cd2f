"""Claims for agencies' own services: under an agreement, agreed to by her, written where she sees it."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from onedoor.exchange.actions.consents import give_consent
from onedoor.exchange.actions.values import request_values
from onedoor.exchange.claims import scopes_of, sources_of
from onedoor.exchange.registers import get_rulebook
from onedoor.exchange.types import Agreement
from onedoor.kernel.actions import action
from onedoor.kernel.actors import Actor
from onedoor.kernel.clock import local
from onedoor.kernel.errors import Invalid, NotAllowed
from onedoor.kernel.text import Text
from onedoor.people import queries as people
from onedoor.trust import actions as trust_actions
from onedoor.trust import queries as trust
from onedoor.trust.types import IssuedClient, NotSignedOn

Lists = Mapping[str, list[str]]


@action()
def sign_on(
    *, asked: Lists, session: UUID, proved_at: float, pushed_at: float | None = None, by: Actor, at: datetime
) -> str:
    """She agreed that a service signs her in, and to what it is told: where her browser goes.

    Where the agreement rests on consent, this is hers: it stands in her list, and she may take it back.
    Whoever acts for another needs a mandate that covers the service.
    """
    read = trust.read_sign_on(asked, session=session, proved_at=proved_at, pushed_at=pushed_at, by=by)
    if not people.mandate_covers(by, read.client.service):
        raise NotAllowed(
            "exchange.sign_on.mandate", _("Your mandate does not cover this service."), customer=by.customer
        )
    agreement = get_rulebook().agreements.get(read.client.agreement)
    if sources_of(read.scopes) and agreement and agreement.basis == "consent" and by.customer:
        give_consent(customer=by.customer, agreement=agreement.id, by=by, at=at)
    return trust_actions.grant_sign_on(
        asked=asked, session=session, proved_at=proved_at, pushed_at=pushed_at, by=by, at=at
    )


@action()
def give_claims(*, token: str, by: Actor, at: datetime) -> dict[str, Any]:
    """What the service of this token is told now, by the registers; each time a line among the uses of her
    data. Raises NotSignedOn for a token that opens nothing, and where a mandate ended meanwhile."""
    held = trust.open_token(token)
    person = people.acting_account(
        held.account, door="api", assurance=held.level, acting_for=held.holder, at=at
    )
    if person.customer != held.holder:
        raise NotSignedOn("sign_on.token", _("This token opens nothing. Sign the person in again."))
    told = dict(held.subjects)
    sources = sources_of(held.scopes)
    agreement = get_rulebook().agreements.get(held.client.agreement)
    if not sources or agreement is None:
        return told
    answer = request_values(
        customer=held.holder, wanted=list(sources.values()), service=held.client.service,
        purpose=agreement.purpose, agency=held.client.agency, subject=held.id, by=person, at=at,
    )  # fmt: skip
    for scope, wanted in sources.items():
        values = [one.value for one in answer[wanted]]
        if values:
            told[scope] = values[0] if len(values) == 1 else values
    return told


@action(may="sign_on.manage")
def register_sign_on_client(
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
    """A service of the agency's own, which asks for these claims and no others: those that an agreement in
    force lets it be told. One that asks for none needs no agreement."""
    if scopes:
        found = get_rulebook().agreements.get(agreement)
        _check_agreement(found, agency, scopes, at)
        assert found is not None
        service = service or found.services[0]
        if service not in found.services:
            raise Invalid(
                "exchange.sign_on.service", _("The agreement is for another service."), field="service"
            )
    return trust_actions.register_client(
        agency=agency, name=name, redirect_uris=redirect_uris, after_uris=after_uris, scopes=scopes,
        agreement=agreement if scopes else "", service=service, level=level, public_keys=public_keys,
        logout_uri=logout_uri, pushed_only=pushed_only, by=by, at=at,
    )  # fmt: skip


def _check_agreement(found: Agreement | None, agency: str, scopes: Sequence[str], at: datetime) -> None:
    if found is None or found.receiver != agency or not found.in_force(local(at).date()):
        raise Invalid(
            "exchange.sign_on.agreement",
            _("Claims need an agreement of your agency that is in force."),
            field="agreement",
        )
    if not set(scopes) <= set(scopes_of(found)):
        raise Invalid(
            "exchange.sign_on.claims", _("The agreement does not cover every claim."), field="scopes"
        )
