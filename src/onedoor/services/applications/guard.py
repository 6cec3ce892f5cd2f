"""Who may see an application, and who may change it. One filter for reading and for writing."""

from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from onedoor.kernel.actors import Actor
from onedoor.kernel.errors import Conflict, NotAllowed, NotFound
from onedoor.people import queries as people
from onedoor.services.applications.opened import is_wanted
from onedoor.services.applications.types import ApplicationState
from onedoor.services.models import Application
from onedoor.trust.types import CONTACT_CENTRE

OPEN_STATES = (ApplicationState.DRAFT, ApplicationState.CHECKING)


def visible_to(by: Actor) -> QuerySet[Application]:
    """The applications that ``by`` may know of."""
    if by.kind == "system":
        return Application.objects.all()
    if by.kind == "citizen" and by.customer is not None:
        hers, mandated = Application.objects.filter(customer=by.customer), people.mandate_services(by)
        return hers if mandated is None else hers.filter(service__in=mandated)
    if by.kind == "officer":
        return Application.objects.filter(_for_officer(by))
    return Application.objects.none()


def _for_officer(by: Actor) -> Q:
    theirs = Q(agencies__contains=[by.agency]) if by.may("services.look") else Q(pk__in=[])
    # A customer who sits with the officer, or is on the line, opens her own file for the session.
    with_her = Q(customer=by.customer) if by.assisted and by.customer else Q(pk__in=[])
    return theirs | with_her


def sees_progress(by: Actor) -> bool:
    """Whether ``by`` may know of every unsigned form, how far it is, but nothing that stands in it: who
    is called about a form cannot help without."""
    return by.kind == "officer" and by.agency == CONTACT_CENTRE and by.may("services.assist")


def fetch(application: UUID, *, by: Actor) -> Application:
    """The application, or NotFound, also when it is somebody else's."""
    return _one(visible_to(by), Q(pk=application))


def fetch_number(number: str, *, by: Actor) -> Application:
    return _one(visible_to(by), Q(number=number))


def fetch_to_change(application: UUID, *, by: Actor, page: str = "") -> Application:
    """The application, locked until the transaction ends, for one who may change it: before it is
    signed, or where it waits for the answers of just this ``page``."""
    row = _one(visible_to(by).select_for_update(), Q(pk=application))
    check_may_act_for(row.customer, by=by)
    if row.state not in OPEN_STATES and not is_wanted(row, page):
        raise Conflict(
            "application.already_signed",
            _("This was signed already. It can no longer be changed here."),
            number=row.number,
            state=row.state,
        )
    return row


def check_may_start(customer: UUID, service: str, *, by: Actor) -> None:
    """The same as for changing; and a representative only in the services of the mandate."""
    check_may_act_for(customer, by=by)
    if not people.mandate_covers(by, service):
        raise NotAllowed(
            "application.not_mandated",
            _("You were not asked to act in this service. The person can widen what you may do."),
            customer=customer,
        )


def check_may_act_for(customer: UUID, *, by: Actor) -> None:
    """A person acts for herself or by mandate; an officer only while she is there to confirm."""
    hers = by.customer == customer and (
        by.kind == "citizen" or (by.kind == "officer" and by.assisted is not None)
    )
    if by.kind == "system" or hers:
        return
    if by.kind == "officer":
        raise NotAllowed(
            "application.customer_absent",
            _(
                "Ask the customer for a one-time code first. "
                "Forms are filled in only with the customer present."
            ),
        )
    raise NotFound("application.unknown", _("We cannot find this application."))


def _one(rows: QuerySet[Application], which: Q) -> Application:
    row = rows.filter(which).first()
    if row is None:
        raise NotFound("application.unknown", _("We cannot find this application."))
    return row
