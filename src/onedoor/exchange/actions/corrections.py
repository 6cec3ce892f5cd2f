"""Asking a reporter whether a value is right, and the reporter's answer."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from onedoor.exchange import rules
from onedoor.exchange.landing import name_of, tell_answered
from onedoor.exchange.models import Correction, Partner, ReportedValue
from onedoor.exchange.models.values import LIVE
from onedoor.exchange.queries.corrections import find_answerable, view_correction
from onedoor.exchange.registers import get_rulebook
from onedoor.exchange.rules import read_amended
from onedoor.exchange.storing import keep_values
from onedoor.exchange.types import CORRECTION_OPENED, CorrectionState, CorrectionView, NewValue, ValueState
from onedoor.journal import actions as journal
from onedoor.kernel.actions import action
from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.kernel.calendars import Term, get_calendar
from onedoor.kernel.errors import Conflict, Invalid, NotFound
from onedoor.kernel.ids import new_number
from onedoor.kernel.scope import scoped
from onedoor.trust import queries as trust

ANSWER_WITHIN = Term.parse("P5D")
ANSWERS = ("confirm", "correct", "withdraw")


@action()
def open_correction(
    *,
    reported: UUID,
    reason: str,
    claimed: Any = None,
    case: UUID | None = None,
    application: UUID | None = None,
    by: Actor,
    at: datetime,
) -> CorrectionView:
    """Ask the reporter of a value to look at it again, within 5 working days.

    Until the answer the value counts as disputed. Asking twice gives the open question again.
    Raises NotFound for values of other customers and Conflict when the value was replaced.
    """
    with scoped(SYSTEM):
        value = ReportedValue.objects.select_for_update().filter(id=reported).first()
        if value is None or (
            by.kind != "system" and by.customer != value.customer and not by.may("cases.open")
        ):
            raise NotFound("exchange.value.unknown", _("There is no such value."))
        open_one = Correction.objects.filter(reported=value, state=CorrectionState.OPEN).first()
        if open_one is not None:
            return view_correction(open_one, at)
        if value.state not in LIVE:
            raise Conflict(
                "exchange.value.replaced", _("The reporter replaced this value. Look at the new one first.")
            )
        question = _ask(value, reason, claimed, case, application, at)
        value.state = ValueState.DISPUTED
        value.save(update_fields=["state"])
        _tell_opened(question, by, at)
        return view_correction(question, at)


def _ask(
    value: ReportedValue, reason: str, claimed: Any, case: UUID | None, application: UUID | None, at: datetime
) -> Correction:
    register = get_rulebook().registers[value.register]
    is_partner = Partner.objects.filter(code=value.source).exists()
    agencies = {agency.code for agency in trust.list_agencies()}
    return Correction.objects.create(
        number=new_number("Q"),
        customer=value.customer,
        reported=value,
        partner=value.source if is_partner else "",
        agency=value.source if value.source in agencies else register.agency,
        reason=reason.strip()[:2000],
        claimed=rules.pack(register.attributes[value.attribute], claimed),
        case=case,
        application=application,
        opened_at=at,
        due_at=get_calendar("working-days").add(at, ANSWER_WITHIN),
    )


def _tell_opened(question: Correction, by: Actor, at: datetime) -> None:
    value = question.reported
    journal.record(
        CORRECTION_OPENED,
        subject_kind="correction",
        subject=question.id,
        customer=question.customer,
        agency=question.agency,
        case=question.case,
        by=by,
        at=at,
        data={
            "number": question.number,
            "source": name_of(value.source),
            "source_code": value.source,
            "register": value.register,
            "attribute": value.attribute,
            "attributes": get_rulebook().registers[value.register].attributes[value.attribute].title,
            "due_at": question.due_at.isoformat(),
        },
    )


@action()
def answer_correction(
    *, number: str, answer: str, value: Any = None, note: str = "", by: Actor, at: datetime
) -> CorrectionView:
    """The reporter's word: ``confirm`` the value, ``correct`` it to ``value``, or ``withdraw`` it.

    A partner answers for itself, an officer with ``exchange.correct`` for her agency; others get
    NotFound. The amended value stands beside the old one, and services hear of the answer.
    """
    if answer not in ANSWERS:
        raise Invalid(
            "exchange.correction.answer", _("Say whether the value is right or wrong."), field="answer"
        )
    with scoped(SYSTEM):
        question = find_answerable(number, by=by, lock=True)
        if question is None:
            raise NotFound("exchange.correction.unknown", _("There is no such question to you."))
        if question.state != CorrectionState.OPEN:
            raise Conflict("exchange.correction.answered", _("This question was answered already."))
        reported = question.reported
        if answer == "correct":
            _replace(reported, value, at)
            question.state = CorrectionState.CORRECTED
        else:
            reported.state = ValueState.CURRENT if answer == "confirm" else ValueState.WITHDRAWN
            reported.save(update_fields=["state"])
            question.state = CorrectionState.CONFIRMED if answer == "confirm" else CorrectionState.WITHDRAWN
        question.answer = note.strip()[:2000]
        question.answered_at, question.answered_by = at, by.account
        question.save(update_fields=["state", "answer", "answered_at", "answered_by"])
        tell_answered(question, by=by, at=at)
        return view_correction(question, at)


def _replace(old: ReportedValue, value: Any, at: datetime) -> None:
    register = get_rulebook().registers[old.register]
    attribute = register.attributes[old.attribute]
    amended = read_amended(attribute, value, rules.unpack(attribute, old.value))
    keep_values(
        register,
        old.source,
        [NewValue(old.customer, old.attribute, amended, old.period, old.reference)],
        at=at,
        grade=old.grade,
        batch=old.batch,
        replaced_become="corrected",
    )
