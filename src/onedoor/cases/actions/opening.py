"""Opening a case: its promise is computed once, from the charter of this moment."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from onedoor.cases.grounds import sign_by
from onedoor.cases.models import Case
from onedoor.cases.ownership import give_to_duty
from onedoor.cases.record import record
from onedoor.cases.rules import LANE_ORDER, lane_at
from onedoor.cases.types import OPENED, ORDERS, CaseState, CaseView, Lane
from onedoor.cases.views import to_view
from onedoor.kernel.actions import action
from onedoor.kernel.actors import Actor
from onedoor.kernel.calendars import Calendar, Term, get_calendar
from onedoor.kernel.errors import Invalid
from onedoor.kernel.ids import new_number
from onedoor.kernel.text import Text


@action(may="cases.open")
def open_case(
    *,
    kind: str,
    customer: UUID | None,
    agency: str,
    service: str,
    subject: Text,
    promise: Term | str,
    calendar: str,
    by: Actor,
    at: datetime,
    lane: str = Lane.NORMAL,
    number: str = "",
    application: UUID | None = None,
    parent: UUID | None = None,
    arrival: UUID | None = None,
    cooperating: Sequence[str] = (),
    legal_term: Term | str | None = None,
    urgent_after: datetime | None = None,
    counted_from: datetime | None = None,
) -> CaseView:
    """Open a case with its deadline. ``number`` is the application's where the two share one,
    ``arrival`` the interaction that it answers: no second case may have the same.

    An officer of another agency who opens it stays co-operating: who was asked first is not
    shut out. From ``urgent_after`` on the case is urgent. An urgent case has an owner at once. Where a law
    counts from an earlier moment, that is ``counted_from``: what is over by then is due at once.
    """
    clock = get_calendar(calendar)
    promise = Term.parse(promise) if isinstance(promise, str) else promise
    chosen = lane_at(Lane(lane), urgent_after, at)
    opener = [by.agency] if by.kind == "officer" and by.agency != agency else []
    case = Case.objects.create(
        number=number or new_number("HC"),
        kind=kind,
        customer=customer,
        agency=agency,
        cooperating=sorted({*cooperating, *opener} - {agency}),
        service=service,
        application=application,
        parent_id=parent,
        arrival=arrival,
        door=by.door,
        subject=dict(subject),
        lane=chosen,
        lane_order=LANE_ORDER[chosen],
        state=CaseState.OPEN,
        opened_at=at,
        promised_at=max(at, clock.add(counted_from or at, promise)),
        legal_due_at=_legal_due(clock, legal_term, promise, counted_from or at, at),
        urgent_after=urgent_after,
        calendar=calendar,
        promise=str(promise),
        sign_by=sign_by(chosen, at) if kind in ORDERS and application is None else None,
    )
    record(OPENED, case, by=by, at=at)
    if chosen is Lane.URGENT:
        give_to_duty(case, by=by, at=at)
    return to_view(case)


def _legal_due(
    clock: Calendar, term: Term | str | None, promise: Term, since: datetime, at: datetime
) -> datetime | None:
    if term is None:
        return None
    due = clock.add(since, Term.parse(term) if isinstance(term, str) else term)
    if due < clock.add(since, promise):
        raise Invalid("case.promise_beyond_law", _("The promise may not be longer than the term in law."))
    return max(at, due)
