"""Why an officer opened somebody's record: asked once, kept for the sitting, written in the journal."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from onedoor.kernel.actors import Actor
from onedoor.kernel.errors import NotFound
from onedoor.people import actions as people
from onedoor.people.types import LookPurpose

KEPT = "desk_looks"
LASTS = timedelta(minutes=60)
LIMIT = 20

PURPOSES = {
    LookPurpose.ANSWER.value: _("The customer is here or on the line"),
    LookPurpose.CASE.value: _("I am working on a case of the customer"),
    LookPurpose.REPORT.value: _("A partner or agency asked about a report"),
    LookPurpose.COMPLAINT.value: _("The customer complained"),
}

PROTECTED = LookPurpose.PROTECTED.value


@dataclass(frozen=True, slots=True)
class Look:
    """The purpose under which the record stands open, and the case that gave it."""

    purpose: str
    case: UUID | None = None
    protected: bool = False  # tax or medical details were asked for and written down

    @property
    def words(self) -> str:
        """The purpose as the customer reads it."""
        return str(PURPOSES.get(self.purpose, self.purpose))


def find_look(request: HttpRequest, customer: UUID, at: datetime) -> Look | None:
    """The look that is still open on this customer in this session."""
    kept = request.session.get(KEPT, {}).get(str(customer))
    if not kept or datetime.fromisoformat(kept["at"]) + LASTS < at:
        return None
    return Look(kept["purpose"], UUID(kept["case"]) if kept["case"] else None, kept.get("protected", False))


def keep_look(request: HttpRequest, customer: UUID, look: Look, at: datetime) -> None:
    """Remember the look, newest last, a few at most."""
    kept = request.session.get(KEPT, {})
    kept.pop(str(customer), None)
    kept[str(customer)] = {
        "purpose": look.purpose,
        "case": str(look.case) if look.case else None,
        "protected": look.protected,
        "at": at.isoformat(),
    }
    request.session[KEPT] = dict(list(kept.items())[-LIMIT:])


def look_for_case(request: HttpRequest, case: Any, by: Actor, at: datetime) -> None:
    """Who opens a case looks at its customer, and the case is the reason: written once a sitting."""
    if case.customer is None or not by.may("customers.read") or find_look(request, case.customer, at):
        return
    try:
        people.record_view(customer=case.customer, purpose=LookPurpose.CASE.value, case=case.id, by=by, at=at)
    except NotFound:
        return  # she gave no name: there is no record to look at
    keep_look(request, case.customer, Look(LookPurpose.CASE.value, case.id), at)


def look_for_message(request: HttpRequest, message: Any, by: Actor, at: datetime) -> None:
    """Who opens what a customer wrote looks at her, to answer her: written once a sitting."""
    if message.customer is None or not by.may("customers.read") or find_look(request, message.customer, at):
        return
    people.record_view(customer=message.customer, purpose=LookPurpose.ANSWER.value, by=by, at=at)
    keep_look(request, message.customer, Look(LookPurpose.ANSWER.value), at)


def recent(request: HttpRequest) -> list[UUID]:
    """Customers opened in this session, newest first."""
    return [UUID(customer) for customer in reversed(request.session.get(KEPT, {}))]
