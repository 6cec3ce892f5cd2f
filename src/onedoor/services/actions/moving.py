"""What moves a signed application on: a payment, an officer's decision; and taking it back."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from onedoor.kernel.actions import action
from onedoor.kernel.actors import Actor
from onedoor.kernel.errors import Conflict, NotFound
from onedoor.kernel.scope import scoped
from onedoor.services.applications.guard import fetch, fetch_to_change
from onedoor.services.applications.lookup import file_of
from onedoor.services.applications.store import record
from onedoor.services.applications.types import WITHDRAWN, ApplicationState, ApplicationView
from onedoor.services.applications.view import look
from onedoor.services.flow import effects
from onedoor.services.flow.journey import house_of, journey_of, move_on
from onedoor.services.models import Application


@action()
def settle_payment(*, charge: UUID, by: Actor, at: datetime) -> Application | None:
    """The flow goes on once the charge is paid in full. Told twice, it goes on once."""
    row = Application.objects.select_for_update().filter(charge=charge).first()
    if row is None:
        return None
    node = next((node for node in row.waits_for if node.startswith("pay-")), None)
    if node is not None:
        _go_on(row, node, by=by, at=at)
    return row


@action(may="services.decide")
def complete_review(*, application: UUID, by: Actor, at: datetime) -> ApplicationView:
    """An officer has looked at what needed her: the flow goes on with the latest values."""
    row = Application.objects.select_for_update().get(pk=fetch(application, by=by).pk)
    node = next((node for node in row.waits_for if node.startswith("review-")), None)
    if node is None:
        raise Conflict("application.no_review", _("This application does not wait for an officer."))
    if by.kind == "officer" and by.agency not in row.agencies:
        raise NotFound("application.unknown", _("We cannot find this application."))
    _go_on(row, node, by=by, at=at)
    return look(row, by=by, at=at)


@action(may="services.assist")
def withdraw_application(*, application: UUID, reason: str = "", by: Actor, at: datetime) -> ApplicationView:
    """Take an unsigned application back. It stays on record, and a new one may be started."""
    row = fetch_to_change(application, by=by)
    file = file_of(row)
    row.state, row.closed_at, row.changed_at = ApplicationState.WITHDRAWN, at, at
    row.save()
    record(WITHDRAWN, row, file, by=by, at=at)
    with scoped(house_of(by)):
        effects.close_case(journey_of(row, by=by, at=at), outcome="withdrawn")
    return look(row, by=by, at=at)


def _go_on(row: Application, node: str, *, by: Actor, at: datetime) -> None:
    journey = journey_of(row, by=by, at=at)
    with scoped(journey.house):
        if node.startswith("review-"):
            effects.decide(journey, journey.step(node))
        move_on(journey, node=node)
        effects.settle_case(journey)
        row.changed_at = at
        row.save()
