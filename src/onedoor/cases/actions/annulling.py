"""A case that was opened in the wrong person's name ends, and is hers no longer."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from onedoor.cases.access import lock_case
from onedoor.cases.actions.closing import close_case
from onedoor.cases.types import MISTAKEN
from onedoor.kernel.actions import action
from onedoor.kernel.actors import Actor
from onedoor.kernel.errors import NotAllowed


@action()
def annul_case(*, case: UUID, by: Actor, at: datetime) -> None:
    """For the door that opened it by a mistake that was found. The agency keeps the case, under its number
    and without a customer, so that what was done in it can be accounted for."""
    if by.kind != "system":
        raise NotAllowed("cases.house_only", _("Only the house does this."))
    row = lock_case(case, by, may_be_closed=True)
    row.customer = None
    row.save(update_fields=["customer"])
    if row.closed_at is None:
        close_case(case=case, outcome=MISTAKEN, by=by, at=at)
