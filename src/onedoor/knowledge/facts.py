"""The facts that answers name: handed in by who knows them, asked for whenever an answer is said."""

from collections.abc import Mapping
from datetime import datetime

from onedoor.kernel.text import Text
from onedoor.knowledge.types import FactsGiver

_givers: list[FactsGiver] = []


def take_facts_from(giver: FactsGiver) -> None:
    """Called once at start by each room that knows facts; later ones add to earlier ones."""
    if giver not in _givers:
        _givers.append(giver)


def get_facts(service: str, at: datetime) -> Mapping[str, Text]:
    """All that is known then of the house and of the service."""
    known: dict[str, Text] = {}
    for giver in _givers:
        known |= giver("", at)
        if service:
            known |= giver(service, at)
    return known
