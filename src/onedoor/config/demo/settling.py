"""Settling the personas in the city: registered, with accounts, and with what registers hold of them."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from onedoor.config.demo.personas import Settlement, Settler
from onedoor.exchange import actions as exchange
from onedoor.exchange import queries as registers
from onedoor.exchange.types import Attribute, NewValue, Repeats
from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.kernel.clock import ZONE
from onedoor.people import actions as people
from onedoor.services.types import Holding
from onedoor.trust.types import NewAccount

CIVIL = date(2025, 1, 15)
CARD, HELP = "AG-2025-17", "AG-2025-22"  # agreements by consent
_Report = tuple[str, str, date]


def register_settlers(settlement: Settlement, *, at: datetime) -> None:
    """Make them customers, and partners partners; those who act for a business get its mandate."""
    by_login = {one.persona.login: one for one in settlement.settlers}
    if settlement.settlers:
        customers = [one.as_customer() for one in settlement.settlers]
        people.register_customers(customers=customers, by=SYSTEM, at=at)
    for business in settlement.settlers:
        for login in business.persona.acts:
            people.grant_mandate(
                giver=business.id, holder=by_login[login].id, role="owner", evidence="Business register",
                active_from=date(2020, 1, 1), by=SYSTEM, at=at,
            )  # fmt: skip
    for partner, identifier in settlement.partners:
        exchange.register_partner(
            code=partner.code, kind=partner.kind, name=partner.name, organisation=identifier,
            active_from=date(2019, 1, 1), by=SYSTEM, at=at,
        )  # fmt: skip


def accounts_of(settlement: Settlement) -> list[NewAccount]:
    """An account for everybody who signs in."""
    return [
        NewAccount(
            email=one.email, name=one.persona.name["en"], customer=one.id, language=one.persona.language
        )
        for one in settlement.with_accounts
    ]


def settle_consents(settlement: Settlement, *, at: datetime) -> None:
    """Tomas has agreed to two things; of one he has taken a part back, which one receiver has acknowledged
    and the other has not yet."""
    tomas = next((one for one in settlement.settlers if one.persona.login == "tomas"), None)
    if tomas is None:
        return
    by = Actor(kind="citizen", door="portal", assurance=3, customer=tomas.id, self_customer=tomas.id)
    exchange.give_consent(customer=tomas.id, agreement=CARD, by=by, at=at)
    exchange.give_consent(customer=tomas.id, agreement=HELP, by=by, at=at)
    left = exchange.withdraw_consent(
        customer=tomas.id, agreement=HELP, receivers=["EDU", "SOC"], by=by, at=at + timedelta(days=2)
    )
    heard = at + timedelta(days=2, minutes=1)
    for notice in left.notices:
        outcome = "done" if notice.receiver == "EDU" else "accepted"
        exchange.note_notice(notice=notice.id, outcome=outcome, by=SYSTEM, at=heard)


def report_holdings(settlement: Settlement, partners: Mapping[str, str]) -> Iterator[None]:
    """What registers hold of them, report by report. ``partners`` gives a partner of each kind."""
    reports: dict[_Report, list[NewValue]] = defaultdict(list)
    for settler in settlement.settlers:
        if settler.persona.kind == "person":
            reports["civil-register", "CIV", CIVIL] += _civil(settler)
        for holding in settler.persona.holds:
            attribute = registers.get_attribute(holding.register_, holding.attribute)
            if attribute is None:
                continue  # said by the check of the file
            believed = attribute.precedence[0]
            source = holding.source or partners.get(believed, believed)
            reports[holding.register_, source, holding.received] += _held(settler, holding, attribute)
    for (register, source, day), values in sorted(reports.items(), key=lambda report: report[0][2]):
        at = datetime.combine(day, time(4), tzinfo=ZONE)
        exchange.report_values(register=register, source=source, values=values, by=SYSTEM, at=at)
        yield


def _civil(settler: Settler) -> Iterator[NewValue]:
    """What the civil register holds of everybody."""
    persona = settler.persona
    own = {(one.register_, one.attribute) for one in persona.holds}
    for attribute, value in (
        ("name", persona.name["en"]),
        ("birth_date", persona.birth_date),
        ("residency_status", persona.residency),
        ("address", persona.address),
        ("sex", persona.sex),
    ):
        if value and ("civil-register", attribute) not in own:
            yield NewValue(settler.id, attribute, value)


def _held(settler: Settler, holding: Holding, attribute: Attribute) -> Iterator[NewValue]:
    if attribute.repeats is Repeats.RECORD:
        for number, entry in enumerate(holding.value, 1):
            reference = f"{settler.persona.login}-{holding.attribute}-{number}"
            value = _typed(attribute, entry)
            yield NewValue(settler.id, holding.attribute, value, holding.period, reference)
    else:
        yield NewValue(settler.id, holding.attribute, _typed(attribute, holding.value), holding.period)


def _typed(attribute: Attribute, written: Any) -> Any:
    """As YAML wrote it; amounts exact to the cent."""
    if isinstance(written, list):
        return [_typed(attribute, entry) for entry in written]
    if isinstance(written, dict):
        return {part: _amount(attribute.fields.get(part), value) for part, value in written.items()}
    return _amount(attribute.type, written)


def _amount(kind: str | None, written: Any) -> Any:
    return Decimal(str(written)) if kind == "money" else written
