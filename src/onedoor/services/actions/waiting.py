"""Steps whose time is over: remind, go on without them, let an officer look, or end it."""

import re
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from onedoor.cases import actions as cases
from onedoor.contact import actions as contact
from onedoor.kernel.actions import action
from onedoor.kernel.actors import Actor
from onedoor.kernel.errors import Conflict, NotFound
from onedoor.kernel.events import Event
from onedoor.kernel.scope import scoped
from onedoor.kernel.text import LANGUAGES, Text
from onedoor.services.applications.guard import fetch
from onedoor.services.applications.reckoning import promise_of
from onedoor.services.applications.store import record
from onedoor.services.applications.types import ApplicationState, ApplicationView
from onedoor.services.applications.view import look
from onedoor.services.applications.work import STEP_PASSED, STEP_REMINDED, STEP_REVIEWED
from onedoor.services.files.steps import Step
from onedoor.services.flow import effects
from onedoor.services.flow.journey import Journey, journey_of, move_on
from onedoor.services.flow.plan import node_of, title_of
from onedoor.services.flow.undoing import LATE, end_early
from onedoor.services.models import AgencyTask, Application, Wait
from onedoor.trust import queries as trust

YOURS = frozenset({"supply", "pay", "sign"})
HER_NODES = f"^({'|'.join(sorted(YOURS))})"
YOUR_TURN: Text = {"en": "You must act: {step}", "zh-hans": "请您办理：{step}"}
NOT_THERE: Text = {"en": "Not there in time: {step}, {title}", "zh-hans": "逾期未办：{step}，{title}"}


@action()
def act_on_late_waits(*, by: Actor, at: datetime, limit: int = 200) -> int:
    """Do what each service says for the steps whose end has come, once each. Gives how many. No time runs
    out against a customer while her identity is locked: what waits for her waits as much longer."""
    locked = {lock.customer for lock in trust.list_locks(since=at)}
    due = Wait.objects.filter(due_at__lte=at, late_at=None, over_at=None).order_by("due_at")
    due = due.exclude(customer__in=locked, node__regex=HER_NODES)
    found = [
        (wait.pk, wait.application_id)
        for wait in due[:limit]
        if not re.match(HER_NODES, wait.node) or not _has_time_left(wait, at)
    ]
    for wait, application in found:
        row = Application.objects.select_for_update().get(pk=application)
        held = Wait.objects.select_for_update().filter(pk=wait, late_at=None, over_at=None).first()
        if held is not None:
            _act(journey_of(row, by=by, at=at), held)
    return len(found)


def _has_time_left(wait: Wait, at: datetime) -> bool:
    assert wait.due_at is not None
    return wait.due_at + trust.time_locked(wait.customer, since=wait.since, at=at) > at


@action(may="services.decide")
def go_on_without(*, application: UUID, step: str, by: Actor, at: datetime) -> ApplicationView:
    """An officer of the lead agency lets the rest go on without a step that is waited for. Its
    answer is still taken when it comes."""
    row = Application.objects.select_for_update().get(pk=fetch(application, by=by).pk)
    if by.kind not in ("officer", "system") or (by.kind == "officer" and by.agency != row.agencies[0]):
        raise NotFound("application.unknown", _("We cannot find this application."))
    journey = journey_of(row, by=by, at=at)
    found = next(
        (one for one in journey.file.steps if one.id == step and node_of(one) in row.waits_for), None
    )
    if found is None or found.does not in ("task", "tell", "supply", "confirm"):
        raise Conflict("step.not_waited_for", _("Nobody waits for this any more. Look at it again."))
    with scoped(journey.house):
        _pass_by(journey, found, by=by)
        row.save()
    return look(row, by=by, at=at)


def _act(journey: Journey, wait: Wait) -> None:
    step = journey.step(wait.node)
    wait.late_at = journey.at
    wait.save(update_fields=["late_at"])
    if step.does == "notify":
        _send_later_word(journey, step, wait)
        return
    if journey.row.state == ApplicationState.CLOSED:
        return
    with scoped(journey.house):
        if step.late == "go-on":
            _pass_by(journey, step, by=journey.house)
        elif step.late == "end":
            end_early(journey, ended="late", reasons=[LATE])
        elif step.late == "review":
            _let_look(journey, step)
        else:
            _remind(journey, step)
        journey.row.changed_at = journey.at
        journey.row.save()


def _send_later_word(journey: Journey, step: Step, wait: Wait) -> None:
    """The day of a word that was to be sent later has come; what was taken back needs none."""
    wait.over_at = journey.at
    wait.save(update_fields=["over_at"])
    if journey.row.state != ApplicationState.WITHDRAWN and not journey.row.ended:
        with scoped(journey.house):
            effects.send_word(journey, step)


def _pass_by(journey: Journey, step: Step, *, by: Actor) -> None:
    node = node_of(step)
    held = Wait.objects.filter(application=journey.row, node=node, over_at=None)
    held.filter(late_at=None).update(late_at=journey.at)
    _record(journey, STEP_PASSED, step, by=by)
    journey.know(**{f"{step.id}_state": "late"})
    move_on(journey, node=node)
    effects.settle_case(journey)


def _remind(journey: Journey, step: Step) -> None:
    """The customer by a message; an agency in its case, where its colleagues read it."""
    title = title_of(step)
    if step.does in YOURS:
        contact.send_message(
            customer=journey.row.customer,
            title=journey.file.title,
            body={language: YOUR_TURN[language].format(step=title[language]) for language in LANGUAGES},
            agency=journey.file.agency,
            application=journey.row.pk,
            case=journey.row.case,
            idempotency_key=f"{journey.row.pk}/{step.id}/due",
            by=journey.house,
            at=journey.at,
        )
    task = AgencyTask.objects.filter(application=journey.row, step=step.id, undoes=None, party=None).first()
    case = task.case if task is not None and task.case is not None else journey.row.case
    if step.does not in YOURS and case is not None:
        text = " / ".join(
            NOT_THERE[lang].format(step=title[lang], title=journey.file.title[lang]) for lang in LANGUAGES
        )
        cases.add_note(case=case, text=text, by=journey.house, at=journey.at)
    _record(journey, STEP_REMINDED, step, by=journey.house)


def _let_look(journey: Journey, step: Step) -> None:
    promise, title = promise_of(journey.file, journey.reckoning), title_of(step)
    cases.open_case(
        kind="late-step",
        customer=journey.row.customer,
        agency=journey.row.agencies[0],
        service=journey.file.service,
        subject={
            language: NOT_THERE[language].format(step=title[language], title=journey.file.title[language])
            for language in LANGUAGES
        },
        promise="P1D",
        calendar=promise.calendar,
        application=journey.row.pk,
        parent=journey.row.case,
        by=journey.house,
        at=journey.at,
    )
    _record(journey, STEP_REVIEWED, step, by=journey.house)


def _record(journey: Journey, event: Event, step: Step, *, by: Actor) -> None:
    record(event, journey.row, journey.file, by=by, at=journey.at, step=title_of(step))
