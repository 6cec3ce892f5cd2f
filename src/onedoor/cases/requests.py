"""Requests between agencies, read: what was asked and received, and how much of it in time."""

from datetime import datetime
from decimal import Decimal

from django.db.models import F, QuerySet
from django.utils.translation import gettext_lazy as _

from onedoor.cases.access import get_visible, visible_cases
from onedoor.cases.models import AgencyRequest, CaseRating
from onedoor.cases.types import AGENCY_REQUEST, RequestFigures, RequestView
from onedoor.cases.views import to_view
from onedoor.kernel.actors import Actor
from onedoor.kernel.errors import NotFound

ASK = "agencies.ask"


def list_requests_asked(*, by: Actor, limit: int = 100) -> list[RequestView]:
    """What the officer's agency asked of others, what is due first, then the newest answers."""
    return [view_request(row, by) for row in _rows(by).filter(asker=by.agency)[:limit]]


def list_requests_received(*, by: Actor, limit: int = 100) -> list[RequestView]:
    """What others asked of the officer's agency."""
    return [view_request(row, by) for row in _rows(by).filter(case__agency=by.agency)[:limit]]


def get_request(number: str, *, by: Actor) -> RequestView:
    """The request with this case's number. Raises NotFound, also for other cases."""
    case = get_visible(number, by)
    row = AgencyRequest.objects.select_related("case").filter(case=case).first()
    if row is None or (by.kind == "officer" and by.agency not in (row.asker, case.agency)):
        raise unknown()
    return view_request(row, by)


def count_requests(*, asked: bool, by: Actor, at: datetime) -> RequestFigures:
    """The figures of what the officer's agency asked, or received; an overdue one counts as broken."""
    field = "asker" if asked else "case__agency"
    rows = list(_rows(by).filter(**{field: by.agency}))
    cases = [row.case for row in rows]
    answered = [case for case in cases if case.closed_at]
    kept = sum(case.closed_at <= case.promised_at for case in answered if case.closed_at)
    overdue = sum(case.closed_at is None and case.promised_at < at for case in cases)
    stars = list(CaseRating.objects.filter(case__in=cases).values_list("stars", flat=True))
    return RequestFigures(
        total=len(cases),
        answered=len(answered),
        due=len(answered) + overdue,
        kept=kept,
        overdue_open=overdue,
        rated=len(stars),
        stars=(Decimal(sum(stars)) / len(stars)).quantize(Decimal("0.1")) if stars else None,
    )


def view_request(row: AgencyRequest, by: Actor) -> RequestView:
    """The request as this officer sees it."""
    case, rating = row.case, CaseRating.objects.filter(case=row.case).first()
    return RequestView(
        case=to_view(case, stops=list(case.stops.all())),
        asker=row.asker,
        asked_by_name=row.asked_by_name,
        needed=row.needed,
        basis=row.basis,
        purpose=row.purpose,
        on_time=case.closed_at <= case.promised_at if case.closed_at else None,
        stars=rating.stars if rating else None,
        comment=rating.comment if rating else "",
        rated_by_name=rating.rated_by_name if rating else "",
        follow_up=_number(rating, by),
        may_answer=case.closed_at is None and by.agency == case.agency and by.may("cases.work"),
        may_rate=case.closed_at is not None and rating is None and by.agency == row.asker and by.may(ASK),
    )


def unknown() -> NotFound:
    """One that is another agency's is as unknown as one that does not exist."""
    return NotFound("request.unknown", _("There is no such request between agencies."))


def _rows(by: Actor) -> QuerySet[AgencyRequest]:
    visible = visible_cases(by).filter(kind=AGENCY_REQUEST)
    rows = AgencyRequest.objects.select_related("case").filter(case__in=visible)
    return rows.order_by(F("case__closed_at").desc(nulls_first=True), "case__promised_at")


def _number(rating: CaseRating | None, by: Actor) -> str:
    """The follow-up is the answering agency's own business; the asker learns that there is one."""
    if rating is None or rating.follow_up is None:
        return ""
    found = visible_cases(by).filter(id=rating.follow_up).values_list("number", flat=True).first()
    return found or "–"
