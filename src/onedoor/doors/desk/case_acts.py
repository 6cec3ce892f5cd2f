"""What an officer can do to a case: each act is a small form and one call of an action."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from onedoor.cases import actions as cases
from onedoor.cases.types import StopReason
from onedoor.doors.desk.case_forms import (
    ActForm,
    AskForm,
    AssignForm,
    CloseForm,
    FinishForm,
    NoteForm,
    NothingForm,
    StopForm,
    TransferForm,
)
from onedoor.kernel.actors import Actor
from onedoor.kernel.text import LANGUAGES, Text
from onedoor.look.asking import read_file
from onedoor.services import actions as services

Perform = Callable[..., Any]


@dataclass(frozen=True, slots=True)
class Act:
    """``when`` says in which states of a case the act is offered; the action itself decides."""

    words: Any
    form: type[ActForm]
    may: str
    perform: Perform
    when: Callable[[Any, Actor], bool]
    done: Any


def list_acts(case: Any, by: Actor, *, waits: bool, report: bool = False) -> dict[str, Act]:
    """The acts to offer this officer on this case; ``waits``: its application waits for a decision, or,
    for a ``report``, for the work to be done."""
    waited_for = "finish" if report else "decide"
    return {
        code: act
        for code, act in ACTS.items()
        if by.may(act.may)
        and act.when(case, by)
        and (code not in ("decide", "finish") or (waits and code == waited_for))
    }


def _both(text: str) -> Text:
    return dict.fromkeys(LANGUAGES, text)


def _open(case: Any, by: Actor) -> bool:
    return bool(case.is_open)


def _take(*, case: Any, given: Mapping[str, Any], by: Actor, at: datetime) -> None:
    cases.take_case(case=case.id, by=by, at=at)


def _assign(*, case: Any, given: Mapping[str, Any], by: Actor, at: datetime) -> None:
    cases.assign(case=case.id, owner=UUID(given["owner"]), by=by, at=at)


def _transfer(*, case: Any, given: Mapping[str, Any], by: Actor, at: datetime) -> None:
    cases.transfer(case=case.id, agency=given["agency"], reason=given["reason"], by=by, at=at)


def _stop(*, case: Any, given: Mapping[str, Any], by: Actor, at: datetime) -> None:
    cases.stop_clock(case=case.id, reason=StopReason(given["reason"]), by=by, at=at)


def _resume(*, case: Any, given: Mapping[str, Any], by: Actor, at: datetime) -> None:
    cases.resume_clock(case=case.id, by=by, at=at)


def _ask(*, case: Any, given: Mapping[str, Any], by: Actor, at: datetime) -> None:
    cases.ask_customer(case=case.id, text=_both(given["text"]), by=by, at=at)


def _note(*, case: Any, given: Mapping[str, Any], by: Actor, at: datetime) -> None:
    cases.add_note(case=case.id, text=given["text"], audience=given["audience"], by=by, at=at)


def _decide(*, case: Any, given: Mapping[str, Any], by: Actor, at: datetime) -> None:
    services.complete_review(application=case.application, by=by, at=at)


def _finish(*, case: Any, given: Mapping[str, Any], by: Actor, at: datetime) -> None:
    photo = read_file(given["photo"]) if given["photo"] else None
    services.finish_report(application=case.application, notes=given["notes"], photo=photo, by=by, at=at)


def _close(*, case: Any, given: Mapping[str, Any], by: Actor, at: datetime) -> None:
    cases.close_case(case=case.id, outcome=given["outcome"], reason=given["reason"], by=by, at=at)


def _to_take(case: Any, by: Actor) -> bool:
    return case.is_open and (case.owner != by.account or case.taken_at is None)


def _always(case: Any, by: Actor) -> bool:
    return True


def _runs(case: Any, by: Actor) -> bool:
    return case.is_open and case.stop is None


def _to_ask(case: Any, by: Actor) -> bool:
    return _runs(case, by) and case.customer is not None


def _stopped(case: Any, by: Actor) -> bool:
    return case.stop is not None


def _to_close(case: Any, by: Actor) -> bool:
    return case.is_open and (case.owner == by.account or by.may("cases.assign"))


ACTS: dict[str, Act] = {
    "take": Act(_("Take this case"), NothingForm, "cases.work", _take, _to_take, _("The case is yours.")),
    "decide": Act(
        _("Confirm the assessment"), NothingForm, "services.decide", _decide, _open,
        _("Decided. The next step goes on."),
    ),
    "finish": Act(
        _("Say that it is done"), FinishForm, "services.decide", _finish, _open,
        _("Finished. Who reported it is told."),
    ),
    "note": Act(_("Write a note"), NoteForm, "cases.work", _note, _always, _("The note is written.")),
    "ask": Act(
        _("Ask the customer"), AskForm, "cases.work", _ask, _to_ask,
        _("The customer is asked, and the clock waits."),
    ),
    "stop": Act(
        _("Stop the clock"), StopForm, "cases.stop_clock", _stop, _runs,
        _("The clock is stopped. The customer reads why."),
    ),
    "resume": Act(
        _("Let the clock run again"), NothingForm, "cases.stop_clock", _resume, _stopped,
        _("The clock runs again."),
    ),
    "assign": Act(
        _("Give it to a colleague"), AssignForm, "cases.assign", _assign, _open,
        _("The case has a new owner."),
    ),
    "transfer": Act(
        _("Let another agency lead"), TransferForm, "cases.transfer", _transfer, _open,
        _("Another agency leads now. The customer need do nothing."),
    ),
    "close": Act(
        _("Decide and close"), CloseForm, "cases.close", _close, _to_close, _("The case is finished.")
    ),
}  # fmt: skip
