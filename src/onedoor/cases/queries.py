"""Reads of cases: one case, the work list, the customer's own, public tracking, the charter."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet

from onedoor.cases.access import get_visible, visible_cases
from onedoor.cases.catalogue import get_queues, get_roster
from onedoor.cases.contractors import (
    count_contractor_months,
    get_sample,
    list_contractor_people,
    list_contractors,
    list_samples,
)
from onedoor.cases.disputes import list_disputes, list_disputes_of
from onedoor.cases.duty import OnDuty, list_on_duty
from onedoor.cases.extensions import (
    count_breaches,
    list_asked_again,
    list_extensions,
    list_grounds,
    list_proposed_extensions,
)
from onedoor.cases.figures import OVERDUE, STANDING, count_on_time
from onedoor.cases.grounds import get_limits
from onedoor.cases.models import Case, ClockStop
from onedoor.cases.orders import (
    count_orders,
    find_to_ask_after,
    list_problem_orders,
    list_to_ask_after,
    list_unsigned,
)
from onedoor.cases.reaching import find_duty_number, list_duty_calls, list_duty_numbers, list_rung
from onedoor.cases.requests import (
    count_requests,
    get_request,
    list_requests_asked,
    list_requests_received,
)
from onedoor.cases.routing import DEMANDS, Matter, find_route, get_routes
from onedoor.cases.standby import Gap, list_gaps, list_unreachable
from onedoor.cases.types import (
    CaseState,
    CaseView,
    CharterFigures,
    PublicStatus,
    PublicStep,
    Queue,
    QueueFilters,
)
from onedoor.cases.views import to_view
from onedoor.kernel import clock
from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.kernel.errors import NotFound
from onedoor.kernel.ids import find_number
from onedoor.kernel.scope import scoped

__all__ = [
    "DEMANDS",
    "Gap",
    "Matter",
    "OnDuty",
    "charter_figures",
    "count_breaches",
    "count_closed",
    "count_contractor_months",
    "count_kept",
    "count_on_time",
    "count_orders",
    "count_queue",
    "count_requests",
    "find_case",
    "find_duty_number",
    "find_numbers_by_keys",
    "find_route",
    "find_to_ask_after",
    "find_tracking",
    "get_case",
    "get_limits",
    "get_queues",
    "get_request",
    "get_roster",
    "get_routes",
    "get_sample",
    "list_asked_again",
    "list_cases",
    "list_cases_of",
    "list_children",
    "list_contractor_people",
    "list_contractors",
    "list_disputes",
    "list_disputes_of",
    "list_duty_calls",
    "list_duty_numbers",
    "list_extensions",
    "list_gaps",
    "list_grounds",
    "list_on_duty",
    "list_problem_orders",
    "list_proposed_extensions",
    "list_queue",
    "list_queues",
    "list_requests_asked",
    "list_requests_received",
    "list_rung",
    "list_samples",
    "list_to_ask_after",
    "list_unreachable",
    "list_unsigned",
]


def get_case(case: UUID | str, *, by: Actor) -> CaseView:
    """The case of that id or number, with its stops and those notes that ``by`` may read. Raises
    NotFound."""
    row = get_visible(case, by)
    notes = row.notes.filter(audience="citizen") if by.kind == "citizen" else row.notes.all()
    return to_view(row, stops=list(row.stops.all()), notes=list(notes))


def find_case(number: str, *, by: Actor) -> CaseView | None:
    """The case with this number, however it was typed, when ``by`` may read it."""
    try:
        return get_case(number, by=by)
    except NotFound:
        return None


def list_cases(customer: UUID, *, by: Actor, open_only: bool = False, limit: int = 50) -> list[CaseView]:
    """The customer's cases that ``by`` may read, newest first. To herself a case is one line: what
    belongs to an open case of hers is a part of it."""
    rows = visible_cases(by).filter(customer=customer)
    if by.kind == "citizen":
        rows = rows.exclude(parent__customer=customer, parent__closed_at=None)
    return _views(
        (rows.exclude(state=CaseState.CLOSED) if open_only else rows).order_by("-opened_at")[:limit]
    )


def list_cases_of(application: UUID, *, by: Actor) -> list[CaseView]:
    """The cases of one application, its own first."""
    return _views(visible_cases(by).filter(application=application).order_by("opened_at"))


def list_children(case: UUID, *, by: Actor) -> list[CaseView]:
    """The cases that belong to this one and that ``by`` may read, the oldest first."""
    return _views(visible_cases(by).filter(parent=case).order_by("opened_at"))


def list_queues(*, by: Actor) -> list[Queue]:
    """The queues of the officer's agency, in the catalogue's order."""
    return [queue for queue in get_queues() if by.kind == "system" or queue.agency == by.agency]


def list_queue(
    *,
    by: Actor,
    filters: QueueFilters | None = None,
    at: datetime | None = None,
    limit: int = 50,
    offset: int = 0,
) -> list[CaseView]:
    """Open work by lane, then by promised time; nothing about a person can move her in the order."""
    rows = _filtered(by, filters or QueueFilters(), at or clock.now())
    return _views(rows.order_by("lane_order", "promised_at", "opened_at", "id")[offset : offset + limit])


def count_queue(*, by: Actor, filters: QueueFilters | None = None, at: datetime | None = None) -> int:
    """How many ``list_queue`` would list in all."""
    return _filtered(by, filters or QueueFilters(), at or clock.now()).count()


def find_tracking(number: str, *, at: datetime | None = None) -> PublicStatus | None:
    """What anybody may know of a case by its number: nothing about the person."""
    canonical = find_number(number)
    if canonical is None:
        return None
    with transaction.atomic(), scoped(SYSTEM):
        case = Case.objects.filter(number=canonical).first()
        if case is None:
            return None
        view = to_view(case, stops=list(case.stops.all()))
    return PublicStatus(
        number=view.number,
        service=view.service,
        agency=view.agency,
        state=view.state,
        lane=view.lane,
        opened_at=view.opened_at,
        promised_at=view.promised_at,
        closed_at=view.closed_at,
        waiting_for=view.stop.reason if view.stop else None,
        late=view.is_late(at or clock.now()),
        steps=_steps(view, case.assigned_at),
    )


def charter_figures(
    service: str, *, since: datetime | None = None, at: datetime | None = None
) -> CharterFigures:
    """Promised against actual of one service, for anybody to see; overdue open cases count as broken."""
    with transaction.atomic(), scoped(SYSTEM), connection.cursor() as cursor:
        cursor.execute(
            _CHARTER.format(overdue=OVERDUE, standing=STANDING),
            {"service": service, "since": since, "at": at or clock.now()},
        )
        promise, opened, closed, kept, overdue, median = cursor.fetchone()
    return CharterFigures(
        service=service,
        promise=promise or "",
        opened=opened,
        closed=closed,
        due=closed + overdue,
        kept=kept,
        overdue_open=overdue,
        median_minutes=None if median is None else round(median / 60),
    )


_CHARTER = """
    select (array_agg(promise order by opened_at desc))[1],
           count(*),
           count(closed_at),
           count(*) filter (where closed_at <= promised_at),
           count(*) filter (where {overdue}),
           extract(epoch from percentile_cont(0.5) within group (order by closed_at - opened_at))
    from cases_case c {standing}
    where service = %(service)s and (%(since)s::timestamptz is null or opened_at >= %(since)s)
