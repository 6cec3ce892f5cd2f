"""Orders as dispatchers read them: not signed for, gone from hand to hand, to be asked about; the rates."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from onedoor.cases.models import Case
from onedoor.cases.rules import MOST_RETURNS
from onedoor.cases.types import ORDERS, CaseState, OrderFigures, OrderView
from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.kernel.errors import NotAllowed
from onedoor.kernel.scope import scoped
from onedoor.trust.types import CONTACT_CENTRE

ASKED_WITHIN = timedelta(days=14)
"""A customer is asked so long after her order was closed, and not later: then she has forgotten."""

_FIGURES = """
    select c.agency, count(*),
           count(*) filter (where c.signed_at is not null or c.sign_by < %(at)s),
           count(*) filter (where c.signed_at <= c.sign_by),
           count(*) filter (where c.returns > 0),
           count(c.closed_at),
           count(f.sent_back_id),
           count(*) filter (where f.reached),
           count(*) filter (where f.contacted),
           count(*) filter (where f.solved),
           count(*) filter (where f.satisfied)
    from cases_case c left join cases_followupcall f on f.case_id = c.id
    where c.sign_by is not null and c.opened_at >= %(since)s and c.opened_at < %(until)s
    group by c.agency order by c.agency
"""


def list_unsigned(*, by: Actor, at: datetime, limit: int = 50) -> list[OrderView]:
    """Orders for which their agency should have signed by now and has not, the longest late first."""
    with _overseen(by) as orders:
        late = orders.exclude(state=CaseState.CLOSED).filter(same_as=None, signed_at=None, sign_by__lte=at)
        return [_view(row) for row in late.order_by("sign_by")[:limit]]


def list_problem_orders(*, by: Actor, limit: int = 50) -> list[OrderView]:
    """Orders that went from hand to hand, which the contact centre leads itself."""
    with _overseen(by) as orders:
        open_ones = orders.exclude(state=CaseState.CLOSED).filter(returns__gte=MOST_RETURNS)
        return [_view(row) for row in open_ones.order_by("promised_at")[:limit]]


def list_to_ask_after(*, by: Actor, at: datetime, limit: int = 50) -> list[OrderView]:
    """Orders that were answered and about which the customer was not asked yet, the oldest first."""
    with _overseen(by) as orders:
        return [_view(row) for row in _to_ask_after(orders, at).order_by("closed_at")[:limit]]


def find_to_ask_after(number: str, *, by: Actor, at: datetime) -> OrderView | None:
    """This number, while its customer is to be asked; None where she was already, or need not be."""
    with _overseen(by) as orders:
        row = _to_ask_after(orders, at).filter(number=number).first()
        return _view(row) if row else None


def count_orders(*, since: datetime, until: datetime, at: datetime) -> list[OrderFigures]:
    """The figures of each agency's orders opened in this time; no names, for anybody to see."""
    with transaction.atomic(), scoped(SYSTEM), connection.cursor() as cursor:
        cursor.execute(_FIGURES, {"since": since, "until": until, "at": at})
        return [
            OrderFigures(
                agency=row[0], orders=row[1], sign_due=row[2], signed_in_time=row[3], returned=row[4],
                closed=row[5], sent_back=row[6], reached=row[7], contacted=row[8], solved=row[9],
                satisfied=row[10],
            )
            for row in cursor.fetchall()
        ]  # fmt: skip


@contextmanager
def _overseen(by: Actor) -> Iterator[QuerySet[Case]]:
    """Every agency's orders, for those who dispatch them: numbers and times, not what was written."""
    if by.kind != "system" and not (by.may("cases.dispatch") and by.agency == CONTACT_CENTRE):
        raise NotAllowed("dispatch.centre_only", _("The contact centre dispatches."), needs="cases.dispatch")
    with scoped(SYSTEM):
        yield Case.objects.filter(kind__in=ORDERS, sign_by__isnull=False)


def _to_ask_after(orders: QuerySet[Case], at: datetime) -> QuerySet[Case]:
    answered = orders.filter(state=CaseState.CLOSED, closed_at__gt=at - ASKED_WITHIN, asked_after=None)
    return answered.exclude(outcome="withdrawn").exclude(customer=None)


def _view(row: Case) -> OrderView:
    return OrderView(
        id=row.id, number=row.number, agency=row.agency, customer=row.customer, subject=row.subject,
        sign_by=row.sign_by, promised_at=row.promised_at, closed_at=row.closed_at, returns=row.returns,
    )  # fmt: skip
