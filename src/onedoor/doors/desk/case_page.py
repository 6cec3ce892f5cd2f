"""Everything about one case in one reading."""

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from onedoor.cases import queries as cases
from onedoor.cases.types import BREACH_AUTHORITY, BREACH_PERSONS, EMERGENCY_REVIEW, ENDED_ELSEWHERE
from onedoor.contact import queries as contact
from onedoor.exchange import queries as exchange
from onedoor.kernel.actors import Actor
from onedoor.kernel.clock import local
from onedoor.kernel.errors import NotFound, Refused
from onedoor.look.timeline import list_moments_of
from onedoor.people import queries as people
from onedoor.services import queries as services
from onedoor.trust import queries as trust


def read_case(case: Any, *, by: Actor, at: datetime) -> dict[str, Any]:
    """The context of the case page."""
    application = _application(case, by)
    return {
        "at": at,
        "case": case,
        "person": _person(case, by),
        "identifier": people.masked_identifier(case.customer) if case.customer else "",
        "service": _service(case, at),
        "application": application,
        "waits": application is not None
        and application.case == case.id
        and any(_is_ours(step, by) for step in application.steps),
        "public": None if case.kind in ENDED_ELSEWHERE else cases.find_tracking(case.number, at=at),
        "report": services.find_report(case.number),
        "corrections": _corrections(case, by, at),
        "moments": list_moments_of(case.id, by=by),
        "threads": _threads(case, by),
        "related": _related(case, by),
        "extensions": cases.list_extensions(case.number, by=by),
        "task": services.find_task_of_case(case.id, by=by),
        "ledger": _ledger(case, by),
        "picture": _picture(application),
        "own_page": _find_own_page(case, by),
    }


def _find_own_page(case: Any, by: Actor) -> tuple[str, Any] | None:
    """Where a case is done that does not end on its own page, for who may open it there; and what is done."""
    if case.kind == EMERGENCY_REVIEW and by.may("emergencies.review"):
        found = next((one for one in trust.list_emergencies(by=by) if one.case == case.id), None)
        return (reverse("desk:review-emergency", args=[found.id]), _("The review")) if found else None
    if case.kind in (BREACH_AUTHORITY, BREACH_PERSONS) and by.may("breaches.handle"):
        return reverse("desk:breach", args=[_number_of_breach(case, by)]), _("The breach, step by step")
    return None


def _number_of_breach(case: Any, by: Actor) -> str:
    """A breach's first case bears its number; the others belong to that one."""
    return str(cases.get_case(case.parent, by=by).number if case.parent else case.number)


def _is_ours(step: Any, by: Actor) -> bool:
    return bool(step.state == "now" and step.does == "review" and step.by == by.agency)


def _person(case: Any, by: Actor) -> Any:
    if case.customer is None or not by.may("customers.read"):
        return None
    try:
        return people.get_customer(case.customer, by=by)
    except NotFound:
        return None  # she gave no name


def _application(case: Any, by: Actor) -> Any:
    if case.application is None:
        return None
    try:
        return services.get_application_by_id(case.application, by=by)
    except Refused:
        return None  # the form is not for these eyes; the case itself may be


def _service(case: Any, at: datetime) -> Any:
    try:
        return services.get_service(case.service, at=at)
    except Refused:
        return None


def _corrections(case: Any, by: Actor, at: datetime) -> list[dict[str, Any]]:
    """The disputed values behind the case."""
    if case.customer is None:
        return []
    rows = []
    for question in exchange.list_corrections_about(case.customer, by=by, at=at):
        if question.case != case.id:
            continue
        attribute = exchange.get_attribute(question.register, question.attribute)
        rows.append({"question": question, "attribute": attribute, "reporter": _reporter(question, at)})
    return rows


def _reporter(question: Any, at: datetime) -> Any:
    if question.partner:
        return exchange.get_partner(question.partner, day=local(at).date()).name
    return trust.get_agency(question.agency).name


def _ledger(case: Any, by: Actor) -> list[Any]:
    """What agencies did and took back; on the case of the whole application only."""
    is_whole = case.application is not None and case.parent is None
    return services.get_ledger(case.application, by=by) if is_whole else []


def _picture(application: Any) -> Any:
    if application is None:
        return None
    try:
        return services.get_picture(application.service, application.steps, version=application.version)
    except Refused:
        return None  # the service is no longer in the catalogue


def _threads(case: Any, by: Actor) -> list[Any]:
    """What the customer wrote about it, and what it began with, for who answers that."""
    if not (by.may("contact.read") and by.may("contact.send")):
        return []
    found = contact.list_threads_of_case(case.id, by=by)
    began = contact.find_message(case.arrival, by=by) if case.arrival else None
    return [began, *found] if began and began.thread not in {one.thread for one in found} else found


def _related(case: Any, by: Actor) -> list[Any]:
    """The other cases of its application, and those that belong to it."""
    same = cases.list_cases_of(case.application, by=by) if case.application else []
    found = {one.id: one for one in (*same, *cases.list_children(case.id, by=by))}
    return [one for one in found.values() if one.id != case.id]
