"""What doors see of those who take part, and the events of their answers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from onedoor.kernel.events import Event
from onedoor.kernel.text import Text
from onedoor.services.applications.types import ApplicationState, ValueLine

LINK = "party"  # the purpose of the links that those who take part are sent
OF_A_LINK = 1  # who holds a link that was sent to her is proved this well, and no better


class PartyState(StrEnum):
    INVITED = "invited"
    CONFIRMED = "confirmed"
    DECLINED = "declined"
    EXPIRED = "expired"
    REPLACED = "replaced"


PARTY_SAYS = {
    PartyState.INVITED: _("Asked, no answer yet"),
    PartyState.CONFIRMED: _("Confirmed"),
    PartyState.DECLINED: _("Declined"),
    PartyState.EXPIRED: _("Did not answer in time"),
    PartyState.REPLACED: _("Replaced"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyView:
    """One who takes part, as the applicant and her officer see her. ``contact`` is shown in part only.

    ``may_send``, ``may_change`` and ``may_leave_out`` say what the applicant can do about her;
    ``signed_as`` is her name by the register, where she signed in to confirm.
    """

    id: UUID
    role: str
    title: Text
    name: str
    contact: str
    contact_kind: str
    state: PartyState
    invited_at: datetime
    due_at: datetime | None
    answered_at: datetime | None
    left_out: bool
    reason: str
    alarmed: bool
    not_delivered: bool
    signed_as: str
    may_send: bool
    may_change: bool
    may_leave_out: bool
    may_settle: bool
    demo_text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestView:
    """What somebody is asked, as she sees it. Until she has proved who she is (``needs_level``), only
    the service and the agency are told; ``fingerprint`` goes back with her answer."""

    id: UUID
    service: Text
    agency: str
    needs_level: int
    state: PartyState
    due_at: datetime | None
    asked_by: str = ""
    title: Text
    name: str = ""
    confirms: Text
    values: Sequence[ValueLine] = ()
    fingerprint: str = ""
    number: str = ""
    progress: ApplicationState | None = None
    answered_at: datetime | None = None
    sha256: str = ""
    open: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestCard:
    """A request in the list of somebody who is known."""

    id: UUID
    service: Text
    title: Text
    asked_by: str
    state: PartyState
    invited_at: datetime
    due_at: datetime | None
    answered_at: datetime | None


ASKED = Event("services.party.asked", _("We asked %(role)s to confirm %(title)s."))
ASKED_YOU = Event("services.party.asked_you", _("You were asked to confirm %(title)s as %(role)s."))
ASKED_AGAIN = Event("services.party.asked_again", _("We sent %(role)s a new link for %(title)s."))
CHANGED = Event("services.party.changed", _("You named somebody else as %(role)s in %(title)s."))
REMINDED = Event("services.party.reminded", _("We reminded %(role)s to confirm %(title)s."))
CHILD_ALONG = Event(
    "services.party.child", _("A parent who signed took you along in %(title)s, as: %(role)s")
)
CONFIRMED = Event("services.party.confirmed", _("%(role)s confirmed %(title)s."))
YOU_CONFIRMED = Event("services.party.you_confirmed", _("You confirmed %(title)s as %(role)s."))
DECLINED = Event("services.party.declined", _("%(role)s declined to confirm %(title)s."))
YOU_DECLINED = Event("services.party.you_declined", _("You declined to confirm %(title)s as %(role)s."))
ALARMED = Event(
    "services.party.alarmed", _("Somebody named as %(role)s in %(title)s does not know about it."), "officer"
)
YOU_ALARMED = Event(
    "services.party.you_alarmed", _("You told us that you do not know about %(title)s. We look into it.")
)
EXPIRED = Event("services.party.expired", _("%(role)s did not confirm %(title)s in time."))
LEFT_OUT = Event("services.party.left_out", _("%(title)s goes on without %(role)s."))
