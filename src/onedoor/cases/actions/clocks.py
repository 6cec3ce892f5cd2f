"""Stopping a case's clock, with a reason that the customer reads, and starting it again."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from onedoor.cases.access import lock_case, require_movable, require_officer
from onedoor.cases.grounds import longest_stop
from onedoor.cases.models import AskedAgain, Case, CaseNote, ClockStop
from onedoor.cases.record import record
from onedoor.cases.types import (
    ANSWERED,
    ASKED,
    ASKED_AGAIN,
    NOTED,
    PAUSED,
    REASON_SAYS,
    RESUMED,
    CaseState,
    CaseView,
    StopReason,
)
from onedoor.cases.views import to_view
from onedoor.kernel.actions import action
from onedoor.kernel.actors import Actor
from onedoor.kernel.calendars import get_calendar
from onedoor.kernel.errors import Conflict, Invalid
from onedoor.kernel.text import LANGUAGES, Text


@action(may="cases.stop_clock")
def stop_clock(
    *, case: UUID, reason: StopReason | str, by: Actor, at: datetime, text: Text | None = None
) -> CaseView:
    """Let time not count from now. Only the reasons of StopReason may stop a clock; ``text`` says
    more to the customer (default: the reason's own words)."""
    require_officer(by)
    if reason not in list(StopReason):
        raise Invalid("case.stop_reason", _("Choose why the clock may stop."), field="reason")
    row = lock_case(case, by)
    require_movable(row)
    why = StopReason(reason)
    if why is StopReason.CUSTOMER and row.state != CaseState.WAITING and _was_asked(row):
        raise _asked_once()
    _stop(row, why, dict(text) if text else _own_words(why), by=by, at=at)
    record(PAUSED, row, by=by, at=at, reason=why.value)
    return to_view(row, stops=list(row.stops.all()))


@action(may="cases.work")
def ask_customer(*, case: UUID, text: Text, by: Actor, at: datetime) -> CaseView:
    """Ask the customer for everything that is missing, at once; the clock waits for her answer, but not
    longer than the catalogue allows. A second request while one is open is a conflict: add to the first.
    One after her answer is refused: a supervisor may let it through with ``ask_again``."""
    require_officer(by)
    if not any(part.strip() for part in text.values()):
        raise Invalid("case.question", _("Write what the customer should send or answer."), field="text")
    row = lock_case(case, by)
    if row.state != CaseState.WAITING and _was_asked(row):
        raise _asked_once()
    _stop(row, StopReason.CUSTOMER, dict(text), by=by, at=at)
    record(ASKED, row, by=by, at=at, reason=StopReason.CUSTOMER.value)
    return to_view(row, stops=list(row.stops.all()))


@action(may="cases.grant_time")
def ask_again(*, case: UUID, text: Text, reason: str, knowable: bool, by: Actor, at: datetime) -> CaseView:
    """A supervisor lets a second request through and says why. What could have been asked the first time
    (``knowable``) is a breach: it is counted, reaches the customer as a note, and the clock runs on. What
    nobody could know then stops the clock as the first request did."""
    require_officer(by)
    written = "\n".join(dict.fromkeys(part.strip() for part in text.values() if part.strip()))
    if not written:
        raise Invalid("case.question", _("Write what the customer should send or answer."), field="text")
    if not reason.strip():
        raise Invalid("case.again_reason", _("Say why the customer must be asked again."), field="reason")
    row = lock_case(case, by)
    if row.state == CaseState.WAITING or not _was_asked(row):
        raise Conflict("case.not_again", _("Ask in the ordinary way: this is no second request."))
    AskedAgain.objects.create(
        case=row, customer=row.customer, agency=row.agency, service=row.service, knowable=knowable,
        reason=reason.strip()[:2000], allowed_by=by.account, allowed_by_name=by.name, asked_at=at,
    )  # fmt: skip
    record(ASKED_AGAIN, row, by=by, at=at, knowable=knowable)
    if knowable:
        CaseNote.objects.create(
            case=row, customer=row.customer, audience="citizen", text=written, written_by=by.account,
            written_by_name=by.name, agency=by.agency, written_at=at,
        )  # fmt: skip
        record(NOTED, row, by=by, at=at)
    else:
        _stop(row, StopReason.CUSTOMER, dict(text), by=by, at=at)
        record(ASKED, row, by=by, at=at, reason=StopReason.CUSTOMER.value)
    return to_view(row, stops=list(row.stops.all()))


@action()
def resume_due(*, by: Actor, at: datetime) -> list[UUID]:
    """Let every clock run again whose stop has lasted as long as it may: from that moment on, not from
    when somebody looked."""
    require_officer(by)
    due = Case.objects.filter(state=CaseState.WAITING, stops__resumed_at=None, stops__ends_at__lte=at)
    held = list(due.select_for_update(skip_locked=True, of=("self",)))
    for row in held:
        stop = row.stops.get(resumed_at=None)
        end_stop(row, at=stop.ends_at or at)
        record(RESUMED, row, by=by, at=at, limit=True)
    return [row.id for row in held]


@action()
def answer_request(*, case: UUID, text: str, by: Actor, at: datetime) -> CaseView:
    """The customer's answer: it is kept as her note and the clock runs again."""
    if not text.strip():
        raise Invalid("case.answer", _("Write your answer."), field="text")
    row = lock_case(case, by)
    stop = row.stops.filter(resumed_at=None, reason=StopReason.CUSTOMER).first()
    if stop is None:
        raise Conflict("case.not_asked", _("We are not waiting for an answer from you."))
    CaseNote.objects.create(
        case=row, customer=row.customer, audience="citizen", text=text.strip(), written_by=by.account,
        written_by_name=by.name, agency=by.agency, written_at=at,
    )  # fmt: skip
    record(ANSWERED, row, by=by, at=at)
    return _resume(row, by=by, at=at)


@action(may="cases.stop_clock")
def resume_clock(*, case: UUID, by: Actor, at: datetime) -> CaseView:
    """Let time count again; the promise moves by the open time that was lost."""
    require_officer(by)
    return _resume(lock_case(case, by), by=by, at=at)


def _asked_once() -> Conflict:
    return Conflict(
        "case.asked_once",
        _(
            "The customer was asked once already: everything is asked at once. Use what she sent, or let a "
            "supervisor ask again and say why."
        ),
    )


def _was_asked(row: Case) -> bool:
    return row.stops.filter(reason=StopReason.CUSTOMER).exists()


def _stop(row: Case, reason: StopReason, text: dict[str, str], *, by: Actor, at: datetime) -> None:
    if row.state == CaseState.WAITING:
        raise Conflict("case.waiting", _("The clock of this case is stopped already."))
    ClockStop.objects.create(
        case=row, customer=row.customer, reason=reason, text=text, stopped_at=at, stopped_by=by.account,
        ends_at=get_calendar(row.calendar).add(at, longest_stop(reason)),
    )  # fmt: skip
    row.state = CaseState.WAITING
    row.save(update_fields=["state"])


def _resume(row: Case, *, by: Actor, at: datetime) -> CaseView:
    end_stop(row, at=at)
    record(RESUMED, row, by=by, at=at)
    return to_view(row, stops=list(row.stops.all()))


def end_stop(row: Case, *, at: datetime) -> None:
    """End the open stop and move both deadlines on."""
    stop = row.stops.filter(resumed_at=None).first()
    if stop is None:
        raise Conflict("case.running", _("The clock of this case is running."))
    at = min(at, stop.ends_at) if stop.ends_at else at  # what goes beyond the longest time is our own delay
    stop.resumed_at = at
    stop.save(update_fields=["resumed_at"])
    clock = get_calendar(row.calendar)
    row.promised_at = clock.extend(row.promised_at, stopped_at=stop.stopped_at, resumed_at=at)
    if row.legal_due_at:
        # The law's term is never shorter than the promise, even where a stop came after the promise broke.
        due = clock.extend(row.legal_due_at, stopped_at=stop.stopped_at, resumed_at=at)
        row.legal_due_at = max(due, row.promised_at)
    row.state = CaseState.OPEN
    row.save(update_fields=["promised_at", "legal_due_at", "state"])


def _own_words(reason: StopReason) -> dict[str, str]:
    words: dict[str, str] = {}
    for language in LANGUAGES:
        with override(language):
            words[language] = str(REASON_SAYS[reason])
    return words
