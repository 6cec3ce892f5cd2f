"""A customer's yes to a sharing agreement, and its withdrawal."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from onedoor.exchange.models import Consent
from onedoor.exchange.registers import get_rulebook
from onedoor.exchange.types import CONSENT_GIVEN, CONSENT_WITHDRAWN, Agreement, ConsentView
from onedoor.journal import actions as journal
from onedoor.kernel.actions import action
from onedoor.kernel.actors import Actor
from onedoor.kernel.clock import local
from onedoor.kernel.errors import Invalid, NotFound
from onedoor.kernel.events import Event
from onedoor.trust import queries as trust
from onedoor.trust.types import HeldAct


@action()
def give_consent(*, customer: UUID, agreement: str, by: Actor, at: datetime) -> ConsentView:
    """Agree to what ``agreement`` shares. Agreeing twice gives the living consent again."""
    found = _agreement(customer, agreement, by)
    if found.basis != "consent" or not found.in_force(local(at).date()):
        raise Invalid(
            "exchange.consent.not_asked", _("This agreement does not ask for consent."), field="agreement"
        )
    trust.check_free(customer, HeldAct.CONSENT, at=at)
    row, new = Consent.objects.get_or_create(
        customer=customer,
        agreement=agreement,
        withdrawn_at=None,
        defaults={"given_at": at, "given_by": by.account},
    )
    if new:
        _tell(CONSENT_GIVEN, row, found, by, at)
    return view_consent(row, found)


@action()
def withdraw_consent(*, customer: UUID, agreement: str, by: Actor, at: datetime) -> ConsentView:
    """From now on nothing more is shared under ``agreement``. Raises NotFound without a living consent."""
    found = _agreement(customer, agreement, by)
    row = (
        Consent.objects.select_for_update()
        .filter(customer=customer, agreement=agreement, withdrawn_at=None)
        .first()
    )
    if row is None:
        raise NotFound("exchange.consent.none", _("You have not agreed to this."))
    row.withdrawn_at, row.withdrawn_by = at, by.account
    row.save(update_fields=["withdrawn_at", "withdrawn_by"])
    _tell(CONSENT_WITHDRAWN, row, found, by, at)
    return view_consent(row, found)


def view_consent(row: Consent, agreement: Agreement) -> ConsentView:
    """The row as others see it."""
    return ConsentView(row.id, row.agreement, agreement.title, row.given_at, row.withdrawn_at)


def _agreement(customer: UUID, agreement: str, by: Actor) -> Agreement:
    found = get_rulebook().agreements.get(agreement)
    if found is None or (by.kind != "system" and by.customer != customer):
        raise NotFound("exchange.agreement.unknown", _("There is no such agreement."))
    return found


def _tell(event: Event, row: Consent, agreement: Agreement, by: Actor, at: datetime) -> None:
    journal.record(
        event,
        subject_kind="consent",
        subject=row.id,
        customer=row.customer,
        agency=agreement.receiver,
        basis="consent",
        purpose=agreement.purpose,
        by=by,
        at=at,
        data={"agreement": agreement.title, "code": agreement.id},
    )
