"""What a step brings about: facts for later steps and letters, kept by their register.

A value that a register keeps is never asked for again, by this service or another. One that is
undone is withdrawn there, and what held before holds again.
"""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from onedoor.exchange import actions as exchange
from onedoor.exchange import queries as registers
from onedoor.exchange.types import Attribute, NewValue
from onedoor.kernel.actors import Actor
from onedoor.kernel.clock import local
from onedoor.kernel.ids import new_number
from onedoor.kernel.text import Text
from onedoor.services.applications.document import plain
from onedoor.services.applications.store import record
from onedoor.services.applications.work import UNDER_WAY, VALUE_BROUGHT, VALUE_WITHDRAWN
from onedoor.services.decide.expressions import Unreadable, evaluate
from onedoor.services.files.schema import ServiceFile
from onedoor.services.files.steps import Gift, Step
from onedoor.services.flow.founding import NUMBER, REGISTER, found, is_founding, new_entity_number, strike_off
from onedoor.services.flow.journey import Journey
from onedoor.services.models import AgencyTask, Application, ApplicationParty, BroughtValue, Wait
from onedoor.services.parties.types import PartyState
from onedoor.services.types import RuleBroken

WORK = ("task", "tell")


def facts_of_work(row: Application, file: ServiceFile) -> dict[str, Any]:
    """How each piece of work stands (``<step>_state``) and what was brought about. A step that was
    passed by is ``skipped``; one that the flow went on without is ``late`` until its answer comes."""
    facts: dict[str, Any] = {gift.id: None for step in file.steps for gift in step.gives}
    work = [step for step in file.steps if step.does in WORK]
    if facts:
        held = BroughtValue.objects.filter(application=row, withdrawn_at=None)
        facts |= dict(held.values_list("name", "value"))
    if work:
        facts |= {f"{step.id}_state": "skipped" for step in work}
        states = list(
            AgencyTask.objects.filter(application=row, undoes=None, party=None).values_list("step", "state")
        )
        facts |= {f"{step}_state": state for step, state in states}
        if any(state in UNDER_WAY for _, state in states):
            gone_on = Wait.objects.filter(application=row).exclude(late_at=None).exclude(over_at=None)
            late = {node.partition("-")[2] for node in gone_on.values_list("node", flat=True)}
            facts |= {
                f"{step}_state": "late" for step, state in states if step in late and state in UNDER_WAY
            }
    return facts


def bring_about(
    journey: Journey, step: Step, *, agency: str, agency_name: Text, values: Mapping[str, Any] | None = None
) -> None:
    """Work out, or take from ``values`` (an agency's own system), each gift of the step; keep it, and
    report it to its register in the agency's name. A formula that gives nothing brings nothing."""
    row, said = journey.row, []
    for gift in step.gives:
        value = _value(journey, gift, (values or {}).get(gift.id))
        if value is None:
            continue
        BroughtValue.objects.create(
            application=row,
            customer=row.customer,
            agencies=row.agencies,
            agency=agency,
            step=step.id,
            name=gift.id,
            value=plain(value),
            register=gift.register_ or "",
            attribute=gift.attribute or "",
            brought_at=journey.at,
        )
        journey.know(**{gift.id: plain(value)})
        said.append(gift)
        if gift.register_ and gift.attribute:
            _report(journey, gift, value, source=agency)
    for gift in filter(is_founding, said):
        found(journey, str(journey.facts()[gift.id]), source=agency)
    if said:
        what = _list(said)
        record(
            VALUE_BROUGHT, row, journey.file, by=journey.house, at=journey.at, agency=agency_name, what=what
        )


def take_back(row: Application, file: ServiceFile, step: Step, *, by: Actor, at: datetime) -> None:
    """What the step brought about no longer holds, here and in its register."""
    gifts = {gift.id: gift for gift in step.gives}
    said = []
    for brought in BroughtValue.objects.filter(application=row, step=step.id, withdrawn_at=None):
        brought.withdrawn_at = at
        brought.save(update_fields=["withdrawn_at"])
        said += [gifts[brought.name]] if brought.name in gifts else []
        if (brought.register, brought.attribute) == (REGISTER, NUMBER):
            strike_off(str(brought.value), row.number, source=brought.agency, by=by, at=at)
        for customer in _holders(row, gifts.get(brought.name)) if brought.register else ():
            exchange.withdraw_values(
                register=brought.register,
                source=brought.agency,
                customer=customer,
                attribute=brought.attribute,
                reference=_reference(row, brought.name),
                by=by,
                at=at,
            )
    if said:
        record(VALUE_WITHDRAWN, row, file, by=by, at=at, what=_list(said))


def _value(journey: Journey, gift: Gift, given: Any) -> Any:
    if given is not None:
        return given
    if is_founding(gift):
        return new_entity_number()
    if gift.number:
        return new_number(gift.number)
    try:
        if gift.parts:
            return _record(gift, journey.facts())
        return evaluate(gift.value, journey.facts())
    except Unreadable as error:
        raise RuleBroken(
            "service.gift_broken", _("The service's file has a mistake: a value cannot be worked out.")
        ) from error


def _record(gift: Gift, facts: Mapping[str, Any]) -> dict[str, Any] | None:
    """Each part by its formula, without those that give nothing; None where all do."""
    parts = {part: evaluate(formula, facts) for part, formula in gift.parts.items()}
    return {part: value for part, value in parts.items() if value is not None} or None


def _holders(row: Application, gift: Gift | None) -> list[UUID]:
    """The customer, and those who confirmed of whom the register keeps it as well."""
    roles = gift.shared if gift else ()
    shared = ApplicationParty.objects.filter(
        application=row, role__in=roles, state=PartyState.CONFIRMED, customer__isnull=False
    )
    return [row.customer, *(party.customer for party in shared if party.customer)]


def _report(journey: Journey, gift: Gift, value: Any, *, source: str) -> None:
    register, attribute = str(gift.register_), str(gift.attribute)
    shape = registers.get_attribute(register, attribute)
    assert shape is not None
    period = str(local(journey.at).year) if shape.period == "year" else ""
    reference = _reference(journey.row, gift.id)
    entries = value if isinstance(value, list) and shape.type != "list" else [value]
    told = [(customer, entry) for customer in _holders(journey.row, gift) for entry in entries]
    new = [
        NewValue(
            customer,
            attribute,
            _kept(shape, entry),
            period,
            reference if len(told) == 1 else f"{reference}/{number}",
        )
        for number, (customer, entry) in enumerate(told, start=1)
    ]
    if new:
        exchange.report_values(
            register=register, source=source, values=new, grade="A", by=journey.house, at=journey.at
        )


def _reference(row: Application, gift: str) -> str:
    return f"{row.number}/{gift}"[:56]


def _kept(shape: Attribute, value: Any) -> Any:
    """As the register's attribute wants it: amounts exact to the cent, also within a record."""
    if isinstance(value, Mapping):
        money = {part for part, kind in shape.fields.items() if kind == "money"}
        return {part: _as_money(one) if part in money else one for part, one in value.items()}
    return _as_money(value) if shape.type == "money" else value


def _as_money(value: Any) -> Any:
    try:
        return round(Decimal(str(value)), 2)
    except InvalidOperation:
        return value


def _list(gifts: list[Gift]) -> Text:
    return {
        "en": ", ".join(gift.text["en"] for gift in gifts),
        "zh-hans": "、".join(gift.text["zh-hans"] for gift in gifts),
    }
