"""Reads about consents."""

from uuid import UUID

from onedoor.exchange.models import Consent
from onedoor.exchange.registers import get_rulebook
from onedoor.exchange.types import ConsentView
from onedoor.kernel.actors import Actor


def list_consents(customer: UUID, *, by: Actor) -> list[ConsentView]:
    """What the customer agreed to, newest first; only for herself and the house."""
    if by.kind != "system" and by.customer != customer:
        return []
    agreements = get_rulebook().agreements
    return [
        ConsentView(row.id, row.agreement, agreements[row.agreement].title, row.given_at, row.withdrawn_at)
        for row in Consent.objects.filter(customer=customer, agreement__in=list(agreements)).order_by(
            "-given_at"
        )
    ]
