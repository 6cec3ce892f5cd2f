"""Calls that are owed: asked for, tried, done or given up."""

from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from onedoor.contact.access import require_officer, visible_call_backs
from onedoor.contact.actions.delivering import settle
from onedoor.contact.actions.messages import NUMBER
from onedoor.contact.actions.record import record_of
from onedoor.contact.models import CallBack
from onedoor.contact.reach import find_reach
from onedoor.contact.rules import CALL_AGAIN, GIVE_UP_AFTER, ring_at, without_controls
from onedoor.contact.types import (
    CALL_BACK_ASKED,
    CALL_BACK_DONE,
    CALL_BACK_TRIED,
    CallBackState,
    CallBackView,
    DeliveryState,
)
from onedoor.contact.views import to_call_back
from onedoor.kernel.actions import action
from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.kernel.errors import Conflict, Invalid, NotAllowed, NotFound
from onedoor.kernel.scope import scoped
from onedoor.people import queries as people
from onedoor.people.types import ContactKind
from onedoor.trust import queries as trust
from onedoor.trust.types import CONTACT_CENTRE


@action(may="contact.log")
def request_call_back(
    *,
    number: str,
    by: Actor,
    at: datetime,
    customer: UUID | None = None,
    reason: str = "",
    language: str = "",
) -> CallBackView:
    """Somebody asks to be called, not before her hours. The number is sealed; asked for again while the
    call is still owed, it is one call."""
    if by.kind == "citizen" and customer not in (None, by.customer):
        raise NotAllowed("call_back.not_yours", _("You can ask only in your own name."), customer=customer)
    found = people.read_contact(number)
    if found is None or found[0] != ContactKind.PHONE.value:
        raise Invalid(
            "phone.wrong", _("Enter a phone number, like 9123 4567 or +65 9123 4567."), field="number"
        )
    hours = find_reach(customer).hours if customer else "any"
    index, agency = trust.blind_index(found[1], NUMBER), by.agency or CONTACT_CENTRE
    wanted = CallBack(
        customer=customer, agency=agency, number=trust.seal(found[1], purpose=NUMBER), number_index=index,
        reason=without_controls(reason).strip()[:500], language=language, created_at=at,
        due_at=ring_at(at, hours, urgent=False),
    )  # fmt: skip
    with scoped(SYSTEM):
        try:
            with transaction.atomic():
                wanted.save(force_insert=True)
        except IntegrityError:
            owed = CallBack.objects.filter(number_index=index, agency=agency, state=CallBackState.WAITING)
            row = owed.get(message=None)
            return to_call_back(row, by) if row.customer == customer else to_call_back(wanted, by)
    record_of(CALL_BACK_ASKED, wanted, by=by, at=at)
    return to_call_back(wanted, by)


@action(may="contact.log")
def note_call(*, call_back: UUID, reached: bool, by: Actor, at: datetime) -> CallBackView:
    """An officer has called. Not reached, she tries again two hours later, within her hours; after the
    third time it is given up, and the message that was to be told has failed."""
    require_officer(by)
    row = visible_call_backs(by).select_for_update(of=("self",)).filter(id=call_back).first()
    if row is None:
        raise NotFound("call_back.unknown", _("There is no such call to make."))
    if row.state != CallBackState.WAITING:
        raise Conflict("call_back.ended", _("Somebody has dealt with this call already."))
    row.attempts += 1
    if reached:
        row.state, row.ended_at = CallBackState.DONE, at
    elif row.attempts >= GIVE_UP_AFTER:
        row.state, row.ended_at = CallBackState.GIVEN_UP, at
    else:
        hours = find_reach(row.customer).hours if row.customer else "any"
        row.due_at = ring_at(at + CALL_AGAIN, hours, urgent=False)
    row.save(update_fields=["attempts", "state", "ended_at", "due_at"])
    record_of(CALL_BACK_DONE if reached else CALL_BACK_TRIED, row, by=by, at=at, attempts=row.attempts)
    if row.message and row.state != CallBackState.WAITING:
        state = DeliveryState.DELIVERED if reached else DeliveryState.FAILED
        settle(row.message, state, reason="" if reached else "not-reached", by=by, at=at)
    return to_call_back(row, by)
