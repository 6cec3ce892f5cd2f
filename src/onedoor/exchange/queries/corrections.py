"""Reads about questions to reporters."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from onedoor.exchange import rules
from onedoor.exchange.models import Correction
from onedoor.exchange.queries.values import told_to
from onedoor.exchange.registers import get_rulebook
from onedoor.exchange.types import CorrectionState, CorrectionView
from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.kernel.ids import find_number
from onedoor.kernel.scope import scoped
from onedoor.people import queries as people
from onedoor.trust import queries as trust


def list_corrections(
    partner: str, *, by: Actor, at: datetime, open_only: bool = False
) -> list[CorrectionView]:
    """Questions to ``partner``, those that wait first, the nearest deadline first."""
    if by.kind == "partner" and by.partner != partner:
        return []
    with scoped(SYSTEM):  # the value and the masked number behind a question are not the partner's rows
        rows = _answerable(by).filter(partner=partner).order_by("answered_at", "due_at")
        shown = rows.filter(state=CorrectionState.OPEN) if open_only else rows
        return [view_correction(row, at) for row in shown[:200]]


def list_corrections_about(customer: UUID, *, by: Actor, at: datetime) -> list[CorrectionView]:
    """Questions about a customer's values, newest first: for herself, and for officers.

    An officer sees those about registers that her agency keeps or is told of, those that her agency
    is to answer, and all while the customer is beside her. Where her role may not read values of
    that class the question is ``shut``: it says that there is one, not what it is about in figures.
    """
    if by.kind == "partner" or (by.kind == "citizen" and by.customer != customer):
        return []
    if by.kind == "officer" and not by.may("customers.read"):
        return []
    with scoped(SYSTEM):
        rows = Correction.objects.select_related("reported").filter(customer=customer).order_by("-opened_at")
        if by.kind != "officer":
            return [view_correction(row, at) for row in rows[:200]]
        told, beside = told_to(by, customer), by.customer == customer
        hers = [row for row in rows[:200] if beside or _concerns(row, by, told)]
        return [_for_officer(view_correction(row, at), by) for row in hers]


def _concerns(row: Correction, by: Actor, told: set[tuple[str, str]]) -> bool:
    return row.agency == by.agency or (row.reported.register, row.reported.attribute) in told


def _for_officer(question: CorrectionView, by: Actor) -> CorrectionView:
    attribute = get_rulebook().attribute(question.register, question.attribute)
    if attribute is not None and trust.may_read(by, attribute.sensitivity.value):
        return question
    return replace(question, value=None, claimed=None, reason="", answer="", shut=True)


def find_correction(number: str, *, by: Actor, at: datetime) -> CorrectionView | None:
    """The question of that number, when it is ``by``'s to answer."""
    with scoped(SYSTEM):
        row = find_answerable(number, by=by)
        return view_correction(row, at) if row else None


def find_answerable(number: str, *, by: Actor, lock: bool = False) -> Correction | None:
    """The row itself, for this room only."""
    rows = _answerable(by).filter(number=find_number(number) or "")
    return (rows.select_for_update(of=("self",)) if lock else rows).first()


def _answerable(by: Actor) -> QuerySet[Correction]:
    rows = Correction.objects.select_related("reported")
    if by.kind == "system":
        return rows
    if by.kind == "partner" and by.partner:
        return rows.filter(partner=by.partner)
    if by.kind == "officer" and by.may("exchange.correct"):
        return rows.filter(agency=by.agency)
    return rows.none()


def view_correction(row: Correction, at: datetime) -> CorrectionView:
    """The row as others see it; the person only by her masked number."""
    value = row.reported
    attribute = get_rulebook().registers[value.register].attributes[value.attribute]
    return CorrectionView(
        id=row.id,
        number=row.number,
        partner=row.partner,
        agency=row.agency,
        state=str(row.state),
        register=value.register,
        attribute=value.attribute,
        attribute_title=attribute.title,
        period=value.period,
        value=rules.unpack(attribute, value.value),
        reference=value.reference,
        identifier=people.masked_identifier(row.customer),
        reason=row.reason,
        claimed=row.claimed,
        opened_at=row.opened_at,
        due_at=row.due_at,
        answered_at=row.answered_at,
        answer=row.answer,
        customer=row.customer,
        case=row.case,
        application=row.application,
        overdue=row.state == CorrectionState.OPEN and row.due_at < at,
    )
