"""Partner organisations: registered, suspended, revoked."""

from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from onedoor.exchange.intake.feeds import tidy_identifier
from onedoor.exchange.models import Partner, Standing
from onedoor.exchange.queries.partners import ORGANISATION, view_partner
from onedoor.exchange.types import (
    PARTNER_CHANGED,
    PARTNER_REGISTERED,
    PartnerKind,
    PartnerStatus,
    PartnerView,
)
from onedoor.journal import actions as journal
from onedoor.kernel.actions import action
from onedoor.kernel.actors import Actor
from onedoor.kernel.clock import local
from onedoor.kernel.errors import Conflict, Invalid, NotAllowed, NotFound
from onedoor.kernel.text import Text
from onedoor.people.rules import check_identifier
from onedoor.trust import queries as trust


@action(may="exchange.agree")
def register_partner(
    *, code: str, kind: str, name: Text, organisation: str, active_from: date, by: Actor, at: datetime
) -> PartnerView:
    """Make an organisation a party to the exchange, in good standing from ``active_from``."""
    tidy = tidy_identifier(organisation)
    if kind not in PartnerKind.values:
        raise Invalid("exchange.partner.kind", _("Choose one of the kinds of partners."), field="kind")
    if not check_identifier(tidy):
        raise Invalid(
            "exchange.partner.identifier",
            _("The organisation's number is mistyped: check it again."),
            field="organisation",
        )
    try:
        with transaction.atomic():
            partner = Partner.objects.create(
                code=code,
                kind=kind,
                name=dict(name),
                organisation_sealed=trust.seal(tidy, purpose=ORGANISATION),
                organisation_index=trust.blind_index(tidy, ORGANISATION),
                registered_at=at,
            )
    except IntegrityError as error:
        raise Conflict("exchange.partner.known", _("This organisation is a partner already.")) from error
    Standing.objects.create(partner=partner, status=PartnerStatus.ACTIVE, active_from=active_from)
    journal.record(
        PARTNER_REGISTERED,
        subject_kind="partner",
        subject=partner.id,
        by=by,
        at=at,
        data={"partner": partner.name, "code": code, "kind": kind},
    )
    return view_partner(partner, local(at).date())


@action(may="exchange.agree")
def change_standing(*, partner: str, status: str, from_date: date, by: Actor, at: datetime) -> PartnerView:
    """From ``from_date`` on, ``partner`` is active, suspended or revoked; the period before ends."""
    found = Partner.objects.select_for_update().filter(code=partner).first()
    if found is None:
        raise NotFound("exchange.partner.unknown", _("There is no such partner."))
    if status not in PartnerStatus.values:
        raise Invalid("exchange.partner.status", _("Choose one of the standings."), field="status")
    last = found.standings.order_by("-active_from").first()
    if last is not None and from_date <= last.active_from:
        raise Invalid(
            "exchange.partner.from_date",
            _("Choose a day after the one on which the present standing began."),
            field="from_date",
        )
    if last is not None and (last.active_to is None or last.active_to > from_date):
        last.active_to = from_date
        last.save(update_fields=["active_to"])
    Standing.objects.create(partner=found, status=status, active_from=from_date)
    journal.record(
        PARTNER_CHANGED,
        subject_kind="partner",
        subject=found.id,
        by=by,
        at=at,
        data={"partner": found.name, "code": partner, "status": status, "from": from_date.isoformat()},
    )
    return view_partner(found, local(at).date())


@action()
def refuse_partner_read(*, what: str, by: Actor, at: datetime) -> None:
    """A partner's key was used to read something: always NotAllowed, and the attempt is recorded."""
    raise NotAllowed(
        "exchange.partner.push_only", _("This key sends your own data. It reads nothing else."), what=what
    )
