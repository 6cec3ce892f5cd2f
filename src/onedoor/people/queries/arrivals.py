"""Arrivals that wait until somebody says who they are."""

import json
from datetime import date
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from onedoor.kernel.actors import Actor
from onedoor.kernel.errors import NotAllowed, NotFound
from onedoor.people import models
from onedoor.people.types import Arrival, ArrivalState, ArrivalView
from onedoor.trust import queries as trust

ARRIVAL_PURPOSE = "arrival"


def list_arrivals(*, by: Actor, limit: int = 50) -> list[ArrivalView]:
    """Those to be decided, the longest waiting first."""
    _check(by)
    rows = models.KeptArrival.objects.filter(state=ArrivalState.OPEN).order_by("kept_at", "id")
    return [view_arrival(row) for row in rows[:limit]]


def get_arrival(arrival: UUID, *, by: Actor) -> ArrivalView:
    """One of them, decided or not. Raises NotFound."""
    _check(by)
    row = models.KeptArrival.objects.filter(id=arrival).first()
    if row is None:
        raise NotFound("people.no_arrival", _("There is no such arrival."))
    return view_arrival(row)


def view_arrival(row: models.KeptArrival) -> ArrivalView:
    """The row as others see it."""
    said = json.loads(trust.unseal(bytes(row.sealed), purpose=ARRIVAL_PURPOSE))
    born, known = said["birth_date"], said["known_as"]
    said |= {
        "birth_date": date.fromisoformat(born) if born else None,
        "known_as": UUID(known) if known else None,
        "identifiers": tuple(said["identifiers"]),
    }
    return ArrivalView(
        id=row.id, arrival=Arrival(**said), state=row.state, customer=row.customer, door=row.door,
        kept_at=row.kept_at, unsure=row.unsure, contact=row.contact,
    )  # fmt: skip


def _check(by: Actor) -> None:
    if by.kind not in ("officer", "system") or not by.may("customers.decide"):
        raise NotAllowed("people.may_not_decide", _("Your role does not allow deciding who somebody is."))
