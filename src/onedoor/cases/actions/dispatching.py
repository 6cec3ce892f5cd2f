"""Orders that are not an agency's own, orders about the same, and orders that go from hand to hand.

Whoever has an order works on it until somebody else does: a dispute stops no clock. The dispatcher of the
contact centre decides (派单异议审核); after three returns the contact centre leads, urgently (提级督办).
"""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from onedoor.cases.access import lock_case, require_officer, visible_cases
from onedoor.cases.actions.owning import pass_on
from onedoor.cases.disputes import view_dispute
from onedoor.cases.models import Case, Dispute
from onedoor.cases.ownership import join, sign
from onedoor.cases.record import record
from onedoor.cases.types import (
    DISPUTE_DECIDED,
    DISPUTED,
    ENQUIRY,
    JOINED,
    PARTED,
    CaseView,
    DisputeView,
)
from onedoor.cases.views import to_view
from onedoor.kernel.actions import action
from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.kernel.calendars import Term, get_calendar
from onedoor.kernel.errors import Conflict, Invalid, NotAllowed, NotFound
from onedoor.kernel.scope import scoped
from onedoor.trust import queries as trust
from onedoor.trust.types import CONTACT_CENTRE

WITHIN, CALENDAR = Term.parse("PT8H"), "business-hours"
OPEN, UPHELD, REFUSED = "open", "upheld", "refused"


@action(may="cases.dispute")
def dispute_dispatch(*, case: UUID, reason: str, by: Actor, at: datetime) -> DisputeView:
    """The leading agency says that an enquiry is not its own, within eight office hours after it came to
    it. It stays with it, and its clock runs on, until a dispatcher has decided."""
    require_officer(by)
    row = _lock_order(case, by)
    if by.kind == "officer" and by.agency != row.agency:
        raise NotAllowed("dispute.not_lead", _("Only the agency that leads can say so."), case=row.id)
    if not reason.strip():
        raise Invalid("dispute.reason", _("Say why it is not yours, and whose it is."), field="reason")
    if row.agency == CONTACT_CENTRE:
        raise Conflict("dispute.last", _("The contact centre owns what no other agency does."))
    if row.disputes.filter(state=OPEN).exists():
        raise Conflict("dispute.open", _("This was said already, and waits for a dispatcher."))
    if row.disputes.filter(state=REFUSED, agency=row.agency).exists():
        raise Conflict("dispute.decided", _("It was decided that this is yours. Answer it."))
    last = row.disputes.filter(state=UPHELD).last()
    came_at = last.decided_at if last and last.decided_at else row.opened_at
    if at > get_calendar(CALENDAR).add(came_at, WITHIN):
        raise Conflict("dispute.late", _("Eight office hours are over: answer it, or ask others to help."))
    with scoped(SYSTEM):
        dispute = Dispute.objects.create(
            case=row, agency=row.agency, reason=reason.strip()[:2000], state=OPEN, raised_by=by.account,
            raised_by_name=by.name, raised_at=at,
        )  # fmt: skip
        join(row, CONTACT_CENTRE)
        sign(row, at)
        row.save(update_fields=["cooperating", "signed_at"])
    record(DISPUTED, row, by=by, at=at)
    return view_dispute(dispute)


@action(may="cases.dispatch")
def decide_dispute(
    *, dispute: UUID, by: Actor, at: datetime, agency: str = "", answer: str = ""
) -> DisputeView:
    """A dispatcher gives the order to another ``agency``, or (without one) leaves it where it is, saying
    why. The third return makes it a problem order, which the contact centre leads itself."""
    require_dispatcher(by)
    held = Dispute.objects.select_for_update().filter(id=dispute, case__in=visible_cases(by)).first()
    if held is None:
        raise NotFound("dispute.unknown", _("There is no such dispute, or it is not yours to decide."))
    row = _lock_order(held.case_id, by)
    if held.state != OPEN:
        raise Conflict("dispute.over", _("This was decided already."))
    if not agency and not answer.strip():
        raise Invalid("dispute.answer", _("Say why it stays where it is."), field="answer")
    if agency == row.agency:
        raise Invalid("dispute.same", _("Choose another agency, or leave it where it is."), field="agency")
    held.state, held.answer = UPHELD if agency else REFUSED, answer.strip()[:2000]
    held.decided_at, held.decided_by_name = at, by.name
    held.save(update_fields=["state", "answer", "decided_at", "decided_by_name"])
    record(DISPUTE_DECIDED, row, by=by, at=at, upheld=bool(agency))
    if agency:
        trust.get_agency(agency)
        pass_on(row, agency, held.reason, by=by, at=at)
    return view_dispute(held)


@action(may="cases.dispatch")
def join_orders(*, case: UUID, same_as: UUID, by: Actor, at: datetime) -> CaseView:
    """Two orders about the same are answered as one (并单): ``case`` keeps its number and its customer, and
    is finished with ``same_as``, with the same outcome."""
    require_dispatcher(by)
    first, second = sorted((case, same_as))
    rows = {one: _lock_order(one, by) for one in (first, second)}
    row, lead = rows[case], rows[same_as]
    if row.id == lead.id or lead.same_as_id is not None or row.others.exists():
        raise Invalid("order.chain", _("Choose the order that the others are answered with."), field="number")
    if row.same_as_id is not None:
        raise Conflict("order.joined", _("This order is answered together with another already."))
    row.same_as = lead
    row.save(update_fields=["same_as"])
    record(JOINED, row, by=by, at=at)
    return to_view(row)


@action(may="cases.dispatch")
def part_orders(*, case: UUID, by: Actor, at: datetime) -> CaseView:
    """It was about something else: the order is answered by itself again, with the promise that it had."""
    require_dispatcher(by)
    row = _lock_order(case, by)
    if row.same_as_id is None:
        raise Conflict("order.alone", _("This order is answered by itself."))
    row.same_as = None
    row.save(update_fields=["same_as"])
    record(PARTED, row, by=by, at=at)
    return to_view(row)


def _lock_order(case: UUID, by: Actor) -> Case:
    row = lock_case(case, by)
    if row.kind != ENQUIRY or row.application is not None:
        raise Invalid("order.kind", _("Only an enquiry is dispatched; a decision has its agency by law."))
    return row


def require_dispatcher(by: Actor) -> None:
    """Dispatching is the contact centre's; for this room only."""
    require_officer(by)
    if by.kind == "officer" and by.agency != CONTACT_CENTRE:
        raise NotAllowed("dispatch.centre_only", _("The contact centre dispatches."), needs="cases.dispatch")
