"""Reads about requests to report."""

from datetime import datetime

from onedoor.exchange.models import ReportedValue, ReportRequest
from onedoor.exchange.registers import get_rulebook
from onedoor.exchange.types import ReportRequestView
from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.kernel.scope import scoped
from onedoor.people import queries as people


def list_report_requests(
    partner: str, *, by: Actor, at: datetime, open_only: bool = False
) -> list[ReportRequestView]:
    """What ``partner`` was asked to report, the nearest deadline first."""
    if by.kind != "system" and (by.kind != "partner" or by.partner != partner):
        return []
    with scoped(SYSTEM):  # what was reported and the masked number are not the partner's rows
        rows = ReportRequest.objects.filter(partner=partner).order_by("due_at")
        views = [view_request(row, at) for row in rows[:200]]
        return [view for view in views if view.is_open] if open_only else views


def view_request(row: ReportRequest, at: datetime) -> ReportRequestView:
    """The request as others see it; the person only by her masked number."""
    attribute = get_rulebook().registers[row.register].attributes[row.attribute]
    reported = ReportedValue.objects.filter(
        customer=row.customer,
        register=row.register,
        attribute=row.attribute,
        period=row.period,
        source=row.partner,
    )
    is_open = not reported.exists()
    return ReportRequestView(
        id=row.id,
        number=row.number,
        partner=row.partner,
        register=row.register,
        attribute=row.attribute,
        attribute_title=attribute.title,
        period=row.period,
        identifier=people.masked_identifier(row.customer),
        requested_at=row.requested_at,
        due_at=row.due_at,
        is_open=is_open,
        overdue=is_open and row.due_at < at,
    )
