"""From what the rooms show to what goes over the wire."""

from typing import Any
from uuid import UUID

from onedoor.doors.api import service_shapes, shapes
from onedoor.doors.api.shapes import plain
from onedoor.kernel.text import pick
from onedoor.payments.types import ChargeView
from onedoor.services import queries as services


def service_out(service: Any) -> dict[str, Any]:
    """A service of the list."""
    return {
        "code": service.code,
        "version": service.version,
        "title": pick(service.title),
        "summary": pick(service.summary),
        "agency": service.agency,
        "for_whom": list(service.for_whom),
        "promise": promise_out(service.promise),
        "sign_level": service.sign_level,
    }


def detail_out(service: Any) -> service_shapes.ServiceDetailOut:
    """A service with all of it."""
    pages = [
        service_shapes.PageSchemaOut(
            id=page.id,
            title=pick(page.title),
            questionnaire=dict(page.questionnaire),
            answers=dict(page.answers),
        )
        for page in services.list_page_schemas(service.code)
    ]
    return service_shapes.ServiceDetailOut(
        **service_out(service),
        lanes=[promise_out(lane) for lane in service.lanes],
        steps=[step_out(step) for step in service.steps],
        pages=pages,
        holds=[pick(held.label) for held in service.holds],
    )


def promise_out(promise: Any) -> service_shapes.PromiseOut:
    text = pick(promise.text)
    return service_shapes.PromiseOut(
        lane=promise.lane, answer=promise.answer, calendar=promise.calendar, text=text
    )


def step_out(step: Any) -> service_shapes.StepOut:
    return service_shapes.StepOut(
        id=step.id,
        title=pick(step.title),
        by=step.by,
        does=step.does,
        state=step.state,
        you_must_act=step.you_must_act,
    )


def application_out(view: Any) -> shapes.ApplicationOut:
    """Where it stands."""
    return shapes.ApplicationOut(
        number=view.number,
        service=view.service,
        title=pick(view.title),
        season=view.season,
        state=str(view.state),
        agency=view.agency,
        revision=view.revision,
        fingerprint=view.fingerprint,
        pages=[
            shapes.PageStatusOut(id=page.id, title=pick(page.title), complete=page.complete)
            for page in view.pages
        ],
        missing=list(view.missing),
        steps=[step_out(step) for step in view.steps],
        promise=promise_out(view.promise),
        promised_at=view.promise.promised_at,
        sign_level=view.sign_level,
        can_sign=view.can_sign,
        can_change=view.can_change,
        outcome=pick(view.outcome),
        payable=None if view.payable is None else str(view.payable),
        created_at=view.created_at,
        changed_at=view.changed_at,
        signed_at=view.signed_at,
        closed_at=view.closed_at,
    )


def card_out(card: Any) -> shapes.CardOut:
    return shapes.CardOut(
        number=card.number,
        service=card.service,
        title=pick(card.title),
        season=card.season,
        state=str(card.state),
        you_must_act=card.you_must_act,
        changed_at=card.changed_at,
    )


def page_out(view: Any) -> shapes.PageOut:
    """The page with what was written, by question; an entry of a group is an object of its parts."""
    return shapes.PageOut(
        id=view.page.id,
        title=pick(view.page.title),
        revision=view.revision,
        answers={item.id: _answer(item) for item in _flat(view.page.items)},
        errors={name: pick(text) for name, text in view.page.errors},
    )


def _flat(items: Any) -> list[Any]:
    return [one for item in items for one in (_flat(item.items) if item.items else [item])]


def _answer(item: Any) -> Any:
    if not item.rows:
        return plain(item.value)
    if item.type != "group":
        return [plain(one.value) for row in item.rows for one in row.items if one.value is not None]
    entries = [{one.id: plain(one.value) for one in row.items} for row in item.rows]
    return [entry for entry in entries if any(value is not None for value in entry.values())]


def values_out(view: Any) -> shapes.ValuesOut:
    """Every value with its source, and the explanation."""
    return shapes.ValuesOut(
        revision=view.revision,
        fingerprint=view.fingerprint,
        values=[_value(line) for group in view.groups for line in group.lines],
        explanation=[_line(line) for line in view.computation],
        pack=view.pack,
    )


def _value(line: Any) -> shapes.ValueOut:
    source, offered = line.source, line.offered
    return shapes.ValueOut(
        field=line.field,
        index=line.index,
        label=pick(line.label),
        value=plain(offered.value if offered else line.shown),
        declared=plain(line.declared.value) if line.declared else None,
        unit=line.unit,
        source=pick(source.source_name),
        source_kind=str(source.source_kind),
        received_at=source.received_at,
        grade=str(source.grade),
        state=line.state,
        as_of=source.as_of,
        others=[_other(one, offered.weighed) for one in offered.others] if offered else [],
    )


def _other(other: Any, weighed: UUID | None) -> shapes.OtherValueOut:
    return shapes.OtherValueOut(
        value=plain(other.value),
        source=pick(other.source_name),
        received_at=other.received_at,
        grade=str(other.grade),
        said_right=other.reported == weighed,
    )


def _line(line: Any) -> shapes.LineOut:
    return shapes.LineOut(
        id=line.id,
        label=pick(line.label),
        how=pick(line.text),
        result=plain(line.result),
        unit=line.unit,
        law=pick(line.source),
        row=pick(line.row),
    )


def payment_out(charge: ChargeView) -> shapes.PaymentOut:
    return shapes.PaymentOut(
        number=charge.number,
        amount=str(charge.amount),
        paid=str(charge.paid),
        balance=str(charge.balance),
        due_date=charge.due_date,
        state=str(charge.state),
    )
