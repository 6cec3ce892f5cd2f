"""More time and second requests, read: what was asked for, what was given, who broke which rule."""

from datetime import datetime

from django.db.models import Count, F, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from onedoor.cases.access import visible_cases
from onedoor.cases.grounds import find_ground
from onedoor.cases.grounds import list_grounds as _list_grounds
from onedoor.cases.models import AskedAgain, Case, Extension
from onedoor.cases.types import AskedAgainView, Breaches, ExtensionView, Ground, StopReason
from onedoor.kernel.actors import Actor
from onedoor.kernel.errors import NotAllowed

__all__ = [
    "count_breaches", "list_asked_again", "list_extensions", "list_grounds", "list_proposed_extensions",
    "view_extension",
]  # fmt: skip


def list_grounds(service: str) -> list[Ground]:
    """The legal grounds on which a case of this service may get more time, with their limits."""
    return _list_grounds(service)


def list_extensions(case: str, *, by: Actor) -> list[ExtensionView]:
    """All that was proposed for the case with this number, the oldest first. Its customer sees only what
    was granted."""
    rows = _extensions(by).filter(case__number=case)
    return [view_extension(row) for row in (rows.filter(state="granted") if by.kind == "citizen" else rows)]


def list_proposed_extensions(*, by: Actor, limit: int = 50) -> list[ExtensionView]:
    """What waits for a supervisor of the officer's agency to decide, the nearest promise first."""
    rows = _extensions(by).filter(state="proposed").order_by("promised_before")
    return [view_extension(row) for row in rows[:limit]]


def list_asked_again(*, by: Actor, limit: int = 100) -> list[AskedAgainView]:
    """The second requests of the officer's agency, the newest first; for supervisors."""
    _require_supervisor(by)
    rows = AskedAgain.objects.select_related("case").filter(case__in=visible_cases(by))
    return [
        AskedAgainView(
            number=row.case.number, agency=row.agency, service=row.service, knowable=row.knowable,
            reason=row.reason, allowed_by_name=row.allowed_by_name, asked_at=row.asked_at,
        )
        for row in (rows if by.kind == "system" else rows.filter(agency=by.agency))[:limit]
    ]  # fmt: skip


def count_breaches(*, by: Actor, since: datetime, at: datetime) -> list[Breaches]:
    """Of each agency and service that ``by`` may see: cases that asked their customer since then, and
    second requests for what could have been asked the first time."""
    _require_supervisor(by)
    cases = visible_cases(by) if by.kind == "system" else visible_cases(by).filter(agency=by.agency)
    asked = Q(stops__reason=StopReason.CUSTOMER, stops__stopped_at__gte=since, stops__stopped_at__lte=at)
    broke = Q(asked_again__knowable=True, asked_again__asked_at__gte=since, asked_again__asked_at__lte=at)
    rows = cases.values("agency", "service").annotate(
        asked=Count("id", filter=asked, distinct=True),
        breaches=Count("asked_again", filter=broke, distinct=True),
    )
    found = rows.filter(Q(asked__gt=0) | Q(breaches__gt=0)).order_by(
        F("breaches").desc(), "agency", "service"
    )
    return [Breaches(**row) for row in found]


def view_extension(row: Extension) -> ExtensionView:
    """The extension with the number of its case and the words of its ground."""
    case: Case = row.case
    ground = find_ground(row.ground, case.service)
    return ExtensionView(
        id=row.id, case=case.id, number=case.number, ground=row.ground,
        title=ground.title if ground else {"en": row.ground}, basis=ground.basis if ground else {},
        term=row.term, reason=row.reason, state=row.state, proposed_by=row.proposed_by,
        proposed_by_name=row.proposed_by_name, proposed_at=row.proposed_at,
        decided_by_name=row.decided_by_name, decided_at=row.decided_at,
        promised_before=row.promised_before, promised_after=row.promised_after,
    )  # fmt: skip


def _extensions(by: Actor) -> QuerySet[Extension]:
    return Extension.objects.select_related("case").filter(case__in=visible_cases(by))


def _require_supervisor(by: Actor) -> None:
    if not by.may("cases.grant_time"):
        raise NotAllowed(
            "cases.supervisors_only", _("Only a supervisor reads this."), needs="cases.grant_time"
        )
