"""What the clock itself sets off: urgent work finds an owner, and work becomes urgent."""

from datetime import datetime
from uuid import UUID

from django.db.models import Q

from onedoor.cases.access import require_officer
from onedoor.cases.duty import OnDuty, list_on_duty
from onedoor.cases.models import Case
from onedoor.cases.ownership import give_to_duty, set_owner
from onedoor.cases.record import record
from onedoor.cases.rules import LANE_ORDER, UNOWNED_AT_MOST
from onedoor.cases.types import ESCALATED, HURRIED, CaseState, Lane
from onedoor.kernel.actions import action
from onedoor.kernel.actors import Actor


@action()
def escalate_urgent(*, by: Actor, at: datetime) -> list[UUID]:
    """Pass on every urgent case that nobody owns, or that its owner has not taken within five
    minutes: to the next on duty, at last to the supervisor, with whom it stays."""
    require_officer(by)
    ignored = Q(taken_at=None) & (Q(owner=None) | Q(assigned_at__lte=at - UNOWNED_AT_MOST))
    urgent = Case.objects.filter(ignored, lane=Lane.URGENT, state=CaseState.OPEN)
    return [case.id for case in urgent.select_for_update(skip_locked=True) if pass_on(case, by=by, at=at)]


@action()
def hurry_due(*, by: Actor, at: datetime) -> list[UUID]:
    """Make urgent every open case whose ``urgent_after`` has come, and give it an owner."""
    require_officer(by)
    due = Case.objects.filter(~Q(lane=Lane.URGENT), ~Q(state=CaseState.CLOSED), urgent_after__lte=at)
    hurried = list(due.select_for_update(skip_locked=True))
    for case in hurried:
        case.lane, case.lane_order = Lane.URGENT, LANE_ORDER[Lane.URGENT]
        case.save(update_fields=["lane", "lane_order"])
        record(HURRIED, case, by=by, at=at)
        if case.owner is None:
            give_to_duty(case, by=by, at=at)
    return [case.id for case in hurried]


def pass_on(case: Case, *, by: Actor, at: datetime) -> bool:
    """To the next on duty; False where there is nobody after its owner, with whom it then stays."""
    if case.owner is None:
        return give_to_duty(case, by=by, at=at) is not None
    following = _next_after(case.owner, list_on_duty(case.agency, at))
    if following is None:
        return False
    record(ESCALATED, case, by=by, at=at, former=str(case.owner))
    set_owner(case, owner=following.account, name=following.name, agency=following.agency, by=by, at=at)
    return True


def _next_after(owner: UUID, asked: list[OnDuty]) -> OnDuty | None:
    place = next((i for i, officer in enumerate(asked) if officer.account == owner), -1)
    if place >= 0 and asked[place].is_supervisor:
        return None
    return next(iter(asked[place + 1 :]), None)
