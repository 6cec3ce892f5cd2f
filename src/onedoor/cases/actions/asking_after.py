"""Asking the customer afterwards (回访): was she contacted, is it solved, is she satisfied.

What is not solved goes back to its agency (发回重办) as an order of its own, at once and faster; what came
back twice the contact centre answers itself.
"""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from onedoor.cases.access import lock_case
from onedoor.cases.actions.dispatching import require_dispatcher
from onedoor.cases.actions.opening import open_case
from onedoor.cases.models import Case, CaseNote, FollowUpCall
from onedoor.cases.orders import ASKED_WITHIN
from onedoor.cases.record import record
from onedoor.cases.types import ASKED_AFTER, ORDERS, SENT_BACK, SENT_BACK_AGAIN, CaseState, CaseView, Lane
from onedoor.kernel.actions import action
from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.kernel.errors import Conflict, Invalid
from onedoor.kernel.scope import scoped
from onedoor.kernel.text import Text
from onedoor.trust.types import CONTACT_CENTRE

PROMISE, CALENDAR, MOST_SENT_BACK = "P1D", "business-hours", 2
SAYS: Text = {"en": "Not solved yet: answered again", "zh-hans": "未解决，发回重办"}


@action(may="cases.dispatch")
def ask_after(
    *,
    case: UUID,
    reached: bool,
    by: Actor,
    at: datetime,
    contacted: bool = False,
    solved: bool = False,
    satisfied: bool = False,
    comment: str = "",
) -> CaseView | None:
    """Write down what she said of a closed order, once, within fourteen days. Where it is not solved,
    the order that goes back to the agency, with her words. Whoever is not reached is asked no more."""
    require_dispatcher(by)
    with scoped(SYSTEM):
        row = lock_case(case, SYSTEM, may_be_closed=True)
        asked = FollowUpCall.objects.filter(case=row).exists()
    if row.kind not in ORDERS or row.customer is None:
        raise Invalid("order.kind", _("Only a customer's order is asked about."))
    if row.state != CaseState.CLOSED or row.closed_at is None:
        raise Conflict("order.open", _("This order is not answered yet. Ask when it is."))
    if at > row.closed_at + ASKED_WITHIN:
        raise Conflict("order.long_ago", _("It was answered too long ago to ask."))
    if asked:
        raise Conflict("order.asked", _("She was asked about this already."))
    unsolved = reached and not solved
    if unsolved and not comment.strip():
        raise Invalid("order.comment", _("Write what is not solved, in her words."), field="comment")
    with scoped(SYSTEM):
        again = _send_back(row, comment.strip()[:2000], by=by, at=at) if unsolved else None
        FollowUpCall.objects.create(
            case=row, customer=row.customer, agency=row.agency, reached=reached,
            contacted=contacted if reached else None, solved=solved if reached else None,
            satisfied=satisfied if reached else None, comment=comment.strip()[:2000],
            sent_back_id=again.id if again else None, asked_by=by.account, asked_by_name=by.name, asked_at=at,
        )  # fmt: skip
    if reached:
        record(ASKED_AFTER, row, by=by, at=at, solved=solved, satisfied=satisfied)
    return again


def _send_back(row: Case, words: str, *, by: Actor, at: datetime) -> CaseView:
    times, before = 0, row
    while before.kind == SENT_BACK and before.parent is not None:
        times, before = times + 1, before.parent
    agency = CONTACT_CENTRE if times >= MOST_SENT_BACK else row.agency
    again = open_case(
        kind=SENT_BACK, customer=row.customer, agency=agency, service=row.service, subject=SAYS,
        promise=PROMISE, calendar=CALENDAR, lane=Lane.FAST, parent=row.id,
        cooperating=[CONTACT_CENTRE], by=Actor(kind="system", door=by.door, assurance=4), at=at,
    )  # fmt: skip
    CaseNote.objects.create(
        case_id=again.id, customer=row.customer, audience="citizen", text=words, written_by=by.account,
        written_by_name=by.name, agency=by.agency, written_at=at,
    )  # fmt: skip
    record(SENT_BACK_AGAIN, row, by=by, at=at)
    return again
