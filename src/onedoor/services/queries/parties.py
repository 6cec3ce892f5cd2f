"""Reading those who take part: for the applicant and her officer, and for those who are asked."""

from datetime import datetime
from uuid import UUID

from django.db.models import Q

from onedoor.contact import queries as contact
from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.kernel.scope import scoped
from onedoor.services.applications.guard import fetch
from onedoor.services.parties import finding
from onedoor.services.parties.types import LINK, PartyView, RequestCard, RequestView
from onedoor.services.parties.views import to_card, to_party, to_request
from onedoor.trust import queries as trust


def list_parties(application: UUID, *, by: Actor) -> list[PartyView]:
    """Everybody who was asked to take part in an application that ``by`` may see. Raises NotFound."""
    row = fetch(application, by=by)
    hers = by.customer == row.customer
    officer = by.kind == "system" or (by.kind == "officer" and by.may("services.decide"))
    with scoped(SYSTEM):
        rows = list(finding.live_rows().filter(application=row.pk).order_by("role", "position"))
        failed = contact.list_failed_outside([one.id for one in rows])
        return [to_party(one, failed=one.id in failed, hers=hers, officer=officer) for one in rows]


def get_request(token: str, *, by: Actor, at: datetime) -> RequestView:
    """What a link is about, as far as ``by`` may see it, without taking it. Raises NotFound."""
    with scoped(SYSTEM):
        link = trust.get_link(token, LINK, at=at)
        return to_request(finding.get_row(Q(id=link.subject)), by=by)


def list_requests(customer: UUID, *, by: Actor) -> list[RequestCard]:
    """What this customer is or was asked to confirm for others, newest first: only for herself, in her
    own name, or with the officer who helps her."""
    if by.kind != "system" and (by.customer != customer or by.mandate is not None or by.assurance < 1):
        return []
    with scoped(SYSTEM):
        rows = (
            finding.live_rows().filter(Q(known=customer) | Q(customer=customer)).exclude(applicant=customer)
        )
        return [to_card(row) for row in rows.order_by("-invited_at")[:50]]
