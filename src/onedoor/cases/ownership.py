"""Giving a case its one owner; for urgent work the owner comes from the duty roster at once."""

from datetime import datetime
from uuid import UUID

from onedoor.cases.duty import OnDuty, list_on_duty
from onedoor.cases.models import Case
from onedoor.cases.record import record
from onedoor.cases.types import ASSIGNED
from onedoor.kernel.actors import Actor

OWNING = ["owner", "owner_name", "assigned_at", "taken_at", "cooperating", "signed_at"]


def set_owner(
    case: Case, *, owner: UUID, name: str, agency: str, by: Actor, at: datetime, taken: bool = False
) -> None:
    """Make this officer the one owner; her agency co-operates when it does not lead."""
    case.owner, case.owner_name, case.assigned_at = owner, name, at
    case.taken_at = at if taken else None
    if taken and agency == case.agency:
        sign(case, at)
    join(case, agency)
    case.save(update_fields=OWNING)
    record(ASSIGNED, case, by=by, at=at, owner=str(owner))


def sign(case: Case, at: datetime) -> None:
    """The agency that leads has read the order; the first time counts. The caller saves it."""
    case.signed_at = case.signed_at or (at if case.sign_by else None)


def join(case: Case, agency: str) -> None:
    """Let an agency see and help with the case; the leading one does already."""
    if agency and agency != case.agency and agency not in case.cooperating:
        case.cooperating = sorted([*case.cooperating, agency])


def give_to_duty(case: Case, *, by: Actor, at: datetime) -> OnDuty | None:
    """Give an unowned case to the first on duty; None when the city has nobody at all."""
    first = next(iter(list_on_duty(case.agency, at)), None)
    if first:
        set_owner(case, owner=first.account, name=first.name, agency=first.agency, by=by, at=at)
    return first


def end_disputes(row: Case, *, at: datetime) -> None:
    """Nobody need decide any more whose it is."""
    row.disputes.filter(state="open").update(state="over", decided_at=at)
