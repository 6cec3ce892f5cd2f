"""Which cases an actor may know of: one filter for list, detail, search, export and writes."""

from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from onedoor.cases.models import Case
from onedoor.cases.types import ENDED_ELSEWHERE
from onedoor.kernel.actors import Actor
from onedoor.kernel.errors import Conflict, NotAllowed, NotFound
from onedoor.kernel.ids import find_number
from onedoor.people import queries as people

READ = "cases.read"


def visible_cases(by: Actor) -> QuerySet[Case]:
    """Cases that ``by`` may read: a customer her own, an officer those her agency leads or helps
    with (and those of the person who sits with her), a partner none."""
    if by.kind == "system":
        return Case.objects.all()
    own = Q(customer=by.customer) if by.customer else Q(pk__in=[])
    if (services := people.mandate_services(by)) is not None:
        own &= Q(service__in=services)
    if by.kind == "officer" and by.may(READ):
        return Case.objects.filter(own | Q(agency=by.agency) | Q(cooperating__contains=[by.agency]))
    return Case.objects.filter(own) if by.kind == "citizen" else Case.objects.none()


def get_visible(case: UUID | str, by: Actor) -> Case:
    """The row of that id or number. One that exists but is not for these eyes is as unknown as one
    that does not."""
    wanted = Q(id=case) if isinstance(case, UUID) else Q(number=find_number(case) or "")
    return _found(visible_cases(by).filter(wanted).first())


def lock_case(case: UUID, by: Actor, *, may_be_closed: bool = False) -> Case:
    """The row, held until the transaction ends. Conflict when it is closed already."""
    row = _found(visible_cases(by).select_for_update().filter(id=case).first())
    if row.closed_at and not may_be_closed:
        raise Conflict("case.closed", _("This case is finished. Open a new one."))
    return row


def require_movable(row: Case) -> None:
    """What ends on a page of its own stays with its agency, and its clock runs: nobody else could end it."""
    if row.kind in ENDED_ELSEWHERE:
        raise NotAllowed("case.stays", _("This case stays with its agency, and its clock runs."), case=row.id)


def require_officer(by: Actor) -> None:
    """Only those who work on cases go on."""
    if by.kind not in ("officer", "system"):
        raise NotAllowed("cases.officers_only", _("Only an officer can do this."), customer=by.customer)


def _found(row: Case | None) -> Case:
    if row is None:
        raise NotFound("case.unknown", _("There is no such case, or it is not yours to see."))
    return row
