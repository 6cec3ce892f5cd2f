"""Finishing a case with an outcome, by an officer or by a named rule."""

from datetime import datetime
from uuid import UUID

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from onedoor.cases.access import lock_case
from onedoor.cases.actions.clocks import end_stop
from onedoor.cases.models import Case
from onedoor.cases.ownership import end_disputes, sign
from onedoor.cases.record import record
from onedoor.cases.types import CLOSED, ENDED_ELSEWHERE, CaseState, CaseView
from onedoor.cases.views import to_view
from onedoor.kernel.actions import action
from onedoor.kernel.actors import Actor
from onedoor.kernel.errors import Invalid, NotAllowed
from onedoor.kernel.scope import scoped

WITHDRAWN = "withdrawn"
TOGETHER = "Answered together with others about the same. 与同类诉求合并办结。"
NEEDS_REASON = frozenset({"refused", "not-upheld", "no-basis", "duplicate"})


@action(may="cases.close")
def close_case(
    *, case: UUID, outcome: str, by: Actor, at: datetime, reason: str = "", rule: str = ""
) -> CaseView:
    """Finish a case. An officer decides her own (or with ``cases.assign`` any) case; ``rule`` names
    the rule pack that decided where no person did; a customer may withdraw hers. An outcome that
    says no needs a reason, which the customer reads; so does finishing a case before those that belong
    to it."""
    if not outcome:
        raise Invalid("case.outcome", _("Choose the outcome."), field="outcome")
    if outcome in NEEDS_REASON and not reason.strip():
        raise Invalid("case.reason", _("Say why, in words the customer will read."), field="reason")
    row = lock_case(case, by)
    if row.kind in ENDED_ELSEWHERE and by.kind != "system":
        raise NotAllowed(
            "case.ended_elsewhere",
            _("This case ends when its work is done on its own page. Open that page."),
            case=row.id,
        )
    _require_decider(row, outcome, rule, by)
    _require_children(row, reason, rule, by)
    if row.state == CaseState.WAITING:
        end_stop(row, at=at)
    row.state, row.closed_at, row.outcome, row.reason = CaseState.CLOSED, at, outcome, reason.strip()
    sign(row, at)
    row.save(update_fields=["state", "closed_at", "outcome", "reason", "signed_at"])
    record(CLOSED, row, by=by, at=at, outcome=outcome, rule=rule, in_time=at <= row.promised_at)
    end_disputes(row, at=at)
    _close_others(row, by=by, at=at)
    return to_view(row, stops=list(row.stops.all()))


def _close_others(row: Case, *, by: Actor, at: datetime) -> None:
    """What is answered together with this one ends with it, each under its own number. What one customer
    reads as the reason may be about her: the others do not read it."""
    house = Actor(kind="system", door=by.door, assurance=4)
    with scoped(house):
        if row.outcome == WITHDRAWN:
            _let_others_go_on(row)
        for other in row.others.exclude(state=CaseState.CLOSED).values_list("id", flat=True):
            close_case(case=other, outcome=row.outcome, reason=TOGETHER, by=house, at=at)


def _let_others_go_on(row: Case) -> None:
    """She needs no answer any more; the others do: the first of them leads now."""
    first = row.others.exclude(state=CaseState.CLOSED).order_by("opened_at", "id").first()
    if first is not None:
        row.others.exclude(id=first.id).update(same_as=first)
        first.same_as = None
        first.save(update_fields=["same_as"])


def _require_children(row: Case, reason: str, rule: str, by: Actor) -> None:
    if by.kind != "officer" or rule or reason.strip():
        return
    waiting = row.children.exclude(state=CaseState.CLOSED).order_by("opened_at")
    numbers = ", ".join(waiting.values_list("number", flat=True)[:3])
    if numbers:
        says = _("Cases that belong to this one are open: {numbers}. Finish them first, or say why not.")
        raise Invalid("case.children_open", format_lazy(says, numbers=numbers), field="reason")


def _require_decider(row: Case, outcome: str, rule: str, by: Actor) -> None:
    if by.kind == "system" or rule:
        return
    if by.kind == "citizen" and outcome == WITHDRAWN:
        return
    if by.kind == "officer" and (row.owner == by.account or by.may("cases.assign")):
        return
    raise NotAllowed("case.not_owner", _("Take the case first: only its owner decides it."), case=row.id)
