"""Asking a partner to report what it has not reported yet."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from onedoor.exchange.models import Partner, ReportedValue, ReportRequest
from onedoor.exchange.models.values import LIVE
from onedoor.exchange.queries.requests import view_request
from onedoor.exchange.registers import get_rulebook
from onedoor.exchange.types import REPORT_REQUESTED, ReportRequestView, Wanted
from onedoor.journal import actions as journal
from onedoor.kernel.actions import action
from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.kernel.calendars import Term, get_calendar
from onedoor.kernel.errors import NotAllowed
from onedoor.kernel.ids import new_number
from onedoor.kernel.scope import scoped

REPORT_WITHIN = Term.parse("P5D")


@action()
def request_report(
    *,
    customer: UUID,
    wanted: Wanted,
    named: Sequence[str] = (),
    service: str,
    application: UUID | None = None,
    case: UUID | None = None,
    by: Actor,
    at: datetime,
) -> ReportRequestView | None:
    """Ask the partner that reports ``wanted`` about this customer to do so within 5 working days:
    the one whose name is among ``named``, else the one that reported to the register last. None
    when no such partner is known. Asking twice gives the first request again."""
    if by.kind != "system":
        raise NotAllowed("exchange.request.not_yours", _("Only the house asks for a report."))
    with scoped(SYSTEM):
        partner = _find_partner(customer, wanted, named)
        if partner is None:
            return None
        request, is_new = ReportRequest.objects.get_or_create(
            partner=partner.code,
            customer=customer,
            register=wanted.register,
            attribute=wanted.attribute,
            period=wanted.period,
            defaults={
                "number": new_number("R"),
                "agency": get_rulebook().registers[wanted.register].agency,
                "service": service,
                "application": application,
                "case": case,
                "requested_at": at,
                "due_at": get_calendar("working-days").add(at, REPORT_WITHIN),
            },
        )
        if is_new:
            _tell(request, partner, by=by, at=at)
        return view_request(request, at)


def _find_partner(customer: UUID, wanted: Wanted, named: Sequence[str]) -> Partner | None:
    kinds = get_rulebook().registers[wanted.register].reporters
    partners = Partner.objects.filter(kind__in=kinds)
    names = {name.strip().casefold() for name in named if name.strip()}
    for partner in partners.order_by("code") if names else ():
        if names & {str(name).casefold() for name in partner.name.values()}:
            return partner
    reported = ReportedValue.objects.filter(customer=customer, register=wanted.register, state__in=LIVE)
    sources = list(reported.order_by("-period", "-received_at").values_list("source", flat=True)[:20])
    known = {partner.code: partner for partner in partners.filter(code__in=sources)}
    return next((known[source] for source in sources if source in known), None)


def _tell(request: ReportRequest, partner: Partner, *, by: Actor, at: datetime) -> None:
    attribute = get_rulebook().registers[request.register].attributes[request.attribute]
    journal.record(
        REPORT_REQUESTED,
        subject_kind="report-request",
        subject=request.id,
        customer=request.customer,
        agency=request.agency,
        case=request.case,
        by=by,
        at=at,
        data={
            "number": request.number,
            "source": partner.name,
            "source_code": partner.code,
            "attributes": attribute.title,
            "period": request.period,
        },
    )
