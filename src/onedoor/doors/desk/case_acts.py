"""What an officer can do to a case: each act is a small form and one call of an action."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from onedoor.cases import actions as cases
from onedoor.cases.types import ENDED_ELSEWHERE, StopReason
from onedoor.doors.desk import case_forms as forms
from onedoor.doors.desk import clock_acts, dispatch_acts
from onedoor.doors.desk.task_acts import TASK_ACTS, complete, refuse, retry
from onedoor.kernel.actors import Actor
from onedoor.kernel.errors import Conflict
from onedoor.kernel.text import LANGUAGES, Text
from onedoor.look.asking import read_file
from onedoor.services import actions as services
from onedoor.services import queries

Perform = Callable[..., Any]


@dataclass(frozen=True, slots=True)
class Act:
    """``when`` says in which states of a case the act is offered; the action itself decides."""

    words: Any
    form: type[forms.ActForm]
    may: str
    perform: Perform
    when: Callable[[Any, Actor], bool]
    done: Any


def list_acts(case: Any, by: Actor, *, waits: bool, report: bool = False, task: Any = None) -> dict[str, Act]:
    """The acts to offer this officer on this case; ``waits``: its application waits for a decision, or,
    for a ``report``, for the work to be done; ``task``: an agency's task stands behind it, which is done
    or refused instead of closed."""
    offered = [code for code, act in ACTS.items() if by.may(act.may) and act.when(case, by)]
    hidden = {"decide", "finish"} - ({"finish" if report else "decide"} if waits else set())
    hidden |= {"close"} if task is not None else set(TASK_ACTS)
    hidden |= {"close", "stop", "transfer"} if case.kind in ENDED_ELSEWHERE else set()
    if task is not None:
        hidden |= {code for code, fits in TASK_ACTS.items() if not fits(task)}
    return {code: ACTS[code] for code in offered if code not in hidden}


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
    if queries.find_task_of_case(case.id, by=by) is not None:
        raise Conflict("case.has_task", _("A task stands behind this case. Complete or refuse the task."))
    cases.close_case(case=case.id, outcome=given["outcome"], reason=given["reason"], by=by, at=at)


def _to_take(case: Any, by: Actor) -> bool:
    return case.is_open and (case.owner != by.account or case.taken_at is None)


def _always(case: Any, by: Actor) -> bool:
    return True


def _runs(case: Any, by: Actor) -> bool:
    return case.is_open and case.stop is None


def _to_ask(case: Any, by: Actor) -> bool:
    return _runs(case, by) and case.customer is not None and not clock_acts.was_asked(case, by)


def _stopped(case: Any, by: Actor) -> bool:
    return case.stop is not None


def _to_close(case: Any, by: Actor) -> bool:
    return case.is_open and (case.owner == by.account or by.may("cases.assign"))


ACTS: dict[str, Act] = {
    "complete": Act(
        _("Our part is done"), forms.NothingForm, "services.decide", complete, _open,
        _("Done. The application goes on."),
    ),
    "refuse": Act(
        _("Refuse our part"), forms.RefuseForm, "services.decide", refuse, _open,
        _("Refused. The customer reads every reason."),
    ),
    "retry": Act(
        _("Try to reach them again"), forms.NothingForm, "services.decide", retry, _open,
        _("It is tried again."),
    ),
    "take": Act(
        _("Take this case"), forms.NothingForm, "cases.work", _take, _to_take, _("The case is yours.")
    ),
    "decide": Act(
        _("Confirm the assessment"), forms.NothingForm, "services.decide", _decide, _open,
        _("Decided. The next step goes on."),
    ),
    "finish": Act(
        _("Say that it is done"), forms.FinishForm, "services.decide", _finish, _open,
        _("Finished. Who reported it is told."),
    ),
    "note": Act(_("Write a note"), forms.NoteForm, "cases.work", _note, _always, _("The note is written.")),
    "ask": Act(
        _("Ask the customer"), forms.AskForm, "cases.work", _ask, _to_ask,
        _("The customer is asked, and the clock waits."),
    ),
    "stop": Act(
        _("Stop the clock"), forms.StopForm, "cases.stop_clock", _stop, _runs,
        _("The clock is stopped. The customer reads why."),
    ),
    "extend": Act(
        _("Give more time"), clock_acts.ExtendForm, "cases.extend", clock_acts.extend, clock_acts.may_extend,
        _("Done. What a supervisor must decide waits for one; the customer reads what is granted."),
    ),
    "again": Act(
        _("Ask the customer again"), clock_acts.AgainForm, "cases.grant_time", clock_acts.ask_again,
        clock_acts.was_asked, _("The customer is asked again."),
    ),
    "route": Act(
        _("Pass the enquiry on"), forms.TransferForm, "cases.route", clock_acts.route, clock_acts.may_route,
        _("Passed on. Its promise stays."),
    ),
    "dispute": Act(
        _("It is not ours"), dispatch_acts.DisputeForm, "cases.dispute", dispatch_acts.dispute,
        dispatch_acts.may_dispute,
        _("Said. It stays with you until the contact centre has decided."),
    ),
    "join": Act(
        _("Answer it together with another"), dispatch_acts.SameForm, "cases.dispatch", dispatch_acts.join,
        dispatch_acts.may_join, _("Put together. It is finished with the other, under its own number."),
    ),
    "part": Act(
        _("Answer it by itself again"), forms.NothingForm, "cases.dispatch", dispatch_acts.part,
        dispatch_acts.may_part, _("It is answered by itself again."),
    ),
    "resume": Act(
        _("Let the clock run again"), forms.NothingForm, "cases.stop_clock", _resume, _stopped,
        _("The clock runs again."),
    ),
    "assign": Act(
        _("Give it to a colleague"), forms.AssignForm, "cases.assign", _assign, _open,
        _("The case has a new owner."),
    ),
    "transfer": Act(
        _("Let another agency lead"), forms.TransferForm, "cases.transfer", _transfer, _open,
        _("Another agency leads now. The customer need do nothing."),
    ),
    "close": Act(
        _("Decide and close"), forms.CloseForm, "cases.close", _close, _to_close, _("The case is finished.")
    ),
}  # fmt: skip
