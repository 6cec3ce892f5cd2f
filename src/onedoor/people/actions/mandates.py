"""Letting somebody act for a customer, and ending it."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from onedoor.journal import actions as journal
from onedoor.kernel.actions import action
from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.kernel.clock import local
from onedoor.kernel.errors import Conflict, Invalid, NotAllowed, NotFound
from onedoor.kernel.events import Event
from onedoor.kernel.scope import scoped
from onedoor.people import models
from onedoor.people.queries.customers import check_may_read, not_found
from onedoor.people.queries.inviting import may_manage
from onedoor.people.queries.ties import in_force, view_mandate
from onedoor.people.types import (
    EVERY_SERVICE,
    MANDATE_ENDED,
    MANDATE_GRANTED,
    MANDATE_LOST,
    MANDATE_RECEIVED,
    CustomerKind,
    Mandate,
    MandateRole,
)
from onedoor.trust import queries as trust
from onedoor.trust.types import HeldAct


@action(may="mandates.grant")
def grant_mandate(
    *,
    giver: UUID,
    holder: UUID,
    role: str,
    services: Sequence[str] = (EVERY_SERVICE,),
    evidence: str = "",
    active_from: date | None = None,
    active_to: date | None = None,
    by: Actor,
    at: datetime,
) -> Mandate:
    """``holder`` may act for ``giver`` in ``services``. A customer gives only her own mandates, at
    level 3; an officer records one on evidence. A mandate cannot be passed on."""
    _check_may_grant(giver, by)
    trust.check_free(giver, HeldAct.MANDATE, at=at)
    if role not in MandateRole.values:
        raise Invalid("mandate.role", _("Choose one of the answers offered."), field="role")
    if giver == holder:
        raise Invalid("mandate.self", _("You need no mandate to act for yourself."), field="holder")
    if not services:
        raise Invalid("mandate.services", _("Choose at least one service."), field="services")
    begins = active_from or local(at).date()
    if active_to is not None and active_to <= begins:
        raise Invalid("mandate.period", _("The last day must come after the first."), field="active_to")
    if models.Customer.objects.filter(id__in=(giver, holder)).count() != 2 and by.kind != "citizen":
        raise not_found()
    row = _insert(giver, holder, role, services, evidence, begins, active_to, at)
    for event, customer in ((MANDATE_GRANTED, giver), (MANDATE_RECEIVED, holder)):
        _record(event, row, customer, by, at)
    return view_mandate(models.Mandate.objects.select_related("giver", "holder").get(id=row.id))


@action(may="mandates.grant")
def end_mandate(*, mandate: UUID, by: Actor, at: datetime) -> None:
    """It is over from today; either side may end it, an owner for the business, or an officer. A business
    keeps at least one owner: only an officer ends the last."""
    row = models.Mandate.objects.select_for_update().filter(id=mandate).first()
    if row is None or (by.kind == "citizen" and not _may_end(row, by, at)):
        raise NotFound("mandate.unknown", _("There is no such mandate."))
    if by.kind == "citizen" and _is_last_owner(row, at):
        raise Conflict(
            "mandate.last_owner", _("A business needs an owner. Let somebody else become one first.")
        )
    today = local(at).date()
    if row.active_to is None or row.active_to > today:
        row.active_to = max(today, row.active_from)
        row.save(update_fields=["active_to"])
        models.Customer.objects.filter(id=row.giver_id, representative=row.holder_id).update(
            representative=None
        )
        _record(MANDATE_ENDED, row, row.giver_id, by, at)
        _record(MANDATE_LOST, row, row.holder_id, by, at)


def _may_end(row: models.Mandate, by: Actor, at: datetime) -> bool:
    return by.self_customer in (row.giver_id, row.holder_id) or may_manage(row.giver_id, by=by, at=at)


def _is_last_owner(row: models.Mandate, at: datetime) -> bool:
    if row.role != MandateRole.OWNER or EVERY_SERVICE not in row.services:
        return False
    with scoped(SYSTEM):
        owners = in_force(models.Mandate.objects.filter(giver_id=row.giver_id, role=MandateRole.OWNER), at)
        others = [one for one in owners.exclude(id=row.id) if EVERY_SERVICE in one.services]
        is_business = models.Customer.objects.filter(id=row.giver_id, kind=CustomerKind.BUSINESS).exists()
    return is_business and not others


def _check_may_grant(giver: UUID, by: Actor) -> None:
    if by.kind == "citizen":
        if by.customer != giver or by.mandate is not None:
            raise NotAllowed(
                "mandate.not_yours", _("You can let somebody act only for yourself."), customer=giver
            )
        trust.require_level(by, 3, _("Confirm with a one-time code to let somebody act for you."))
    else:
        check_may_read(giver, by)


def _insert(
    giver: UUID, holder: UUID, role: str, services: Sequence[str], evidence: str,
    begins: date, ends: date | None, at: datetime,
) -> models.Mandate:  # fmt: skip
    try:
        with transaction.atomic():
            return models.Mandate.objects.create(
                giver_id=giver, holder_id=holder, role=role, services=list(services), evidence=evidence,
                active_from=begins, active_to=ends, granted_at=at,
            )  # fmt: skip
    except IntegrityError as error:
        raise Conflict("mandate.there", _("There is such a mandate in this period already.")) from error


def _record(event: Event, row: models.Mandate, customer: UUID, by: Actor, at: datetime) -> None:
    journal.record(
        event,
        subject_kind="mandate",
        subject=row.id,
        customer=customer,
        by=by,
        at=at,
        data={"role": row.role},
    )
