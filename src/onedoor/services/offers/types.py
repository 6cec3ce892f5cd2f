"""What doors see of an offer, and the events of its life."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from onedoor.kernel.events import Event
from onedoor.kernel.text import Text
from onedoor.services.applications.types import LineGroup


class OfferState(StrEnum):
    """``given`` was given without asking; ``mistaken``: she says that it is not right."""

    OFFERED = "offered"
    TAKEN = "taken"
    GIVEN = "given"
    DECLINED = "declined"
    MISTAKEN = "mistaken"
    LAPSED = "lapsed"


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferView:
    """An offer as its customer reads it: what it is, why she sees it, on which facts it rests.

    ``confirm`` is one-tap, sign or silent; ``sign_level`` is what saying yes asks for.
    """

    id: UUID
    customer: UUID
    service: str
    title: Text
    agency: str
    agency_name: Text
    notice: Text
    basis: Text
    facts: tuple[LineGroup, ...]
    confirm: str
    sign_level: int
    state: OfferState
    found_at: datetime
    lapses_at: datetime
    deadline: date | None
    application: UUID | None
    number: str = ""

    @property
    def is_open(self) -> bool:
        """Whether she can still answer."""
        return self.state is OfferState.OFFERED


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferFigures:
    """How well a service finds its people: offers that were right, wrong, or not yet known."""

    service: str
    title: Text
    offered: int
    taken: int
    declined: int
    mistaken: int
    lapsed: int
    wrong: int

    @property
    def answered(self) -> int:
        return self.taken + self.declined + self.mistaken


OFFERED = Event("services.offer.made", _("We found that %(title)s may be for you."))
TAKEN = Event("services.offer.taken", _("You said yes to %(title)s."))
GIVEN = Event("services.offer.given", _("%(title)s was given to you; you did not need to ask."))
DECLINED = Event("services.offer.declined", _("You said no to %(title)s."))
MISTAKEN = Event("services.offer.mistaken", _("You said that our finding for %(title)s is not right."))
OFFER_LAPSED = Event("services.offer.lapsed", _("Our offer of %(title)s has lapsed. You can still apply."))
OFFER_REMINDED = Event("services.offer.reminded", _("We reminded you of the last day for %(title)s."))
FOUND_WRONG = Event(
    "services.offer.found_wrong", _("%(title)s was offered, but the rules decided otherwise"), "officer"
)
