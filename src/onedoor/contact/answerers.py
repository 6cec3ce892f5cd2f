"""Who answers what is written to us. This room knows neither services nor cases: the room that keeps
them says, and until it has said, the contact centre answers.
"""

from typing import Protocol
from uuid import UUID

from onedoor.contact.types import CaseOfThread
from onedoor.kernel.actors import Actor
from onedoor.trust.types import CONTACT_CENTRE


class Answerers(Protocol):
    """The routing table and the cases, as far as messages need them."""

    def find_agency(self, *, text: str, service: str, place: str) -> str:
        """Which agency answers these words, about that service, at that place. Always one."""
        ...

    def find_case(self, case: UUID, *, by: Actor) -> CaseOfThread | None:
        """The case, when there is one and ``by`` may know of it."""
        ...


class OnlyTheCentre:
    """Where nobody has registered: the contact centre answers, and no case is known."""

    def find_agency(self, *, text: str, service: str, place: str) -> str:
        return CONTACT_CENTRE

    def find_case(self, case: UUID, *, by: Actor) -> CaseOfThread | None:
        return None


_registered: list[Answerers] = [OnlyTheCentre()]


def register_answerers(answerers: Answerers) -> None:
    """The room above that keeps the routing table and the cases."""
    _registered[:] = [answerers]


def get_answerers() -> Answerers:
    """What was registered last."""
    return _registered[0]
