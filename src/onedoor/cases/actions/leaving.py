"""What becomes of the work of somebody who leaves."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from onedoor.cases.models import Case, DutyNumber
from onedoor.cases.ownership import OWNING, give_to_duty
from onedoor.cases.record import record
from onedoor.cases.types import GIVEN_BACK, CaseState, Lane
from onedoor.kernel.actions import action
from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.kernel.errors import NotAllowed
from onedoor.kernel.scope import scoped


@action()
def give_back_cases(*, owner: UUID, by: Actor, at: datetime) -> int:
    """Every open case of this officer waits in its queue again; what is urgent goes to whoever is on duty.
    Clocks run on. Where she was rung is forgotten. How many; safe to repeat."""
    if by.kind != "system":
        raise NotAllowed("case.leaving", _("Only the house does this."))
    with scoped(SYSTEM):
        DutyNumber.objects.filter(account=owner).delete()
        rows = list(Case.objects.select_for_update().filter(owner=owner).exclude(state=CaseState.CLOSED))
        for row in rows:
            row.owner, row.owner_name, row.assigned_at, row.taken_at = None, "", None, None
            row.save(update_fields=OWNING)
            record(GIVEN_BACK, row, by=by, at=at)
            if row.lane == Lane.URGENT:
                give_to_duty(row, by=by, at=at)
    return len(rows)
