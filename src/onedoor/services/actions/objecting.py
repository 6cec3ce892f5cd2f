"""Objecting to a decision: a case with a clock, within the days that the service gives for it."""

from dataclasses import replace
from datetime import datetime, timedelta
from math import ceil
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from onedoor.cases import actions as cases
from onedoor.kernel.actions import action
from onedoor.kernel.actors import Actor
from onedoor.kernel.clock import local
from onedoor.kernel.errors import Conflict, Invalid
from onedoor.kernel.scope import scoped
from onedoor.services.applications.guard import check_may_act_for, fetch
from onedoor.services.applications.lookup import file_of
from onedoor.services.applications.objecting import object_until
from onedoor.services.applications.store import record
from onedoor.services.applications.types import OBJECTED, ObjectionView
from onedoor.services.flow.journey import house_of
from onedoor.services.models import Application
from onedoor.trust import queries as trust

ANSWERED_IN = "P20D"
LONGEST = 5_000


@action(may="services.assist")
def object_to_decision(*, application: UUID, reason: str, by: Actor, at: datetime) -> ObjectionView:
    """Have a decision looked at again by an officer. What is to pay stays due meanwhile. Refused
    after the last day (``object_until`` of the view), and when an objection was made already."""
    row = Application.objects.select_for_update().get(pk=fetch(application, by=by).pk)
    check_may_act_for(row.customer, by=by)
    file = file_of(row)
    _check_in_time(row, at=at)
    if not reason.strip() or len(reason) > LONGEST:
        raise Invalid(
            "objection.reason",
            _("Say what you do not agree with, in at most 5,000 characters."),
            field="reason",
        )
    title = file.title
    with scoped(house_of(by)):
        case = cases.open_case(
            kind="objection",
            customer=row.customer,
            agency=file.agency,
            service=row.service,
            application=row.id,
            parent=row.case,
            subject={"en": f"Objection: {title['en']}", "zh-hans": f"复议：{title['zh-hans']}"},
            promise=ANSWERED_IN,
            calendar="working-days",
            by=house_of(by),
            at=at,
        )
        row.objection, row.changed_at = case.id, at
        row.save(update_fields=["objection", "changed_at"])
        record(OBJECTED, row, file, by=by, at=at, case=case.id)
        # Her words, whoever wrote them down; the officer who helps need not see the case itself.
        writer = by if by.kind == "citizen" else replace(house_of(by), account=by.account, name=by.name)
        cases.add_note(case=case.id, text=reason, audience="citizen", by=writer, at=at)
    return ObjectionView(
        application=row.id, number=row.number, case=case.id, case_number=case.number,
        promised_at=case.promised_at,
    )  # fmt: skip


def _check_in_time(row: Application, *, at: datetime) -> None:
    last = object_until(row, file_of(row))
    if last is None:
        raise Conflict(
            "objection.nothing_decided", _("Nothing is decided yet, so there is nothing to object to.")
        )
    if row.objection is not None:
        raise Conflict("objection.made_already", _("You have objected already. We will answer you."))
    lost = trust.time_locked(row.customer, since=row.decided_at or at, at=at)
    if local(at).date() > last + timedelta(days=ceil(lost / timedelta(days=1))):
        raise Conflict(
            "objection.too_late",
            _("The time to object is over. Call us or come to a counter if we should know more."),
            last=last,
        )