"""


def count_kept(cases: Sequence[UUID], *, at: datetime) -> tuple[int, int]:
    """Of these cases: how many fell due, and how many of them kept their promise. Figures, no names."""
    stopped_in_time = ClockStop.objects.filter(
        case=OuterRef("pk"), resumed_at=None, stopped_at__lte=OuterRef("promised_at")
    )
    with transaction.atomic(), scoped(SYSTEM):
        rows = Case.objects.filter(pk__in=cases)
        closed = rows.filter(closed_at__isnull=False)
        kept = closed.filter(closed_at__lte=F("promised_at")).count()
        still = rows.filter(~Exists(stopped_in_time), closed_at=None, promised_at__lt=at)
        overdue = still.count()
        return closed.count() + overdue, kept


def count_closed(*, service: str = "", agency: str = "", since: datetime) -> int:
    """How many cases of a service, an agency or all were finished since then. A figure, no names."""
    wanted = {"service": service, "agency": agency}
    exact = {name: value for name, value in wanted.items() if value}
    with transaction.atomic(), scoped(SYSTEM):
        return Case.objects.filter(**exact, closed_at__gt=since).count()


def _filtered(by: Actor, filters: QueueFilters, at: datetime) -> QuerySet[Case]:
    rows = visible_cases(by).filter(state=filters.state) if filters.state else _open(by)
    exact = {"kind": filters.kind, "lane": filters.lane, "service": filters.service}
    rows = rows.filter(**{name: value for name, value in exact.items() if value})
    queue = next((queue for queue in get_queues() if queue.code == filters.queue), None)
    if filters.queue:
        rows = rows.filter(_in_queue(queue)) if queue else rows.none()
    if filters.mine:
        rows = rows.filter(owner=by.account)
    if filters.unowned:
        rows = rows.filter(owner=None)
    if filters.late:
        stopped_in_time = ClockStop.objects.filter(
            case=OuterRef("pk"), resumed_at=None, stopped_at__lte=OuterRef("promised_at")
        )
        rows = rows.filter(~Exists(stopped_in_time), promised_at__lt=at)
    return rows


def _open(by: Actor) -> QuerySet[Case]:
    return visible_cases(by).exclude(state=CaseState.CLOSED)


def _in_queue(queue: Queue) -> Q:
    wanted = Q(agency=queue.agency)
    wanted &= Q(kind__in=queue.kinds) if queue.kinds else Q()
    return wanted & Q(lane__in=queue.lanes) if queue.lanes else wanted


def _views(rows: QuerySet[Case] | Iterable[Case]) -> list[CaseView]:
    found = list(rows)
    stops: dict[UUID, list[ClockStop]] = {}
    for stop in ClockStop.objects.filter(case__in=[row.id for row in found]).order_by(F("stopped_at")):
        stops.setdefault(stop.case_id, []).append(stop)
    return [to_view(row, stops=stops.get(row.id)) for row in found]


def _steps(case: CaseView, assigned_at: datetime | None) -> tuple[PublicStep, ...]:
    steps = [PublicStep(code="received", happened_at=case.opened_at)]
    if assigned_at:
        steps.append(PublicStep(code="assigned", happened_at=assigned_at))
    for stop in case.stops:
        steps.append(PublicStep(code="waiting", happened_at=stop.stopped_at))
        if stop.resumed_at:
            steps.append(PublicStep(code="resumed", happened_at=stop.resumed_at))
    if case.closed_at:
        steps.append(PublicStep(code="closed", happened_at=case.closed_at))
    return tuple(sorted(steps, key=lambda step: step.happened_at))


def find_numbers_by_keys(keys: str) -> list[str]:
    """The numbers of cases whose nine signs lie on these keys of a telephone; more than two are not
    looked for. Whoever asks says nothing but what ``find_tracking`` says of the one that is meant."""
    if not (keys.isascii() and keys.isdigit() and len(keys) == 9):
        return []
    with transaction.atomic(), scoped(SYSTEM):
        rows = Case.objects.filter(keypad=keys)
        return list(rows.values_list("number", flat=True)[:2])
