"""Rows of cases as the views that other rooms read."""

from onedoor.cases.models import Case, CaseNote, ClockStop
from onedoor.cases.types import CaseState, CaseView, Lane, NoteView, StopReason, StopView


def to_view(
    case: Case, *, stops: list[ClockStop] | None = None, notes: list[CaseNote] | None = None
) -> CaseView:
    """The case with those of its stops and notes that were read for this reader."""
    stopped = tuple(map(to_stop, stops or ()))
    return CaseView(
        id=case.id,
        number=case.number,
        kind=case.kind,
        customer=case.customer,
        agency=case.agency,
        cooperating=tuple(case.cooperating),
        service=case.service,
        application=case.application,
        parent=case.parent_id,
        subject=case.subject,
        lane=Lane(case.lane),
        state=CaseState(case.state),
        owner=case.owner,
        owner_name=case.owner_name,
        opened_at=case.opened_at,
        promised_at=case.promised_at,
        legal_due_at=case.legal_due_at,
        closed_at=case.closed_at,
        outcome=case.outcome,
        reason=case.reason,
        calendar=case.calendar,
        promise=case.promise,
        owned_at=case.assigned_at,
        taken_at=case.taken_at,
        door=case.door,
        arrival=case.arrival,
        same_as=case.same_as_id,
        stop=next((stop for stop in stopped if stop.resumed_at is None), None),
        stops=stopped,
        notes=tuple(map(to_note, notes or ())),
    )


def to_stop(stop: ClockStop) -> StopView:
    return StopView(
        reason=StopReason(stop.reason),
        text=stop.text,
        stopped_at=stop.stopped_at,
        resumed_at=stop.resumed_at,
        ends_at=stop.ends_at,
    )


def to_note(note: CaseNote) -> NoteView:
    return NoteView(
        text=note.text,
        audience=note.audience,
        written_by_name=note.written_by_name,
        agency=note.agency,
        written_at=note.written_at,
    )
