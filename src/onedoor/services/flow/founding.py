"""A step that brings about a new entity number founds a business: it becomes a customer of its own, and
whoever applied its owner.

The seam: ``giving`` asks ``is_founding`` of each gift, takes ``new_entity_number`` for it, calls ``found``
when the step's gifts are kept, and ``strike_off`` when they are taken back. The business is called by the
step's gift ``business_name``, else by an answer of that name, else by the first of the proposed ``names``.
"""

import secrets
from datetime import datetime
from typing import Any

from onedoor.exchange import actions as exchange
from onedoor.exchange.types import NewValue
from onedoor.kernel.actors import Actor
from onedoor.people import actions as people
from onedoor.people import queries as of_people
from onedoor.people.rules import ORGANISATION_SERIALS, make_organisation_identifier
from onedoor.people.types import IdentifierKind
from onedoor.services.files.steps import Gift
from onedoor.services.flow.journey import Journey
from onedoor.services.parties.named import read_text

REGISTER, NUMBER, NAME, STATE = "business-register", "entity_number", "business_name", "business_state"


def is_founding(gift: Gift) -> bool:
    """Whether this gift is the number of a new business."""
    return (gift.register_, gift.attribute) == (REGISTER, NUMBER)


def new_entity_number() -> str:
    """A business number that nobody has, with its check digit."""
    while True:
        number = make_organisation_identifier(
            IdentifierKind.BUSINESS, secrets.randbelow(ORGANISATION_SERIALS)
        )
        if not of_people.find_ids([number]):
            return number


def found(journey: Journey, number: str, *, source: str) -> None:
    """The business with this number becomes a customer; its register says that it lives."""
    business = people.found_business(
        name=_name(journey, number), number=number, founder=journey.row.customer,
        evidence=journey.row.number, by=journey.house, at=journey.at,
    )  # fmt: skip
    said = {NUMBER: number, NAME: business.name, STATE: "live"}
    _report(business.id, said, journey.row.number, source=source, by=journey.house, at=journey.at)


def strike_off(number: str, reference: str, *, source: str, by: Actor, at: datetime) -> None:
    """The business is registered no longer; who acted for it still sees what was."""
    business = of_people.find_ids([number]).get(number)
    if business is not None:
        _report(business, {STATE: "ceased"}, reference, source=source, by=by, at=at)


def _name(journey: Journey, number: str) -> str:
    facts: dict[str, Any] = {**journey.reckoning.values, **journey.facts()}
    proposed = facts.get("names")
    first = proposed[0] if isinstance(proposed, list | tuple) and proposed else ""
    return read_text(facts.get(NAME)) or read_text(first) or number


def _report(
    business: Any, said: dict[str, str], reference: str, *, source: str, by: Actor, at: datetime
) -> None:
    values = [NewValue(business, attribute, value, "", reference) for attribute, value in said.items()]
    exchange.report_values(register=REGISTER, source=source, values=values, grade="A", by=by, at=at)
