"""A PIN for the telephone that goes by letter to the address that we hold."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from onedoor.kernel.actions import action
from onedoor.kernel.actors import Actor
from onedoor.kernel.errors import Conflict
from onedoor.people.queries.pin_letters import find_pin_letter
from onedoor.trust import actions as trust


@action(may="assistance.give")
def order_pin_letter(*, account: UUID, by: Actor, at: datetime) -> None:
    """She orders it herself, or with the officer whom she lets help her now. Refused where no letters leave,
    where we hold no address of hers, and for whatever ``trust.order_door_pin`` refuses."""
    trust.order_door_pin(account=account, by=by, at=at)
    letter = find_pin_letter(account, by=by)
    if not letter.can_leave:
        raise Conflict(
            "pin.no_print_house", _("No letters leave from here at present. Set a PIN yourself instead.")
        )
    if not letter.address:
        raise Conflict(
            "pin.no_address",
            _("We hold no postal address of yours. Give one under “How we reach you” first."),
        )
