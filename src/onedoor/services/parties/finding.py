"""Finding the request that somebody answers, and the way of the application it belongs to."""

from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from onedoor.kernel.actors import Actor
from onedoor.kernel.errors import NotFound
from onedoor.services.applications.lookup import file_of
from onedoor.services.files.steps import Step
from onedoor.services.flow.journey import Journey, journey_of
from onedoor.services.flow.plan import default_steps
from onedoor.services.models import Application, ApplicationParty
from onedoor.services.parties.types import LINK, PartyState
from onedoor.trust import actions as trust_actions
from onedoor.trust import queries as trust


def find_asked(party: UUID | None, token: str, *, by: Actor, at: datetime, hold: bool) -> ApplicationParty:
    """The request behind a link, or the one of somebody who is known. The caller is in the house's
    scope. NotFound for everybody else."""
    if token:
        take = trust_actions.hold_link if hold else None
        link = take(token=token, purpose=LINK, by=by, at=at) if take else trust.get_link(token, LINK, at=at)
        return get_row(Q(id=link.subject))
    if party is None or by.customer is None or by.mandate is not None or by.assurance < 1:
        raise unknown()
    return get_row(Q(id=party) & (Q(known=by.customer) | Q(customer=by.customer)))


def get_row(which: Q) -> ApplicationParty:
    """One row that was not replaced, with its application."""
    row = live_rows().filter(which).first()
    if row is None:
        raise unknown()
    return row


def live_rows() -> QuerySet[ApplicationParty]:
    """Everybody who was asked, but for those who were replaced."""
    return ApplicationParty.objects.exclude(state=PartyState.REPLACED).select_related("application")


def lock(row: ApplicationParty) -> ApplicationParty:
    """The same, held until the transaction ends, its application first: whoever answers at the same
    moment, for the same application, comes after."""
    Application.objects.select_for_update().get(pk=row.application_id)
    held = ApplicationParty.objects.select_for_update(of=("self",)).select_related("application")
    return held.get(pk=row.pk)


def journey_for(row: ApplicationParty, *, by: Actor, at: datetime) -> Journey:
    """The way of her application, as it stands."""
    return journey_of(row.application, by=by, at=at)


def step_of(row: ApplicationParty) -> Step:
    """The confirm step that waits for her."""
    return next(step for step in default_steps(file_of(row.application)) if step.id == row.step)


def unknown() -> NotFound:
    """The same answer for what is not there and for what is not one's business."""
    return NotFound("party.unknown", _("There is no such request, or it is not for you."))
