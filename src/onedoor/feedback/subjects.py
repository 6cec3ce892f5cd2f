"""What can be rated: a case or an application, by the number that the person holds."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from onedoor.cases import queries as cases
from onedoor.feedback.types import MAY_RATE
from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.kernel.errors import Conflict, Invalid, NotFound
from onedoor.kernel.ids import find_number
from onedoor.kernel.scope import scoped
from onedoor.services import queries as services


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """``sent``: whether the person's part is done, so that there is something to rate."""

    number: str
    customer: UUID | None
    service: str
    agency: str
    case: UUID | None
    sent: bool
    closed_at: datetime | None
    is_report: bool


def find_subject(number: str) -> Subject:
    """What the number stands for. Raises Invalid for one that cannot be ours, NotFound for one that is
    nobody's. Reads as the house: callers give nothing of it away but by ``check_rater``."""
    canonical = find_number(number)
    if canonical is None:
        raise Invalid(
            "rating.number", _("This is not one of our numbers. Check each letter and digit."), field="number"
        )
    with scoped(SYSTEM):
        report = services.find_report(canonical)
        case = cases.find_case(canonical, by=SYSTEM)
        if case is not None:
            return Subject(
                number=canonical, customer=case.customer, service=case.service, agency=case.agency,
                case=case.id, sent=True, closed_at=case.closed_at, is_report=report is not None,
            )  # fmt: skip
        try:
            found = services.get_application(canonical, by=SYSTEM)
        except NotFound as error:
            raise _unknown() from error
    return Subject(
        number=canonical, customer=found.customer, service=found.service, agency=found.agency,
        case=found.case, sent=found.signed_at is not None, closed_at=found.closed_at,
        is_report=report is not None,
    )  # fmt: skip


def check_rater(subject: Subject, *, by: Actor) -> bool:
    """Whether ``by`` is known to be whom it was for. Somebody unknown who holds the number may rate as
    well; another customer, or an officer alone, may not (nobody rates in a person's place)."""
    if by.kind == "citizen" or by.assisted:
        if by.customer is None:
            return False
        if by.customer == subject.customer:
            return True
        raise _unknown()
    if by.kind == "system":
        return False
    raise _unknown()


def check_time(subject: Subject, *, at: datetime) -> None:
    """Refuses what is not sent yet, and what was finished too long ago."""
    if not subject.sent:
        raise Conflict("rating.too_early", _("Send it first; then say how well it went."))
    if subject.closed_at and at > subject.closed_at + MAY_RATE:
        raise Conflict(
            "rating.too_late",
            _("This was finished more than 90 days ago. Write to us instead; we will read it."),
        )


def _unknown() -> NotFound:
    """The same words for what is nobody's and what is somebody else's."""
    return NotFound("rating.unknown", _("There is nothing under this number that you can rate."))
