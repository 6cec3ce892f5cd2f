"""Whose a contact is: by what she said at the door, or by an officer's decision about it."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from onedoor.contact.actions.record import record_contact, record_message
from onedoor.contact.models import Interaction, Message
from onedoor.contact.types import RECEIVED
from onedoor.kernel.actions import action
from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.kernel.errors import NotAllowed, NotFound
from onedoor.kernel.scope import scoped
from onedoor.people import actions as people_actions
from onedoor.people import queries as people
from onedoor.people.types import Arrival, Match


@action(may="customers.find")
def place_arrival(*, contact: UUID, arrival: Arrival, by: Actor, at: datetime) -> Match:
    """Whose the saved interaction or message ``contact`` is, by what she said of herself. Certain is
    joined at once where an officer heard her; at a door that takes what is written, where nothing is
    proved, it waits at the desk for an officer as possible does. None stays nobody's. Nobody is
    registered by this. Called again it changes nothing: what has a customer keeps her."""
    if by.kind not in ("officer", "system"):
        raise NotAllowed("contact.officers_only", _("Only an officer can do this."))
    with scoped(SYSTEM):
        row = _find(contact)
        if row is None:
            raise NotFound("interaction.unknown", _("There is no such contact."))
        if row.customer is not None:
            return Match.CERTAIN
        found = people.resolve(arrival, by=SYSTEM, at=at)
        if found.match is Match.CERTAIN and found.customer and by.kind == "officer":
            _write(row, found.customer, by=by, at=at)
            return Match.CERTAIN
        if found.match is Match.NONE:
            return Match.NONE
        people_actions.keep_arrival(arrival=arrival, contact=contact, by=by, at=at)
        return Match.POSSIBLE


@action()
def follow_arrival(*, arrival: UUID, by: Actor, at: datetime, parted_from: UUID | None = None) -> None:
    """Bring the contact of a kept arrival to what is decided of it now: joined to the customer, or parted
    from the one named. Told twice, written once; who was identified otherwise stays. For the house."""
    if by.kind != "system":
        raise NotAllowed("contact.system_only", _("The house does this itself."))
    with scoped(SYSTEM):
        kept = people.get_arrival(arrival, by=by)
        row = _find(kept.contact) if kept.contact else None
        if row is not None and row.customer in (None, parted_from) and row.customer != kept.customer:
            _write(row, kept.customer, by=by, at=at)


def _find(contact: UUID) -> Interaction | Message | None:
    row = Interaction.objects.select_for_update().filter(id=contact).first()
    return row or Message.objects.select_for_update().filter(id=contact).first()


def _write(row: Interaction | Message, customer: UUID | None, *, by: Actor, at: datetime) -> None:
    """Hers from now on, on her timeline too. One that goes on is told there when it is over."""
    before, row.customer = row.customer, customer
    row.save(update_fields=["customer"])
    if isinstance(row, Interaction):
        row.participants.filter(role="customer", customer=before).update(customer=customer)
    if customer is None:
        return
    if isinstance(row, Message):
        record_message(RECEIVED, row, by=by, at=at)
    elif row.ended_at is not None:
        record_contact(row, list(row.topics.all()), by=by, at=at)
