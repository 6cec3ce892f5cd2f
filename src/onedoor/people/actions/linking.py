"""Keeping what likeness is found by, and arrivals of whom a person must say who they are."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from datetime import datetime
from uuid import UUID

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from onedoor.journal import actions as journal
from onedoor.kernel.actions import action
from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.kernel.errors import Conflict, Invalid, NotAllowed, NotFound
from onedoor.kernel.scope import scoped
from onedoor.people import models
from onedoor.people.linkage.preparing import list_keys, prepare_known
from onedoor.people.queries.arrivals import ARRIVAL_PURPOSE, get_arrival, view_arrival
from onedoor.people.queries.resolving import hash_keys, read_prepared
from onedoor.people.types import (
    ARRIVAL_DECIDED,
    ARRIVAL_KEPT,
    ARRIVAL_REOPENED,
    Arrival,
    ArrivalState,
    ArrivalView,
    NewCustomer,
)
from onedoor.trust import queries as trust

_AT_ONCE = 2_000


@action(may="customers.find")
def keep_arrival(*, arrival: Arrival, contact: UUID | None = None, by: Actor, at: datetime) -> ArrivalView:
    """She saved her contact and may be somebody known: sealed, until an officer decides. Called by a
    door only when the contact is saved; before that an arrival is kept nowhere. One a ``contact``."""
    if by.kind not in ("officer", "system"):
        raise NotAllowed("people.staff_only", _("Only an officer can do this."))
    with scoped(SYSTEM):
        if contact and (kept := models.KeptArrival.objects.filter(contact=contact).first()):
            return view_arrival(kept)
        row = models.KeptArrival.objects.create(
            sealed=trust.seal(json.dumps(asdict(arrival), default=str), purpose=ARRIVAL_PURPOSE),
            door=by.door, contact=contact, kept_at=at,
        )  # fmt: skip
        journal.record(ARRIVAL_KEPT, subject_kind="arrival", subject=row.id, by=by, at=at)
        return view_arrival(row)


@action(may="customers.decide")
def decide_arrival(
    *,
    arrival: UUID,
    same_as: UUID | None,
    alike: Iterable[UUID] = (),
    reason: str = "",
    by: Actor,
    at: datetime,
) -> ArrivalView:
    """Who she is: ``same_as`` a known customer, or with None somebody new, who is registered now and
    told apart from those ``alike`` who were looked at. Decided once."""
    from onedoor.people.actions.customers import register_customer
    from onedoor.people.actions.merging import note_difference

    with scoped(SYSTEM):
        row = _open(arrival)
        said = view_arrival(row).arrival
        if same_as is None:
            if not (said.name or said.name_zh):
                raise Invalid("people.no_name", _("She gave no name: find out more before you register her."))
            made = register_customer(
                name=said.name, name_zh=said.name_zh, birth_date=said.birth_date, email=said.email,
                phone=said.phone, address=said.address, identifier="".join(said.identifiers[:1]), by=by, at=at,  # noqa: E501
            )  # fmt: skip
            for other in alike:
                note_difference(
                    first=made.id, second=other, reason=reason or str(_("Not the same person")), by=by, at=at
                )
        elif not models.Customer.objects.filter(id=same_as).exists():
            raise NotFound("people.unknown", _("There is no such customer."))
        row.state = ArrivalState.DIFFERENT if same_as is None else ArrivalState.SAME
        row.customer = made.id if same_as is None else same_as
        row.decided_at, row.decided_by = at, by.account
        row.save()
        _tell(row, by, at)
        return view_arrival(row)


@action(may="customers.decide")
def leave_arrival(*, arrival: UUID, by: Actor, at: datetime) -> ArrivalView:
    """Not sure: it waits for somebody else, who sees that one officer could not tell."""
    with scoped(SYSTEM):
        row = _open(arrival)
        models.KeptArrival.objects.filter(id=row.id).update(unsure=F("unsure") + 1)
        _tell(row, by, at)
    return get_arrival(arrival, by=by)


@action(may="customers.decide")
def reopen_arrival(*, arrival: UUID, by: Actor, at: datetime) -> ArrivalView:
    """The decision was wrong: it waits again, and what was joined to the customer is parted from her.
    Only a decision for a known customer; who was registered anew is put together by merging."""
    with scoped(SYSTEM):
        row = models.KeptArrival.objects.select_for_update().filter(id=arrival).first()
        if row is None:
            raise NotFound("people.no_arrival", _("There is no such arrival."))
        if row.state != ArrivalState.SAME:
            raise Conflict("people.arrival_not_joined", _("Nothing was joined here that could be parted."))
        customer = row.customer
        row.state, row.customer, row.decided_at, row.decided_by = ArrivalState.OPEN, None, None, None
        row.save()
        journal.record(
            ARRIVAL_REOPENED, subject_kind="arrival", subject=row.id, customer=customer, by=by, at=at
        )
        return view_arrival(row)


@action()
def index_for_linkage(*, by: Actor, at: datetime) -> int:
    """Write the keys of every customer who has none yet, after an upgrade; how many. For the house."""
    if by.kind != "system":
        raise NotAllowed("people.system_only", _("The house does this itself."))
    done = 0
    keyed = models.LinkKey.objects.values("customer")
    while chunk := list(
        models.Customer.objects.exclude(id__in=keyed)
        .exclude(kind="agency")
        .values_list("id", flat=True)[:_AT_ONCE]
    ):
        before = done
        for customer, prepared in read_prepared(chunk).items():
            keys = hash_keys(list_keys(prepared))
            models.LinkKey.objects.bulk_create(
                (models.LinkKey(key=key, customer=customer) for key in keys), ignore_conflicts=True
            )
            done += bool(keys)
        if done == before:
            break
    return done


def index_customer(customer: UUID) -> None:
    """Write her keys anew, for this room only: after her name or address changed."""
    with scoped(SYSTEM):
        models.LinkKey.objects.filter(customer=customer).delete()
        for found, prepared in read_prepared([customer]).items():
            keys = hash_keys(list_keys(prepared))
            models.LinkKey.objects.bulk_create(models.LinkKey(key=key, customer=found) for key in keys)


def list_new_keys(customers: Iterable[NewCustomer]) -> Iterator[tuple[int, UUID]]:
    """The keys of many new customers."""
    for new in customers:
        prepared = prepare_known(
            name=new.name, name_zh=new.name_zh, birth_date=new.birth_date, addresses=[new.address]
        )
        yield from ((key, new.id) for key in hash_keys(list_keys(prepared)))


def _open(arrival: UUID) -> models.KeptArrival:
    row = models.KeptArrival.objects.select_for_update().filter(id=arrival).first()
    if row is None:
        raise NotFound("people.no_arrival", _("There is no such arrival."))
    if row.state != ArrivalState.OPEN:
        raise Conflict("people.arrival_decided", _("Somebody has decided this already."))
    return row


def _tell(row: models.KeptArrival, by: Actor, at: datetime) -> None:
    journal.record(
        ARRIVAL_DECIDED, subject_kind="arrival", subject=row.id, customer=row.customer,
        data={"state": str(row.state)}, by=by, at=at,
    )  # fmt: skip
