"""What the house does at each kind of step."""

from collections.abc import Callable
from typing import Any

from onedoor.cases import actions as cases
from onedoor.cases import queries as case_queries
from onedoor.contact import actions as contact
from onedoor.services.applications.names import name_of
from onedoor.services.applications.reckoning import promise_of
from onedoor.services.applications.store import record
from onedoor.services.applications.types import CLOSED, DECIDED, ApplicationState
from onedoor.services.decide.expressions import holds
from onedoor.services.files.steps import Step
from onedoor.services.flow import money
from onedoor.services.flow.confirming import arrive as ask_parties
from onedoor.services.flow.giving import bring_about
from onedoor.services.flow.handing import hand_over
from onedoor.services.flow.journey import Journey
from onedoor.services.flow.plan import default_steps, node_of, title_of
from onedoor.services.flow.waiting import begin_waits
from onedoor.services.letters.issuing import issue
from onedoor.services.reports.closing import close_report
from onedoor.services.reports.naming import subject_of

Effect = Callable[[Journey, Step], Any]
OPEN_WORK = ("review-", "task-", "tell-", "confirm-", "supply-")


def perform(journey: Journey, node: str) -> None:
    """Do the step of the house that the flow has reached."""
    PERFORM[node.partition("-")[0]](journey, journey.step(node))


def arrive(journey: Journey, node: str) -> None:
    """The flow newly waits for somebody: make sure that he or she has what is needed. A flow that goes on
    beside others does not come here again."""
    prepare = ARRIVE.get(node.partition("-")[0])
    if prepare is not None:
        prepare(journey, journey.step(node))


def finish(journey: Journey) -> None:
    """Nothing is left to do: the application ends, and with it the case."""
    row = journey.row
    row.state, row.closed_at, row.flow, row.waits_for = ApplicationState.CLOSED, journey.at, None, []
    record(CLOSED, row, journey.file, by=journey.house, at=journey.at)
    close_case(journey, outcome="done")
    close_report(row, journey.file, by=journey.house, at=journey.at)


def open_case(journey: Journey) -> None:
    """The application becomes a case, under its own number, with the promise its values deserve."""
    row, file = journey.row, journey.file
    if row.case is not None:
        return
    promise = promise_of(file, journey.reckoning)
    case = cases.open_case(
        kind=file.service,
        customer=row.customer,
        agency=row.agencies[0],
        service=file.service,
        subject=subject_of(file, journey.reckoning.values),
        promise=promise.answer,
        calendar=promise.calendar,
        lane=promise.lane,
        number=row.number,
        application=row.id,
        cooperating=row.agencies[1:],
        by=journey.house,
        at=journey.at,
    )
    row.case, journey.opened = case.id, True


def close_case(journey: Journey, *, outcome: str, reason: str = "") -> None:
    """Finish the case if there is one and it is still open."""
    case = journey.row.case
    if case is not None and (journey.opened or case_queries.get_case(case, by=journey.house).is_open):
        journey.opened = False
        rule = journey.reckoning.decision.pack if journey.reckoning.decision else ""
        cases.close_case(
            case=case, outcome=outcome, reason=reason, rule=rule, by=journey.house, at=journey.at
        )


def settle_case(journey: Journey) -> None:
    """Close at birth what needs nobody but whoever pays. Who leaves tomorrow keeps her officer to the
    end."""
    goes_on = any(node.startswith(OPEN_WORK) for node in journey.row.waits_for)
    urgent = promise_of(journey.file, journey.reckoning).lane != "normal"
    if journey.row.state != ApplicationState.CLOSED and not goes_on and not urgent:
        close_case(journey, outcome="decided")


def decide(journey: Journey, step: Step) -> None:
    decision = journey.reckoning.decision
    assert decision is not None
    row = journey.row
    row.state, row.decided_at = ApplicationState.DECIDED, journey.at
    outcome = journey.file.outputs.outcomes.get(decision.outcome, {})
    record(
        DECIDED, row, journey.file, by=journey.house, at=journey.at, pack=decision.pack, outcome=dict(outcome)
    )
    _flag(journey)
    if step.gives:
        bring_about(journey, step, agency=step.by, agency_name=name_of(step.by))
    # The letter that says what is to pay comes before the payment and needs the voucher's number.
    for later in default_steps(journey.file):
        if later.does == "pay" and holds(later.when, journey.facts()):
            money.bill(journey, later)


def _flag(journey: Journey) -> None:
    """Tell the officer, in the case, what the rules found that somebody should look at."""
    decision, case = journey.reckoning.decision, journey.row.case
    if decision is None or case is None:
        return
    labels = {line.id: line.label for line in decision.lines}
    for flag in journey.file.outputs.flags:
        if decision.outputs.get(flag) is True:
            text = " / ".join(labels.get(flag, {}).values()) or flag
            cases.add_note(case=case, text=text, by=journey.house, at=journey.at)


def _letter(journey: Journey, step: Step) -> None:
    if step.letter is None:
        return
    journey.letters.append(issue(journey, step.letter))


def _notify(journey: Journey, step: Step) -> None:
    """Word at once, or after the term of the step. The way itself does not wait for that day."""
    if step.until:
        begin_waits(journey, [node_of(step)])
    else:
        send_word(journey, step)


def send_word(journey: Journey, step: Step) -> None:
    """The message of a notify step."""
    row, title = journey.row, title_of(step)
    contact.send_message(
        customer=row.customer,
        title=journey.file.title,
        body=title,
        agency=journey.file.agency,
        application=row.id,
        case=row.case,
        by=journey.house,
        at=journey.at,
    )


def _review(journey: Journey, step: Step) -> None:
    row = journey.row
    row.state = ApplicationState.CHECKING if row.signed_at is None else ApplicationState.SIGNED


PERFORM: dict[str, Effect] = {"decide": decide, "letter": _letter, "notify": _notify, **money.PERFORM}
"""What the house does at a step of each kind, when the flow reaches it."""

ARRIVE: dict[str, Effect] = {
    "review": _review,
    "task": hand_over,
    "tell": hand_over,
    "confirm": ask_parties,
    **money.ARRIVE,
}
"""What somebody needs who is waited for, by the kind of step."""

UNDO: dict[str, Effect] = {**money.UNDO}
"""How a step that is over is taken back, by its kind, where an application ends half-way: money that
was paid goes back, what was still to be paid out is stopped. Called once a step, last step first."""
