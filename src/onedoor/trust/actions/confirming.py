"""What an officer typed is the customer's only by her own word: a fresh code for exactly that content."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from onedoor.journal import actions as journal
from onedoor.kernel.actions import action
from onedoor.kernel.actors import Actor
from onedoor.kernel.errors import NotAllowed, Refused
from onedoor.trust.actions.assistance import take_code
from onedoor.trust.models import AssistedSession, Confirmation
from onedoor.trust.queries.agencies import get_agency
from onedoor.trust.rules import CONFIRMATION_LASTS
from onedoor.trust.types import ASSISTANCE_CONFIRMED


def confirm_assisted(
    *, session: UUID, code: str, subject: UUID, content: str, by: Actor, at: datetime
) -> UUID:
    """The customer of the session confirms, by a second code, ``content`` of ``subject`` and no other.

    Gives the confirmation, good for one ``spend_confirmation``. A wrong code is refused, counted
    and recorded as at the beginning of a session.
    """
    outcome = _try_confirm(session=session, code=code, subject=subject, content=content, by=by, at=at)
    if isinstance(outcome, Refused):
        raise outcome
    return outcome


@action(may="assistance.give")
def _try_confirm(
    *, session: UUID, code: str, subject: UUID, content: str, by: Actor, at: datetime
) -> UUID | Refused:
    row = AssistedSession.objects.select_related("officer").filter(id=session, ended_at=None).first()
    if row is None or by.account != row.officer_id or at >= row.ends_at:
        raise NotAllowed("assistance.customer_absent", _("The customer must be present to confirm."))
    offer = take_code(customer=row.customer, code=code, by=by, at=at)
    if isinstance(offer, Refused):
        return offer
    confirmation = Confirmation.objects.create(
        session=row, offer=offer, customer=row.customer, subject=subject, content=content, confirmed_at=at
    )
    journal.record(
        ASSISTANCE_CONFIRMED, subject_kind="assistance", subject=row.id, customer=row.customer,
        agency=row.agency, by=by, at=at,
        data={"officer": row.officer.name, "agency": dict(get_agency(row.agency).name)},
    )  # fmt: skip
    return confirmation.id


@action(may="assistance.give")
def spend_confirmation(
    *, confirmation: UUID | None, subject: UUID, content: str, by: Actor, at: datetime
) -> None:
    """Use the confirmation up for what it confirms. NotAllowed where there is none: given by another
    customer or in another session, for something else, too long ago, or used already."""
    if confirmation is None or not _spend(confirmation, subject, content, by, at):
        raise NotAllowed(
            "assistance.not_confirmed",
            _("The customer must confirm this with a new code before it is signed."),
            customer=by.customer,
        )


def _spend(confirmation: UUID, subject: UUID, content: str, by: Actor, at: datetime) -> bool:
    if by.assisted is None or by.customer is None:
        return False
    rows = Confirmation.objects.filter(id=confirmation, session=by.assisted, customer=by.customer)
    live = rows.filter(spent_at=None, confirmed_at__gt=at - CONFIRMATION_LASTS)
    return live.filter(subject=subject, content=content).update(spent_at=at) == 1
