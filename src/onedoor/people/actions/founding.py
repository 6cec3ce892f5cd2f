"""A business that a service has just registered becomes a customer, and its founder its owner."""

import hashlib
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from onedoor.kernel.actions import action
from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.kernel.errors import Conflict, NotAllowed
from onedoor.kernel.scope import scoped
from onedoor.kernel.text import Text
from onedoor.people import models
from onedoor.people.actions.customers import register_customer
from onedoor.people.actions.mandates import grant_mandate
from onedoor.people.queries.customers import find_ids, get_customer
from onedoor.people.rules import ORGANISATION_SERIALS, make_organisation_identifier
from onedoor.people.types import Customer, CustomerKind, IdentifierKind, MandateRole


@action()
def found_business(
    *, name: str, name_zh: str = "", number: str, founder: UUID, evidence: str, by: Actor, at: datetime
) -> Customer:
    """The business behind a new business ``number``, with ``founder`` as its owner. For the house only.

    Told twice, it is founded once. Conflict when the number is somebody else's, Invalid when it is none.
    """
    if by.kind != "system":
        raise NotAllowed(
            "people.system_only", _("A business is founded by the house, when a service says so.")
        )
    with scoped(by):
        known = find_ids([number]).get(number)
        if known is not None:
            return _founded_before(known, founder, by)
        business = register_customer(
            kind=CustomerKind.BUSINESS, name=name, name_zh=name_zh, identifier=number, by=by, at=at
        )
        grant_mandate(
            giver=business.id, holder=founder, role=MandateRole.OWNER, evidence=evidence[:200], by=by, at=at
        )
    return business


def _founded_before(business: UUID, founder: UUID, by: Actor) -> Customer:
    owners = models.Mandate.objects.filter(giver_id=business, role=MandateRole.OWNER, holder_id=founder)
    if not owners.exists():
        raise Conflict("business.number_taken", _("This number belongs to another business already."))
    return get_customer(business, by=by)


@action()
def customer_of_agency(*, code: str, name: Text, by: Actor, at: datetime) -> UUID:
    """The customer that an agency is to other agencies, by its agency number; made when first needed."""
    number = make_organisation_identifier(IdentifierKind.AGENCY, _serial(code))
    with scoped(SYSTEM):
        known = find_ids([number]).get(number)
        if known is not None:
            return known
        try:
            with transaction.atomic():
                return register_customer(
                    kind=CustomerKind.AGENCY, name=name["en"], name_zh=name.get("zh-hans", ""),
                    identifier=number, by=SYSTEM, at=at,
                ).id  # fmt: skip
        except Conflict:  # two officers of the agency ask for the first time at the same moment
            return find_ids([number])[number]


def _serial(code: str) -> int:
    return int.from_bytes(hashlib.sha256(code.encode()).digest()[:8]) % ORGANISATION_SERIALS
