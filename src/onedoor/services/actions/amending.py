"""What a person does when a value is not right: her own beside it, or a question to who reported it."""

from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from onedoor.cases import actions as cases
from onedoor.cases.types import CaseView
from onedoor.exchange import actions as exchange
from onedoor.kernel.actions import action
from onedoor.kernel.actors import Actor
from onedoor.kernel.errors import Conflict, Invalid, NotFound
from onedoor.kernel.text import Text
from onedoor.services.actions.signing import check_revision
from onedoor.services.applications.checking import check_value
from onedoor.services.applications.document import is_declared, load, pairs, put
from onedoor.services.applications.drafting import declared
from onedoor.services.applications.guard import fetch_to_change
from onedoor.services.applications.lookup import file_of
from onedoor.services.applications.store import record, settle
from onedoor.services.applications.types import (
    ADDED,
    AMENDED,
    DISPUTED,
    ApplicationView,
    DisputedView,
    Stored,
)
from onedoor.services.applications.view import look
from onedoor.services.models import Application
from onedoor.services.types import Field, ServiceFile, ValueState

REPORTER_ANSWERS_IN = "P5D"


@action(may="services.assist")
def amend_value(
    *,
    application: UUID,
    field: str,
    index: int,
    value: Any,
    reason: str,
    revision: int,
    by: Actor,
    at: datetime,
) -> ApplicationView:
    """Put the person's own value (grade D) beside the one offered, which stays as it came.
    ``value`` None takes her own back."""
    row = fetch_to_change(application, by=by)
    file = file_of(row)
    check_revision(row, file, revision)
    known = _field(file, field, "amend")
    stored = load(file, row.values)
    if value is None:
        kept = [
            i for i in stored if not (is_declared(i) and (i.value.field, i.value.index) == (field, index))
        ]
    else:
        if not reason.strip():
            raise Invalid(
                "value.reason", _("Say in a few words why the figure is different."), field="reason"
            )
        kept = put(stored, _own(known, index, check_value(known, value), reason, row, at=at))
    _save(row, file, kept, at=at)
    record(AMENDED, row, file, by=by, at=at, field=dict(known.text), code=field, index=index)
    return look(row, by=by, at=at)


@action(may="services.assist")
def add_item(
    *, application: UUID, field: str, value: Any, reason: str = "", revision: int, by: Actor, at: datetime
) -> ApplicationView:
    """Add an entry that nobody reported, such as a donation: the person's own word, grade D."""
    row = fetch_to_change(application, by=by)
    file = file_of(row)
    check_revision(row, file, revision)
    known = _field(file, field, "amend")
    stored = load(file, row.values)
    taken = [item.value.index for item in stored if item.value.field == field]
    if taken and not (known.many or known.combine == "sum"):
        raise Conflict("value.only_one", _("There is already a value here. Change that one."), field=field)
    index = max(taken, default=-1) + 1
    _save(row, file, [*stored, _own(known, index, check_value(known, value), reason, row, at=at)], at=at)
    record(ADDED, row, file, by=by, at=at, field=dict(known.text), code=field, index=index)
    return look(row, by=by, at=at)


@action(may="services.assist")
def dispute_value(
    *,
    application: UUID,
    field: str,
    index: int,
    reason: str,
    revision: int,
    by: Actor,
    at: datetime,
    claimed: Any = None,
) -> DisputedView:
    """Send a value back to who reported it: a case with a clock of five working days. The rules go
    on with the value as it was reported last."""
    row = fetch_to_change(application, by=by)
    file = file_of(row)
    check_revision(row, file, revision)
    _field(file, field, "dispute")
    stored = load(file, row.values)
    offered, _declared = pairs(stored).get((field, index), (None, None))
    if offered is None or offered.value.reported is None:
        raise NotFound("value.not_reported", _("Nobody reported this value, so there is nobody to ask."))
    if offered.value.state is ValueState.DISPUTED:
        raise Conflict("value.already_disputed", _("This value is being checked already."), case=offered.case)
    if not reason.strip():
        raise Invalid(
            "value.reason", _("Say what is wrong, so that the right person can check it."), field="reason"
        )
    case = send_back(row, file, offered, reason=reason.strip(), claimed=claimed, by=by, at=at)
    return DisputedView(
        application=row.id, number=row.number, revision=row.revision, case=case.id, case_number=case.number,
        promised_at=case.promised_at,
    )  # fmt: skip


def send_back(
    row: Application,
    file: ServiceFile,
    offered: Stored,
    *,
    reason: str,
    claimed: Any,
    by: Actor,
    at: datetime,
) -> CaseView:
    """Open the case, ask the reporter, and mark the value as disputed. The row is saved."""
    known, stored = file.fields[offered.value.field], load(file, row.values)
    assert offered.value.reported is not None
    case = cases.open_case(
        kind="correction",
        customer=row.customer,
        agency=file.agency,
        service=row.service,
        application=row.id,
        parent=row.case,
        subject=_subject(known),
        promise=REPORTER_ANSWERS_IN,
        calendar="working-days",
        by=by,
        at=at,
    )
    exchange.open_correction(
        reported=offered.value.reported,
        reason=reason,
        claimed=claimed,
        case=case.id,
        application=row.id,
        by=by,
        at=at,
    )
    disputed = replace(offered.value, state=ValueState.DISPUTED)
    item = replace(offered, value=disputed, reason=reason, case=case.id, revision=row.revision + 1)
    _save(row, file, put(stored, item), at=at)
    where: dict[str, Any] = {"code": known.id, "index": offered.value.index}
    record(DISPUTED, row, file, by=by, at=at, case=case.id, field=dict(known.text), **where)
    return case


def _field(file: ServiceFile, field: str, way: str) -> Field:
    known = file.fields.get(field)
    if known is None:
        raise NotFound("value.unknown", _("This form has no such value."))
    if known.origin == "know" and way not in known.correct:
        raise Invalid(
            "value.fixed", _("This value cannot be changed here. Ask who reported it."), field=field
        )
    return known


def _own(field: Field, index: int, value: Any, reason: str, row: Application, *, at: datetime) -> Stored:
    return Stored(
        value=declared(
            field,
            index=index,
            value=value,
            customer=row.customer,
            at=at,
            state=ValueState.AMENDED if field.origin == "know" else ValueState.CONFIRMED,
        ),
        revision=row.revision + 1,
        reason=reason.strip(),
    )


def _save(row: Application, file: ServiceFile, stored: list[Stored], *, at: datetime) -> None:
    settle(row, file, stored, at=at)
    row.revision += 1
    row.save()


def _subject(field: Field) -> Text:
    return {
        "en": f"Check a reported value: {field.text.get('en', field.id)}",
        "zh-hans": f"核查报送的数据：{field.text.get('zh-hans', field.id)}",
    }
