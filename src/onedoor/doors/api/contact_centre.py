"""For the programs that officers answer calls with: find the customer, read what happened, log the contact.

Each program acts in the name of one officer, with a key of her shift. Everything that is read about a
customer is read under a purpose, and stands in her own history beside the officer's name.
"""

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from ninja import Router, Status
from ninja.security import HttpBearer

from onedoor.cases import actions as case_actions
from onedoor.cases import queries as cases
from onedoor.contact import actions as contact
from onedoor.contact.types import Topic
from onedoor.doors.api import desk_shapes as shapes
from onedoor.doors.api.keys import key_caller
from onedoor.doors.api.problems import PROBLEMS
from onedoor.journal import queries as journal
from onedoor.kernel import clock
from onedoor.kernel.actors import Actor
from onedoor.kernel.errors import Conflict, Invalid
from onedoor.kernel.scope import scoped
from onedoor.kernel.text import as_language
from onedoor.look.operations import operation
from onedoor.people import actions as people_actions
from onedoor.people import queries as people
from onedoor.people.types import LookPurpose
from onedoor.services import queries as services

PURPOSE = "Onedoor-Purpose"
MOST = 100


class OfficerKey(HttpBearer):
    """``Authorization: Bearer odk_…``: a key that an officer made at the desk for this shift."""

    def authenticate(self, request: HttpRequest, token: str) -> Actor:
        return key_caller(request)


router = Router(auth=OfficerKey())


@router.post("/customers/find", response={200: shapes.CustomerOut, **PROBLEMS})
@operation(audience="officer", level=3, may="customers.find")
def find_customer(request: HttpRequest, given: shapes.FindIn) -> Any:
    """The customer with exactly this identifier. It travels in the body: never in an address."""
    by = _by(request)
    with scoped(by):
        return shapes.to_customer(people.find_customer(given.identifier, by=by))


@router.get("/customers/{customer}/history", response={200: list[shapes.EntryOut], **PROBLEMS})
@operation(audience="officer", level=3, may="customers.read")
def get_history(request: HttpRequest, customer: UUID, limit: int = 20) -> Any:
    """The newest entries of all doors and agencies that this officer may read. The header
    ``Onedoor-Purpose`` says why; the customer sees it."""
    by, at = _by(request), clock.now()
    purpose = request.headers.get(PURPOSE, "").strip()
    if purpose not in {one.value for one in LookPurpose if one is not LookPurpose.PROTECTED}:
        raise Invalid("look.purpose", _("Choose why you open this record."), field=PURPOSE)
    with scoped(by):
        people_actions.record_view(customer=customer, purpose=purpose, by=by, at=at)
        entries = journal.list_timeline(customer=customer, by=by, limit=max(1, min(limit, MOST)))
    language = as_language(get_language())
    return [shapes.to_entry(entry, language) for entry in entries]


@router.post("/customers/{customer}/contacts", response={201: shapes.ContactOut, **PROBLEMS})
@operation(audience="officer", level=3, may="contact.log")
def log_contact(request: HttpRequest, customer: UUID, given: shapes.ContactIn) -> Any:
    """Keep one contact: through which door, about what, with which result."""
    by = _by(request)
    with scoped(by):
        people.get_customer(customer, by=by)
        kept = contact.log_interaction(
            customer=customer,
            door=given.door,
            topics=[Topic(subject=one.subject, service=one.service) for one in given.topics],
            result=given.result,
            started_at=given.started_at,
            ended_at=given.ended_at,
            by=by,
            at=clock.now(),
        )
    return Status(201, shapes.ContactOut(id=kept.id, started_at=kept.started_at, ended_at=kept.ended_at))


@router.post("/cases/{number}/decision", response={200: shapes.DecisionOut, **PROBLEMS})
@operation(audience="officer", level=3, may="cases.close")
def decide_case(request: HttpRequest, number: str, given: shapes.DecisionIn) -> Any:
    """Decide a case of the officer's own and finish it. A contractor's role is refused: ``who_can`` says
    whose is not. A case behind which an agency's task stands is finished with its task, at the desk."""
    by = _by(request)
    with scoped(by):
        case = cases.get_case(number, by=by)
        if services.find_task_of_case(case.id, by=by) is not None:
            raise Conflict("case.has_task", _("A task stands behind this case. Complete or refuse the task."))
        closed = case_actions.close_case(
            case=case.id, outcome=given.outcome, reason=given.reason, by=by, at=clock.now()
        )
    return shapes.DecisionOut(number=closed.number, outcome=closed.outcome, closed_at=closed.closed_at)


def _by(request: HttpRequest) -> Actor:
    actor = request.auth  # type: ignore[attr-defined]  # ninja puts the caller there
    assert isinstance(actor, Actor)
    return actor
